import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import { compilePattern } from '#model/pattern.ts';
import type { Profile } from '#model/profile.ts';
import { addressesByFunction, addressesReport, type CodeOf } from './addresses.ts';
import type { Binaries } from './binaries.ts';
import { disasmReport } from './disasm.ts';
import { disasmRows } from './disasmRows.ts';
import type { Listed } from './listing.ts';
import { measureOf } from './subject.ts';

/** price at 0x1100 … with tax inlined at the last of its addresses, serve behind it, and something without symbols. */
function shop(): Profile {
  const builder = new ProfileBuilder('test', [
    { type: 'samples', unit: 'count' },
    { type: 'time', unit: 'nanoseconds' },
  ]);
  const mapping = builder.mapping({ start: 0x1000n, limit: 0x2000n, file: '/bin/shop' });
  const line = (name: string, at: number) => ({ fn: builder.fn({ name, file: `shop/${name}.go` }), line: at });
  const place = (address: bigint, ...lines: { fn: number; line: number }[]) => builder.location({ mapping, address, lines });
  const [push, inCall, serve, bare] = [place(0x1100n, line('price', 12)), place(0x1106n, line('tax', 2), line('price', 13)), place(0x1110n, line('serve', 7)), place(0x1200n)];
  builder.sample([push, serve], [3, 30]);
  builder.sample([inCall, serve], [4, 80]);
  builder.sample([push, inCall, serve], [1, 10]);
  builder.sample([bare], [5, 5]);
  return builder.finish();
}

const asked = (options: Partial<Options>): Options => ({ ...DEFAULTS, sampleIndex: 'samples', ...options });

function report(listed: Listed, options: Partial<Options> = {}, codeOf?: CodeOf) {
  const profile = shop();
  return addressesReport(addressesByFunction({ profile, measure: measureOf(profile, asked(options)) }, asked(options)), listed, profile, false, codeOf);
}

const names = (listed: Listed) => report(listed).routines.map((routine) => routine.names[0]);

/** Instructions just where the profile has addresses. */
const inPlace: Binaries = {
  open: () => ({
    addressOf: (address) => address,
    symbols: () => [0x1100n, 0x1110n, 0x1200n].map((address, i) => ({ address, name: ['price', 'serve', 'end'][i], readableName: ['price', 'serve', 'end'][i] })),
    instructions: (begin, end) => [0x1100n, 0x1106n, 0x1110n].filter((address) => address >= begin && address < end).map((address) => ({ address, text: '', fn: '', file: '', line: 0 })),
    frames: () => [],
  }),
};

test.each([{}, { mean: true, sampleIndex: 'time' }])('addresses cost what -disasm says that their instructions cost: %o', (options) => {
  const profile = shop();
  const { routines } = disasmReport({ profile, measure: measureOf(profile, asked(options)) }, asked(options), compilePattern('argument', 'price|serve'), inPlace);
  const pattern = compilePattern('argument', 'price|serve');
  expect(report({ kind: 'pattern', pattern }, options).routines.toSorted((a, b) => (a.names[0] < b.names[0] ? -1 : 1))).toMatchObject(routines.map(({ names: all, flat, cum, instructions }) => ({ names: all, flat, cum, instructions })));
});

test('the hottest comes first; where there are no symbols the binary stands for them', () => {
  expect(names({ kind: 'hottest' })).toEqual(['price', '[shop]', 'serve']);
});

test('functions are chosen by name, by a pattern or by an address; what is inlined everywhere has none', () => {
  expect(names({ kind: 'functions', functions: ['serve', 'tax'] })).toEqual(['serve']);
  expect(names({ kind: 'pattern', pattern: compilePattern('argument', '^pr') })).toEqual(['price']);
  expect(names({ kind: 'pattern', pattern: compilePattern('argument', '0x1106') })).toEqual(['price']);
  expect(() => names({ kind: 'pattern', pattern: compilePattern('argument', 'tax') })).toThrow('no matches found for regexp: tax');
});

test('as rows, each function is above its instructions, and a place is said where it changes', () => {
  const { between, count, hot, functions } = disasmRows(report({ kind: 'hottest' }).routines);
  expect(functions).toBe(3);
  const rows = between(0, count).map((row) => (row.kind === 'function' ? row.names[0] : `${row.address.toString(16)} ${row.isElsewhere ? `${row.file}:${row.line}` : ''}`));
  expect(rows).toEqual(['price', '1100 price.go:12', '1106 price.go:13', '[shop]', '1200 :0', 'serve', '1110 serve.go:7']);
  expect(hot.map(({ row, flat }) => `${row} ${flat}`)).toEqual(['4 5', '2 4', '1 4', '6 0']);
});

test('names, addresses and places are found, each where it is written', () => {
  const { find } = disasmRows(report({ kind: 'hottest' }).routines);
  const rows = (text: string) => find((candidate) => candidate.includes(text));
  expect(rows('price').rows).toEqual([0, 1, 2]);
  expect(rows('1106').rows).toEqual([2]);
  expect(rows('serve.go:7')).toEqual({ rows: [6], more: false });
  expect(rows('nothing').rows).toEqual([]);
});

test('where somebody gave the instructions they stand for addresses, with what these cost', () => {
  const instruction = (address: bigint, text: string) => ({ address, text, fn: '', file: '', line: 0 });
  // The process has the binary 0x1000 further up.
  const code = { base: 0x1000n, instructions: [instruction(0x0fen, 'push'), instruction(0x100n, 'mov'), instruction(0x106n, 'call'), instruction(0x10an, 'ret')] };
  const { routines } = report({ kind: 'functions', functions: ['price'] }, {}, (id) => (id.endsWith('price') ? code : undefined));
  expect(routines[0].instructions.map(({ address, text, flat, cum, file, line }) => `${address.toString(16)} ${text} ${flat} ${cum} ${file}:${line}`)).toEqual(['fe push 0 0 :0', '100 mov 4 4 price.go:12', '106 call 4 5 price.go:13', '10a ret 0 0 :0']);
});

test('a function is found by its binary and name, and looked for where its mapping is', () => {
  const { routines } = report({ kind: 'functions', functions: ['price', 'serve'] });
  expect(new Set(routines.map(({ id }) => id)).size).toBe(2);
  const [{ place }] = routines;
  expect(place).toMatchObject({ isMain: true, intelSyntax: false });
  expect(place !== undefined && place.start <= place.address && place.address < place.limit).toBe(true);
});
