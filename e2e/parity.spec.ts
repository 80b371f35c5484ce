import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { pathOf } from './profiles.ts';

/** Titles of tests as they stand in a file, parts that are put in left out; those of a table are joined with its rows. */
function titlesIn(file: string): string {
  return readFileSync(pathOf(`e2e/${file}`), 'utf8');
}

test('every row of docs/parity.md names a test that there is', () => {
  const files = new Map(readdirSync(pathOf('e2e')).map((file) => [file.replace('.spec.ts', ''), titlesIn(file)]));
  const rows = readFileSync(pathOf('docs/parity.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|(?:---| pprof )/.test(line))
    .map((line) => line.split(' | ').at(-1)?.replace(/ \|$/, '') ?? '');
  expect(rows.length).toBeGreaterThan(50);
  const open = rows.filter((row) => {
    const [, file = '', title = ''] = /^(\w+): (.+)$/.exec(row) ?? [];
    const known = files.get(file) ?? '';
    // Titles of a table of tests: `x=1 in the address` is made of its row.
    const words = title.replace(/ in the address$/, '');
    return words === '' || !known.includes(words);
  });
  expect(open).toEqual([]);
});
