import { describe, expect, test } from 'vitest';
import { label, percentage, scale } from './units.ts';

describe('a value prints as pprof prints it', () => {
  test.each([
    [0, 'bytes', 'auto', '0'],
    [1023, 'bytes', 'auto', '1023B'],
    [1536, 'bytes', 'auto', '1.50kB'],
    [1_179_648, 'bytes', 'auto', '1.12MB'],
    [524_288, 'bytes', 'MB', '0.50MB'],
    [5242, 'bytes', 'MB', '0'],
    [-1536, 'bytes', 'auto', '-1.50kB'],
    [2n ** 60n, 'bytes', 'auto', '1024PB'],
    [12_345, 'count', 'auto', '12345'],
    [294, 'count', 'MB', '294MB'],
    [7, 'foo', 'auto', '7'],
    [7, 'foo', 'foo', '7foo'],
    [10_000_000, 'nanoseconds', 'auto', '10ms'],
    [1_120_000_000, 'nanoseconds', 'auto', '1.12s'],
    [10_000_000, 'nanoseconds', 's', '0.01s'],
    [4_000_000, 'nanoseconds', 's', '0'],
    [5_400_000_000_000, 'ns', 'auto', '1.50hrs'],
    [86_400, 's', 'auto', '24hrs'],
    [240_360_000_000, 'ns', 'auto', '240.36s'],
    [125, 'ms', 's', '0.12s'],
    [375, 'ms', 's', '0.38s'],
    [3, 'bytes', 's', '3B'],
    [2500, 'milliseconds', 'bogus', '2.50s'],
    [5, 'minutes', 'auto', '5'],
    [1500, 'μs', 'auto', '1.50ms'],
    [9_223_372_036_854_775_807n, 'ns', 'auto', '2562047.79hrs'],
  ] as const)('%s %s in %s is %s', (value, from, to, text) => {
    expect(label(value, from, to)).toBe(text);
  });
});

describe('a unit', () => {
  test.each(['Bytes', 'KB', 'MS', 'secs', 'hours', 'gcu'])('%s is known', (unit) => {
    expect(scale(1, unit, unit).unit).not.toBe(unit);
  });

  test.each(['days', 'KiB', 'msec', 'µs', 'm*GCU'])('%s is not', (unit) => {
    expect(scale(1, unit, unit).unit).toBe(unit);
  });
});

describe('a share prints as pprof prints it', () => {
  test.each([
    [1, 1, '  100%'],
    [9996, 10_000, '  100%'],
    [1, 100, ' 1.00%'],
    [1, 3, '33.33%'],
    [1899, 1000, '189.90%'],
    [0, 1, '    0%'],
    [1, 0, '    0%'],
    [89, 10_000, ' 0.89%'],
    [5, 1000, '  0.5%'],
    [9, 100_000, '0.009%'],
    [1, 1_000_000, '0.0001%'],
    [12, 1_000_000_000, '1.2e-06%'],
    [995, 100_000, '    1%'],
    [125, 100_000, ' 0.12%'],
    [-5, 1000, '  0.5%'],
  ])('%d of %d is "%s"', (value, total, text) => {
    expect(percentage(value, total)).toBe(text);
  });
});
