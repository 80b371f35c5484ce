import { groupedDigits } from '#model/count.ts';
import { rowFrom, timeAt, valueAt, type History } from '#model/history.ts';
import type { ChartUnit } from '#layout/timeChart.ts';
import { label } from '#model/units.ts';

/** When a profile is taken by itself: a column passes a value, or grew by a share in some time. */
export interface Rule {
  readonly id: number;
  readonly column: string;
  /** "goroutines". */
  readonly title: string;
  readonly unit: ChartUnit;
  readonly test: RuleTest;
  /** Names of the profiles to take. */
  readonly captures: readonly string[];
  /** Whether it holds now: a rule acts when it comes to hold, and not as long as it does. */
  readonly holds: boolean;
  /** When it acted; milliseconds since 1970. */
  readonly acted: readonly number[];
}

export type RuleTest =
  | { readonly kind: 'above'; readonly value: number }
  | { readonly kind: 'below'; readonly value: number }
  /** Against the value of so many minutes ago. */
  | { readonly kind: 'grew'; readonly percent: number; readonly minutes: number };

/** Profiles that one rule takes at most; and the least time between two, in milliseconds. */
export const MOST_ACTS = 10;
const LEAST_TIME = 60_000;

/** Whether the rule holds at the last row. */
export function holds({ column, test }: Pick<Rule, 'column' | 'test'>, history: History): boolean {
  const last = history.count - 1;
  const value = valueAt(history, column, last);
  if (Number.isNaN(value)) return false;
  switch (test.kind) {
    case 'above':
      return value > test.value;
    case 'below':
      return value < test.value;
    case 'grew': {
      const before = valueBefore(history, column, timeAt(history, last) - test.minutes * 60_000);
      return before > 0 && value >= before * (1 + test.percent / 100);
    }
  }
}

/** The last value measured at or before a time; NaN where nobody measured yet. */
function valueBefore(history: History, column: string, time: number): number {
  for (let row = rowFrom(history, time + 1) - 1; row >= 0; row--) {
    const value = valueAt(history, column, row);
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

/** The rule after a row, and whether it acts now. */
export function judge(rule: Rule, history: History, now: number): { readonly rule: Rule; readonly acts: boolean } {
  const isTrue = holds(rule, history);
  const rested = rule.acted.length === 0 || now - (rule.acted.at(-1) ?? 0) >= LEAST_TIME;
  const acts = isTrue && !rule.holds && rested && rule.acted.length < MOST_ACTS;
  // One that may not act yet acts when it may, if it still holds.
  const isSettled = isTrue && (acts || rule.holds);
  return { rule: { ...rule, holds: isSettled, acted: acts ? [...rule.acted, now] : rule.acted }, acts };
}

/** "goroutines > 10,000", "heap in use grew 20 % in 5 min". */
export function ruleText({ title, unit, test }: Pick<Rule, 'title' | 'unit' | 'test'>): string {
  switch (test.kind) {
    case 'above':
      return `${title} > ${valueText(test.value, unit)}`;
    case 'below':
      return `${title} < ${valueText(test.value, unit)}`;
    case 'grew':
      return `${title} grew ${test.percent} % in ${test.minutes} min`;
  }
}

/** A value with its unit, short. */
export function valueText(value: number, unit: ChartUnit): string {
  if (Number.isNaN(value)) return '–';
  switch (unit) {
    case 'count':
      return Number.isInteger(value) ? groupedDigits(value) : String(Number(value.toPrecision(4)));
    case 'bytes':
      return bytesText(value);
    case 'bytes/s':
      return `${bytesText(value)}/s`;
    case 'ns':
      return label(Math.round(value), 'ns', 'auto');
    case 'share':
      return `${Number((value * 100).toPrecision(3))} %`;
    case 'per minute':
      return `${Number(value.toPrecision(3))}/min`;
  }
}

/** A round value in few characters: `0`, `500k`, `1.5M`. */
export function tickText(value: number, unit: ChartUnit): string {
  if (value === 0 || unit !== 'count' || value < 100_000) return value === 0 ? '0' : valueText(value, unit);
  const step = value >= 1e9 ? 1e9 : value >= 1e6 ? 1e6 : 1e3;
  return `${Number((value / step).toPrecision(3))}${{ [1e9]: 'G', [1e6]: 'M', [1e3]: 'k' }[step]}`;
}

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** In three digits, as there is little room: `26.9MB`. */
function bytesText(value: number): string {
  const step = value < 1024 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log2(value) / 10));
  const scaled = value / 1024 ** step;
  return `${scaled >= 1000 ? Math.round(scaled) : Number(scaled.toPrecision(3))}${BYTES[step]}`;
}
