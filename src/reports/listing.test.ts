import { describe, expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import { compilePattern } from '#model/pattern.ts';
import type { Profile } from '#model/profile.ts';
import { lineCosts } from './lineCosts.ts';
import { listReport } from './list.ts';
import { lineKey } from './lineKey.ts';
import { codeOf, listingOf, type FileText, type Listed, type Listing } from './listing.ts';
import { measureOf } from './subject.ts';

/** Thirty lines in shop.go; no other file is anywhere. */
const lines = Array.from({ length: 30 }, (_, i) => `text ${i + 1}`);
const shop = (path: string): FileText => (path === 'shop.go' ? { lines, starts: new Uint8Array(30) } : 'missing');

/** Places, leaf first, each with its lines, the innermost first: "round:20 price:12", "late@other.go:3". */
function profileOf(samples: readonly (readonly [readonly string[], number])[]): Profile {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const rows = new Map<string, number>();
  const row = (place: string) => {
    const known = rows.get(place);
    if (known !== undefined) return known;
    const found = place.split(' ').map((text) => {
      const [, name, file = 'shop.go', line] = /^(\w+)(?:@(.*))?:(\d+)$/.exec(text) ?? [];
      return { fn: builder.fn({ name, file, systemName: `_${name}` }), line: Number(line) };
    });
    rows.set(place, builder.location({ address: BigInt(0x1000 + rows.size), lines: found }));
    return rows.get(place) ?? -1;
  };
  for (const [stack, value] of samples) builder.sample(stack.map(row), [value]);
  return builder.finish();
}

interface Asked {
  readonly listed?: Listed;
  readonly options?: Partial<Options>;
  readonly textOf?: (path: string) => FileText;
  readonly open?: readonly string[];
}

function listing(profile: Profile, { listed = { kind: 'hottest' }, options = {}, textOf = shop, open = [] }: Asked = {}): Listing {
  const asked = { ...DEFAULTS, ...options };
  return listingOf(codeOf(lineCosts({ profile, measure: measureOf(profile, asked) }, asked)), listed, textOf, new Set(open));
}

/** "file shop.go", "price", "12 3/4 text 12", "  round 20 3/3". Lines that cost nothing are left out. */
function shown(report: Listing, begin = 0, end = report.count): string[] {
  return report.between(begin, end).flatMap((row) => {
    if (row.kind === 'file') return [`file ${row.file} ${row.text}`];
    if (row.kind === 'function') return [`${row.fn} ${row.flat}/${row.cum}`];
    if (row.kind === 'call') return [`${'  '.repeat(row.depth + 1)}${row.fn} ${row.line} ${row.flat}/${row.cum}`];
    return row.cum === 0 && row.flat === 0 ? [] : [`${row.line} ${row.flat}/${row.cum} ${row.text ?? '-'}`];
  });
}

const pattern = (source: string): Listed => ({ kind: 'pattern', pattern: compilePattern('source', source) });

test('the hottest file comes first, its functions by their lines, with what -list says that they cost', () => {
  const profile = profileOf([
    [['price:12', 'serve:7'], 3],
    [['serve:7'], 1],
    [['late@other.go:3', 'serve:25'], 9],
  ]);
  expect(shown(listing(profile))).toEqual(['file other.go missing', 'late 9/9', '3 9/9 -', 'file shop.go here', 'serve 1/13', '7 1/4 text 7', '25 0/9 text 25', 'price 3/3', '12 3/3 text 12']);
});

test('a function shows the lines that -list shows', () => {
  const profile = profileOf([[['price:12', 'serve:7'], 3], [['serve:9'], 1]]);
  const [listed] = listReport({ profile, measure: measureOf(profile, DEFAULTS) }, DEFAULTS, compilePattern('list', 'serve'), () => ({ lines })).routines;
  const rows = listing(profile, { listed: pattern('serve') });
  expect(rows.between(2, rows.count)).toMatchObject(listed.lines.map(({ line, flat, cum, text }) => ({ kind: 'line', fn: 'serve', line, flat, cum, text })));
});

describe('what one looks at', () => {
  const profile = profileOf([[['price:12', 'serve:7'], 3], [['late@other.go:3'], 1]]);
  const names = (listed: Listed) => shown(listing(profile, { listed })).filter((text) => /^[a-z]+ \d/.test(text)).map((text) => text.split(' ')[0]);

  test('functions by name', () => expect(names({ kind: 'functions', functions: ['late', 'gone'] })).toEqual(['late']));
  test('a pattern of names, of those of linkers, of files, or an address', () => {
    expect(names(pattern('^pr'))).toEqual(['price']);
    expect(names(pattern('^_pr'))).toEqual(['price']);
    expect(names(pattern('other'))).toEqual(['late']);
    expect(names(pattern('0x1001'))).toEqual(['serve']);
  });
  test('a pattern must match something', () => expect(() => names(pattern('nowhere'))).toThrow('no matches found for regexp: nowhere'));
});

describe('inlined calls', () => {
  const profile = profileOf([
    [['round:20 tax:15 price:12', 'serve:7'], 3],
    [['tax:15 price:12', 'serve:7'], 4],
    [['floor:2 round:20 price:12'], 9],
    [['price:12'], 1],
  ]);
  const open = [lineKey({ file: 'shop.go', fn: 'price', line: 12 })];

  test('stand below their line when it is opened, the heaviest first, with what they cost', () => {
    expect(shown(listing(profile, { listed: pattern('price'), open }))).toEqual(['file shop.go here', 'price 1/17', '12 1/17 text 12', '  round 20 0/9', '    floor 2 9/9', '  tax 15 4/7', '    round 20 3/3']);
  });

  test('of an inlined function, from there on', () => {
    const ofTax = [lineKey({ file: 'shop.go', fn: 'tax', line: 15 })];
    expect(shown(listing(profile, { listed: pattern('tax'), open: ofTax }))).toEqual(['file shop.go here', 'tax 4/7', '15 4/7 text 15', '  round 20 3/3']);
  });

  test('a line says whether there are any; without inlined frames there are none', () => {
    const calls = (options: Partial<Options>) => listing(profile, { options }).between(0, 100).flatMap((row) => (row.kind === 'line' && row.calls !== 'none' ? [`${row.fn} ${row.line}`] : []));
    expect(calls({})).toEqual(['price 12', 'tax 15', 'round 20']);
    expect(calls({ noInlines: true })).toEqual([]);
  });

  test('rows behind move down, and a hot line stays what it is', () => {
    const closed = listing(profile);
    const opened = listing(profile, { open });
    expect(opened.count).toBe(closed.count + 4);
    for (const report of [closed, opened]) {
      for (const { row, flat, cum } of report.hot) expect(report.between(row, row + 1)[0]).toMatchObject({ kind: 'line', flat, cum });
    }
  });

  test('one that recurs counts once in a sample', () => {
    const recursive = profileOf([[['round:20 price:12', 'round:20 price:12'], 5]]);
    expect(shown(listing(recursive, { listed: pattern('price'), open })).at(-1)).toBe('  round 20 5/5');
  });
});

test('any part of a listing is the same part of the whole', () => {
  const profile = profileOf([[['round:20 price:12', 'serve:7'], 3], [['late@other.go:3', 'serve:25'], 9]]);
  const report = listing(profile, { open: [lineKey({ file: 'shop.go', fn: 'price', line: 12 })] });
  const all = report.between(0, report.count);
  expect(all).toHaveLength(report.count);
  for (let begin = 0; begin < report.count; begin += 3) expect(report.between(begin, begin + 7)).toEqual(all.slice(begin, begin + 7));
});

test('what costs is shown where the text has no such line; while a text is awaited, its place is kept', () => {
  const profile = profileOf([[['late:40'], 1], [['none:0'], 2]]);
  expect(shown(listing(profile))).toEqual(['file shop.go here', 'none 2/2', '0 2/2 -', 'late 1/1', '40 1/1 -']);
  const awaited = listing(profile, { listed: pattern('late'), textOf: () => 'awaited' });
  expect(awaited.between(2, awaited.count)).toHaveLength(11);
});

test('names, paths and texts are found, row by row', () => {
  const profile = profileOf([[['price:12', 'serve:7'], 3]]);
  const report = listing(profile);
  const { rows, more } = report.find((text) => text === 'text 12' || text === 'serve');
  expect(more).toBe(false);
  expect(rows.map((row) => report.between(row, row + 1)[0])).toMatchObject([{ kind: 'function', fn: 'serve' }, { kind: 'line', fn: 'serve', line: 12 }, { kind: 'line', fn: 'price', line: 12 }]);
});

test('the lines that cost most come first, whichever way they changed', () => {
  const profile = profileOf([[['price:12', 'serve:7'], 3], [['late:20', 'serve:7'], -9]]);
  expect(listing(profile).hot.map(({ flat }) => flat)).toEqual([-9, 3, 0]);
});
