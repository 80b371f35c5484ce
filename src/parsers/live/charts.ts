import type { Series } from '#model/live.ts';
import { isObject, type JsonObject } from '#parsers/jsonValue.ts';
import { ParseError } from '#parsers/parseError.ts';

/**
 * What `/debug/charts/data` says: a list of moments for each chart, each with one number or several.
 *
 *     ({"BytesAllocated": [{"Ts": 1700000000000, "Value": 5}], "CPUUsage": [{"Ts": 1700000000000, "User": 0.1, "Sys": 0}]})
 *
 * A chart of one number is a series of its name, one of several `CPUUsage.User` and so on.
 * Source: github.com/mkevac/debugcharts, debugcharts.go (dataHandler; in its first versions T was seconds and C the number).
 * @throws ParseError when it is no such thing
 */
export function parseCharts(text: string): Series[] {
  const charts = objectIn(text);
  const series = new Map<string, { readonly name: string; readonly times: number[]; readonly values: number[] }>();
  for (const [chart, moments] of Object.entries(charts)) {
    if (!Array.isArray(moments)) continue;
    for (const moment of moments) {
      const time = isObject(moment) ? timeOf(moment) : undefined;
      if (!isObject(moment) || time === undefined) continue;
      for (const [field, value] of Object.entries(moment)) {
        if (TIMES.has(field) || typeof value !== 'number') continue;
        const name = VALUES.has(field) ? chart : `${chart}.${field}`;
        const one = series.get(name) ?? { name, times: [], values: [] };
        series.set(name, one);
        // What goes back in time, as a clock that was set does, is left out.
        if (time <= (one.times.at(-1) ?? -Infinity)) continue;
        one.times.push(time);
        one.values.push(value);
      }
    }
  }
  return [...series.values()];
}

const TIMES: ReadonlySet<string> = new Set(['Ts', 'T']);
const VALUES: ReadonlySet<string> = new Set(['Value', 'C']);

/** Milliseconds. */
function timeOf({ Ts, T }: JsonObject): number | undefined {
  if (typeof Ts === 'number') return Ts;
  return typeof T === 'number' ? T * 1000 : undefined;
}

/**
 * What one message of `/debug/charts/data-feed` says: one moment of all charts, under the names that `data` has for them.
 *
 *     {"Ts": 1700000000000, "BytesAllocated": 5, "GcPause": 0, "CPUUser": 0.1, "CPUSys": 0, "Block": 0, "Goroutine": 9, …}
 *
 * @throws ParseError when it is no such thing
 */
export function parseMoment(text: string): Series[] {
  const fields = objectIn(text);
  const time = timeOf(fields);
  if (time === undefined) throw new ParseError('this is no moment of charts: it has no time');
  const series: Series[] = [];
  for (const [field, value] of Object.entries(fields)) {
    // A second without a collection has no pause.
    const isNone = TIMES.has(field) || typeof value !== 'number' || (field === 'GcPause' && value === 0);
    if (!isNone) series.push({ name: NAMES.get(field) ?? field, times: [time], values: [value] });
  }
  return series;
}

/** By the field of a message. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['GcPause', 'GcPauses'],
  ['CPUUser', 'CPUUsage.User'],
  ['CPUSys', 'CPUUsage.Sys'],
  ...['Block', 'Goroutine', 'Heap', 'Mutex', 'Threadcreate'].map((name): [string, string] => [name, `Pprof.${name}`]),
]);

/** JSON, bare or as the argument of a call. */
function objectIn(text: string): JsonObject {
  const trimmed = text.trim();
  const bare = /^[\w$.]*\(/.test(trimmed) && trimmed.endsWith(')') ? trimmed.slice(trimmed.indexOf('(') + 1, -1) : trimmed;
  try {
    const value: unknown = JSON.parse(bare);
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw new ParseError('these are no charts: not a JSON object');
}
