import { describe, expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import { compilePattern } from '#model/pattern.ts';
import type { Profile } from '#model/profile.ts';
import { NO_BINARIES, type Binaries, type Binary } from './binaries.ts';
import { parseAddress } from './sourceCode.ts';
import type { Sources } from './sources.ts';
import { measureOf } from './subject.ts';
import { webListReport, type WebListFunction, type WebListReport } from './weblist.ts';
import { webListPage } from './weblistPage.ts';

/** Thirty lines in shop.go, and no other file. */
const shop: Sources = (path) => (path === 'shop.go' ? { lines: Array.from({ length: 30 }, (_, i) => `\tline <${i + 1}>`) } : { error: `no ${path}` });

interface Place {
  readonly address?: bigint;
  readonly mapping?: number;
  /** Innermost first: "fn:12", or "fn@file.go:12". */
  readonly lines: readonly string[];
}

type Sample = readonly [stack: readonly Place[], ...values: number[]];

function profileOf(samples: readonly Sample[], types = ['samples']): Profile {
  const builder = new ProfileBuilder('test', types.map((type) => ({ type, unit: 'count' })));
  builder.mapping({ start: 0x1000n, limit: 0x9000n, file: '/bin/shop' });
  const rows = new Map<Place, number>();
  const row = (place: Place): number => {
    const lines = place.lines.map((text) => {
      const [, name, file = 'shop.go', line] = /^(\w+)(?:@(.*))?:(\d+)$/.exec(text) ?? [];
      return { fn: builder.fn({ name, file, systemName: `_${name}` }), line: Number(line) };
    });
    return builder.location({ address: place.address ?? 0n, mapping: place.mapping ?? 0, lines });
  };
  for (const [stack, ...values] of samples) {
    for (const place of stack) if (!rows.has(place)) rows.set(place, row(place));
    builder.sample(stack.map((place) => rows.get(place) ?? -1), values);
  }
  return builder.finish();
}

function listing(profile: Profile, pattern: string, options: Partial<Options> = {}, binaries: Binaries = NO_BINARIES, maxFiles?: number): WebListReport {
  const asked = { ...DEFAULTS, ...options };
  const needs = { sources: shop, binaries, ...(maxFiles === undefined ? {} : { maxFiles }) };
  return webListReport({ profile, measure: measureOf(profile, asked) }, asked, compilePattern('argument', pattern), needs);
}

function functions(report: WebListReport): WebListFunction[] {
  return report.files.flatMap((file) => file.functions);
}

/** Lines that cost: "12 livesrc 3/4" for flat and cum. */
function costs({ lines }: WebListFunction): string[] {
  return lines.filter(({ kind }) => kind !== 'nop').map(({ line, kind, flat, cum }) => `${line} ${kind} ${flat}/${cum}`);
}

const price: Place = { address: 0x1100n, lines: ['round:20', 'price:12'] };
const serve: Place = { address: 0x1200n, lines: ['serve:7'] };

test('a line costs what its addresses cost, and those of what is inlined into it', () => {
  const [fn] = functions(listing(profileOf([[[price, serve], 3], [[serve], 1]]), 'price|serve'));
  expect(fn).toMatchObject({ name: 'serve', file: 'shop.go', flat: 1, cum: 4 });
  expect(costs(fn)).toEqual(['7 deadsrc 1/4']);
});

test('below a line stand the inlined calls from it', () => {
  const [fn] = functions(listing(profileOf([[[price], 3]]), 'price'));
  expect(costs(fn)).toEqual(['12 livesrc 3/3']);
  expect(fn.lines.find(({ line }) => line === 12)?.instructions).toEqual([
    { startsBlock: false, flat: 3, cum: 3, address: 0x1100n, text: '', depth: 1, place: 'shop.go:20', calls: [{ depth: 0, file: 'shop.go', line: 20, text: 'line <20>' }] },
  ]);
});

test('a call that the address before came through as well is not repeated', () => {
  const one: Place = { address: 0x1100n, lines: ['c:3', 'b:2', 'a:1'] };
  const two: Place = { address: 0x1101n, lines: ['c:4', 'b:2', 'a:1'] };
  const [fn] = functions(listing(profileOf([[[one], 1], [[two], 1]]), '^a$'));
  expect(fn.lines[0].instructions.map(({ startsBlock, calls }) => ({ startsBlock, calls: calls.map(({ depth, line }) => `${depth}:${line}`) }))).toEqual([
    { startsBlock: false, calls: ['0:2', '1:3'] },
    { startsBlock: false, calls: ['1:4'] },
  ]);
});

test('lines of a function that are near each other stand in one block, functions share the gap between them', () => {
  const at = (line: string, address: bigint): Place => ({ address, lines: [line] });
  const blocks = functions(listing(profileOf([[[at('a:2', 1n)], 1], [[at('a:9', 2n)], 1], [[at('b:14', 3n)], 1], [[at('b@other.go:3', 4n)], 1]]), '.'));
  expect(blocks.map(({ name, file, lines }) => `${name} ${file} ${lines.at(0)?.line}-${lines.at(-1)?.line}`)).toEqual(['b other.go 3-3', 'a shop.go 1-11', 'b shop.go 12-19']);
});

test('a sample that passes an address twice costs it twice', () => {
  expect(costs(functions(listing(profileOf([[[serve, price, serve], 5]]), 'serve'))[0])).toEqual(['7 deadsrc 5/10']);
});

test('of a mean, each sample is divided by itself', () => {
  const profile = profileOf([[[serve], 2, 7], [[serve], 2, 7], [[serve], 0, 1]], ['count', 'time']);
  expect(costs(functions(listing(profile, 'serve', { mean: true }))[0])).toEqual(['7 deadsrc 7/7']);
});

test('what costs nothing in all is left out', () => {
  expect(functions(listing(profileOf([[[serve], 3], [[price, serve], -3]]), 'serve'))).toEqual([]);
});

test('a line that the text does not have is shown all the same, and what has no line', () => {
  const [fn] = functions(listing(profileOf([[[{ lines: ['late:40'] }], 1]]), 'late'));
  expect(fn.lines.map(({ line, text }) => `${line} ${text}`)).toEqual(['40 ???']);
  const [unknown] = functions(listing(profileOf([[[{ lines: ['none:0'] }], 1]]), 'none'));
  expect(unknown.lines[0].text).toBe('<instructions with unknown line numbers>');
});

describe('the pattern', () => {
  const profile = profileOf([[[price, serve], 3], [[{ mapping: 0, lines: ['other@lib.go:3'] }], 1]]);
  const names = (pattern: string) => functions(listing(profile, pattern)).map(({ name }) => name);

  test('matches names, those of linkers, and files', () => {
    expect(names('^round$')).toEqual(['round']);
    expect(names('^_serve$')).toEqual(['serve']);
    expect(names('lib')).toEqual(['other']);
  });

  test('matches the binary, and so what is innermost in it', () => {
    expect(names('bin/shop')).toEqual(['other', 'serve', 'round']);
  });

  test('may be an address, which stands for the outermost function there', () => {
    expect(names('0x1100')).toEqual(['price']);
    expect(names('4352')).toEqual(['price']);
  });

  test('must match something', () => {
    expect(() => names('nothing')).toThrow('no matches found for regexp: nothing');
  });
});

test('an address is a number as Go writes it', () => {
  expect(['0x1F', '0b11', '0o17', '017', '0_17', '1_000', '0'].map(parseAddress)).toEqual([31n, 3n, 15n, 15n, 15n, 1000n, 0n]);
  expect(['', '08', '0x', '1__0', '_1', '-1', '1f', '18446744073709551616', 'main'].filter((text) => parseAddress(text) !== undefined)).toEqual([]);
});

test('so many files are shown as are asked for, the heaviest first', () => {
  const profile = profileOf([[[{ lines: ['a@a.go:1'] }], 1], [[{ lines: ['b@b.go:1'] }], 3], [[{ lines: ['c@c.go:1'] }], 2]]);
  expect(listing(profile, '.', {}, NO_BINARIES, 2).files.map(({ file }) => file)).toEqual(['b.go', 'c.go']);
});

/** Loaded 0x1000 above where it counts from; four bytes an instruction, of which the first two have a line. */
const shopBinary: Binary = {
  addressOf: (address) => address - 0x1000n,
  symbols: () => [],
  instructions: (start, end) =>
    [0x100n, 0x104n, 0x108n, 0x10cn].filter((address) => address >= start && address < end).map((address) => ({ address, text: `op ${address}`, fn: 'price', file: 'shop.go', line: 0 })),
  frames: (addresses) => addresses.map((address) => (address < 0x1108n ? [{ fn: 'price', file: '/src/./shop.go', line: 12 }] : [{ fn: 'price', file: 'shop.go', line: 0 }])),
};

test('with a binary its instructions stand below the line, also those that cost nothing', () => {
  const hit: Place = { address: 0x1106n, lines: ['price:12'] };
  const opened: string[] = [];
  const binaries: Binaries = { open: ({ file }) => (opened.push(file), shopBinary) };
  const report = listing(profileOf([[[hit], 3]]), 'price', {}, binaries);
  expect(opened).toEqual(['/bin/shop']);
  const [fn] = functions(report);
  expect(fn.file).toBe('/src/shop.go');
  // What has no line belongs to the line before it; the sample in the middle of an instruction to its beginning.
  expect(fn.lines.map(({ line, instructions }) => [line, instructions.map(({ address, flat }) => `${address.toString(16)} ${flat}`)])).toEqual([[12, ['100 0', '104 3', '108 0', '10c 0']]]);
});

test('the page has the body that pprof gives it', () => {
  const page = [...webListPage(listing(profileOf([[[price], 3], [[{ address: 0x1102n, lines: ['round:21', 'price:12'] }], 4]]), 'price'))].join('');
  expect(page.slice(page.indexOf('</head>'))).toBe(`</head>
<body>

<div class="legend">File: shop<br>
Type: samples<br>Total: 7</div><h2>price</h2><p class="filename">shop.go</p>
<pre onClick="pprof_toggle_asm(event)">
  Total:           7          7 (flat, cum)   100%
${[7, 8, 9, 10, 11].map(nop).join('\n')}
<span class=line>     12</span> <span class=livesrc>           7          7           	line &lt;12&gt; </span><span class=asm>${call(20)}
                                     ⋮
${call(21)}
</span>
${[13, 14, 15, 16, 17].map(nop).join('\n')}
</pre>

</body>
</html>
`);
});

function nop(line: number): string {
  return `<span class=line> ${String(line).padStart(6)}</span> <span class=nop>           .          .           \tline &lt;${line}&gt; </span>`;
}

function call(line: number): string {
  const text = `${' '.repeat(12)}line <${line}>`.padEnd(80).replace('<', '&lt;').replace('>', '&gt;');
  return `${' '.repeat(42)}<span class=inlinesrc>${text}</span> <span class=unimportant>shop.go:${line}</span>`;
}

test('names cannot end their element, and the page loads nothing', () => {
  const page = [...webListPage(listing(profileOf([[[{ lines: ['a@<script src="//x">\'+&:1'] }], 1]]), '.'))].join('');
  expect(page).toContain('<p class="filename">&lt;script src=&#34;/x&#34;&gt;&#39;&#43;&amp;</p>');
  expect(page).toContain(`content="default-src 'none'; `);
});
