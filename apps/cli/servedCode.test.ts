import { expect, test } from 'vitest';
import type { CodePlace } from '#model/machineCode.ts';
import { BinaryError, type Binary, type Instruction, type MappedFile } from '#reports/binaries.ts';
import { servedCode, type CodeReaders } from './servedCode.ts';

const PLACE: CodePlace = { file: '/somebody/else', buildId: 'abc', isMain: true, start: 0x401000n, limit: 0x500000n, offset: 0x1000n, address: 0x401234n, intelSyntax: false };
const MOV: Instruction = { address: 0x1230n, text: 'mov', fn: 'main.main', file: 'main.go', line: 7 };

/** Readers of binaries that are all alike; what is opened, and what is asked of it. */
function fakeReaders(change: Partial<Binary> = {}, local?: string): { load: () => Promise<CodeReaders>; opened: MappedFile[]; asked: string[] } {
  const opened: MappedFile[] = [];
  const asked: string[] = [];
  const binary: Binary = {
    addressOf: (address) => (address < 0x500000n ? address - 0x400000n : undefined),
    symbols: () => {
      asked.push('symbols');
      return [0x1000n, 0x1230n, 0x1300n].map((address) => ({ address, name: `at ${address}`, readableName: '' }));
    },
    instructions: (start, end, intelSyntax) => {
      asked.push(`${start.toString(16)} ${end.toString(16)} ${intelSyntax}`);
      return [MOV];
    },
    frames: () => [],
    ...change,
  };
  const open = (mapping: MappedFile) => {
    opened.push(mapping);
    return mapping.file === 'none' ? { error: 'no ELF file' } : binary;
  };
  return { load: () => Promise.resolve({ binaries: { open }, localBinary: () => local }), opened, asked };
}

test('instructions are those of the symbol around an address, from the program of the command line', async () => {
  const { load, opened, asked } = fakeReaders();
  const code = servedCode({ program: 'shop', tools: '' }, load);
  expect(await code(PLACE)).toEqual({ base: 0x400000n, instructions: [MOV] });
  expect(await code({ ...PLACE, address: 0x401250n, intelSyntax: true })).toEqual({ base: 0x400000n, instructions: [MOV] });
  expect(opened).toEqual([{ file: 'shop', start: PLACE.start, limit: PLACE.limit, offset: PLACE.offset }]);
  expect(asked).toEqual(['symbols', '1230 1300 false', '1230 1300 true']);
});

test('a path that stands only in a profile is not opened', async () => {
  const { load, opened } = fakeReaders();
  expect(await servedCode({ program: '', tools: '' }, load)(PLACE)).toBeUndefined();
  expect(await servedCode({ program: 'shop', tools: '' }, load)({ ...PLACE, isMain: false })).toBeUndefined();
  expect(opened).toEqual([]);
});

test('other mappings are those of the folders of binaries', async () => {
  const { load, opened } = fakeReaders({}, '/folder/abc/shop');
  await servedCode({ program: 'shop', tools: '' }, load)({ ...PLACE, isMain: false });
  expect(opened.map(({ file }) => file)).toEqual(['/folder/abc/shop']);
});

test.each([
  ['a file that is no binary', {}, { program: 'none' }, {}, 'no ELF file'],
  ['an address elsewhere', {}, {}, { address: 0x600000n }, '0x600000 is not in the binary'],
  ['an address before all symbols', {}, {}, { address: 0x400800n }, 'the binary has no symbol at 0x800'],
  [
    'no objdump',
    {
      instructions: () => {
        throw new BinaryError('objdump is not installed');
      },
    },
    {},
    {},
    'objdump is not installed',
  ],
] as const)('%s is told', async (_, binary, request, place, problem) => {
  const code = servedCode({ program: 'shop', tools: '', ...request }, fakeReaders(binary).load);
  expect(await code({ ...PLACE, ...place })).toEqual({ problem });
});
