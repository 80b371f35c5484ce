import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULTS } from '#model/options.ts';
import { load } from '#parsers/load.ts';
import { measureOf } from './subject.ts';
import { topText, wholeTopReport } from './top.ts';

/** Flat, flat%, cum, cum% and name; sum% depends on the rows before. */
const ROW = /^ *(\S+) +(\S+%) +\S+% +(\S+) +(\S+%) {2}(.*)$/;

test.each(['cpu.service', 'cpu.labels', 'heap.service', 'allocs.service', 'mutex.service', 'goroutine.night'])('every row that pprof prints of %s is among all rows, and reads the same', async (name) => {
  const profile = await load(new Blob([readFileSync(`testdata/recorded/${name}.pb.gz`)]), { symbols: true });
  const report = wholeTopReport({ profile, measure: measureOf(profile, DEFAULTS) }, DEFAULTS);
  const rows = new Set(rowsOf([...topText(report)].join('')));
  const printed = rowsOf(readFileSync(`testdata/goldens/${name}/top.txt`, 'utf8'));
  expect(printed.length).toBeGreaterThan(0);
  expect(printed.filter((row) => !rows.has(row))).toEqual([]);
  expect(rows.size).toBeGreaterThanOrEqual(printed.length);
});

function rowsOf(text: string): string[] {
  return text.split('\n').flatMap((line) => ROW.exec(line)?.slice(1).join(' ') ?? []);
}
