import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import { compilePattern } from '#model/pattern.ts';
import { BinaryError, type Binaries, type Binary, type BinarySymbol, type Instruction, type MappedFile } from './binaries.ts';
import { disasmReport, disasmText, symbolsMatching } from './disasm.ts';
import { measureOf } from './subject.ts';

const symbol = (address: bigint, name: string, readableName = name): BinarySymbol => ({ address, name, readableName });
const op = (address: bigint, text: string, line = 0, fn = ''): Instruction => ({ address, text, fn, file: line === 0 ? '' : '/src/shop/price.go', line });

/** The shop's, loaded 0x1000 above where it counts from. */
const binary = ({ start, limit }: MappedFile): Binary => ({
  addressOf: (address) => (address < start || address >= limit ? undefined : address - 0x1000n),
  symbols: () => [symbol(0x100n, 'price'), symbol(0x100n, 'price.alias'), symbol(0x110n, 'serve'), symbol(0x120n, 'idle')],
  instructions: (begin, end) =>
    [op(0x100n, 'push', 12, 'price'), op(0x104n, 'call serve', 13, 'price'), op(0x109n, 'x'.repeat(40), 14, 'price'), op(0x110n, 'ret')].filter(({ address }) => address >= begin && address < end),
  frames: () => [],
});

const shop: Binaries = { open: (mapping) => (mapping.file === '/bin/shop' ? binary(mapping) : { error: `stat ${mapping.file}: no such file or directory` }) };

function listing(pattern: string, options: Partial<Options> = {}, binaries = shop): string {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const mapping = builder.mapping({ start: 0x1000n, limit: 0x2000n, file: '/bin/shop' });
  const library = builder.mapping({ start: 0x5000n, limit: 0x6000n, file: '/lib/gone.so' });
  const at = (address: bigint, name: string, line: number, of = mapping) => builder.location({ mapping: of, address, lines: [{ fn: builder.fn({ name, file: 'shop/serve.go' }), line }] });
  const [push, inCall, serve, gone] = [at(0x1100n, 'price', 12), at(0x1106n, 'price', 13), at(0x1110n, 'serve', 7), at(0x5100n, 'gone', 3, library)];
  builder.sample([push, serve], [3]);
  builder.sample([inCall, serve], [4]);
  builder.sample([gone], [1]);
  const profile = builder.finish();
  const asked = { ...DEFAULTS, ...options };
  return [...disasmText(disasmReport({ profile, measure: measureOf(profile, asked) }, asked, compilePattern('argument', pattern), binaries))].join('');
}

test('an instruction shows what it costs and, where that changes, where it comes from', () => {
  expect(listing('price')).toBe(
    `Total: 8
ROUTINE ======================== price
         7          7 (flat, cum) 87.50% of Total
         3          3        100: push                                    ;price price.go:12
         4          4        104: call serve                              ;price price.go:13
                                                                          ;price price.go:14
         .          .        109: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
`,
  );
});

test('what the binary does not say of an instruction the profile does', () => {
  expect(listing('serve')).toContain('         .          7        110: ret                                     ;serve serve.go:7\n');
});

test('an address stands for its symbol, with all its names', () => {
  // It is one of the process where binaries are chosen, and of the binary where symbols are: here they are the same.
  const inPlace = (mapping: MappedFile): Binary => ({ ...binary(mapping), addressOf: (address) => address, symbols: () => [symbol(0x1100n, 'price'), symbol(0x1100n, 'alias'), symbol(0x1120n, 'idle')] });
  expect(listing('0x1100', {}, { open: inPlace })).toContain('ROUTINE ======================== price\n    AKA ======================== alias\n');
});

test('a binary that is not there is told before all else, and why nothing was found', () => {
  expect(listing('price|gone').split('\n').slice(0, 2)).toEqual(['stat /lib/gone.so: no such file or directory', 'Total: 8']);
  expect(() => listing('gone')).toThrow('no matches found for regexp gone; stat /lib/gone.so: no such file or directory');
  expect(() => listing('0x5100')).toThrow('no matches found for address 0x5100; stat /lib/gone.so');
  expect(() => listing('nothing')).toThrow(/^no matches found for regexp nothing$/);
});

test('where binaries cannot be taken apart there is no listing', () => {
  const instructions = () => {
    throw new BinaryError('no objdump');
  };
  const without: Binaries = { open: (mapping) => ({ ...binary(mapping), instructions }) };
  expect(() => listing('price', {}, without)).toThrow('no objdump');
});

test('a mean is of all that an instruction got', () => {
  expect(listing('price', { mean: true })).toContain('         1          1        100: push');
});

test('a symbol matches by the name that linkers use, by the one that it has in the source, and by parts of that', () => {
  const symbols = [symbol(1n, '_ZNK4shop3BoxIiE4convIiEET_Ri.isra.0', 'int shop::Box<int>::conv<int>(int&) const [clone .isra.0]'), symbol(9n, 'plain')];
  const names = (pattern: string) => symbolsMatching(symbols, compilePattern('argument', pattern), undefined).flatMap((match) => match.names);
  expect(names('^_ZNK')).toEqual(['_ZNK4shop3BoxIiE4convIiEET_Ri.isra.0']);
  expect(names('Box<int>::conv')).toEqual(['int shop::Box<int>::conv<int>(int&) const']);
  expect(names('^shop::Box<int>::conv<int>$')).toEqual(['shop::Box<int>::conv<int>']);
  expect(names('^shop::Box::conv$')).toEqual(['shop::Box::conv']);
  expect(names('plain')).toEqual(['plain']);
});

test('a symbol reaches to the next, and the last to the end', () => {
  expect(symbolsMatching([symbol(16n, 'a'), symbol(32n, 'b')], compilePattern('argument', '.'), undefined)).toEqual([
    { names: ['a'], start: 16n, end: 31n },
    { names: ['b'], start: 32n, end: (1n << 64n) - 1n },
  ]);
});
