import { describe, expect, test } from 'vitest';
import { createHistory, record } from '#model/history.ts';
import { judge, MOST_ACTS, ruleText, tickText, valueText, type Rule, type RuleTest } from './rules.ts';

const MINUTE = 60_000;
const rule = (test: RuleTest): Rule => ({ id: 1, column: 'a', title: 'goroutines', unit: 'count', test, captures: ['goroutine'], holds: false, acted: [] });

/** Times, in minutes, at which a rule acts on values a minute apart. */
function acts(test: RuleTest, values: readonly number[], apart = MINUTE): number[] {
  const history = createHistory(1000);
  let known = rule(test);
  values.forEach((value, i) => {
    record(history, (i + 1) * apart, new Map([['a', value]]));
    known = judge(known, history, (i + 1) * apart).rule;
  });
  return known.acted.map((time) => time / apart - 1);
}

describe('a rule acts', () => {
  test('when a value passes, and not again while it is past', () => expect(acts({ kind: 'above', value: 10 }, [9, 10, 11, 12, 9, 11])).toEqual([2, 5]));
  test('when it falls below', () => expect(acts({ kind: 'below', value: 10 }, [11, 10, 9, 8])).toEqual([2]));
  test('when it grew against the value of then, and not before there is one', () => expect(acts({ kind: 'grew', percent: 20, minutes: 3 }, [100, 130, 130, 100, 119, 157])).toEqual([5]));
  test('no more than once a minute, then if it still holds', () => expect(acts({ kind: 'above', value: 10 }, [11, 9, 11, 11, 11], MINUTE / 3)).toEqual([0, 3]));
  test('so many times and no more', () => expect(acts({ kind: 'above', value: 10 }, Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 11 : 9)))).toHaveLength(MOST_ACTS));
  test('never on what was not measured', () => expect(acts({ kind: 'below', value: 10 }, [Number.NaN, Number.NaN])).toEqual([]));
});

test('a rule reads as a sentence', () => {
  expect(ruleText(rule({ kind: 'above', value: 10_000 }))).toBe('goroutines > 10,000');
  expect(ruleText({ title: 'heap in use', unit: 'bytes', test: { kind: 'grew', percent: 20, minutes: 5 } })).toBe('heap in use grew 20 % in 5 min');
  expect(ruleText({ title: 'heap in use', unit: 'bytes', test: { kind: 'above', value: 512 * 2 ** 20 } })).toBe('heap in use > 512MB');
});

test.each([
  [12_345, 'count', '12,345'],
  [1023, 'bytes', '1023B'],
  [26.85 * 2 ** 20, 'bytes', '26.9MB'],
  [1_500_000, 'ns', '1.50ms'],
  [0.0208, 'share', '2.08 %'],
  [296.4, 'per minute', '296/min'],
  [Number.NaN, 'count', '–'],
] as const)('%d as %s is %s', (value, unit, text) => expect(valueText(value, unit)).toBe(text));

test.each([
  [0, 'bytes/s', '0'],
  [20_000, 'count', '20,000'],
  [500_000, 'count', '500k'],
  [1_500_000, 'count', '1.5M'],
  [2e9, 'count', '2G'],
  [64 * 2 ** 20, 'bytes', '64MB'],
] as const)('beside a line across %d as %s is %s', (value, unit, text) => expect(tickText(value, unit)).toBe(text));
