import { expect, test } from 'vitest';
import { codeFromJson, codeToJson, placeFromJson, placeToJson, type CodePlace, type FoundCode } from './machineCode.ts';

const PLACE: CodePlace = { file: '/bin/shop', buildId: '', isMain: true, start: 0x400000n, limit: 0xffff_ffff_ffff_f000n, offset: 0n, address: 0x401234n, intelSyntax: false };
const asPosted = (value: unknown) => new Map(Object.entries(JSON.parse(JSON.stringify(value)) as object));

test('a place is the same behind JSON', () => expect(placeFromJson(asPosted(placeToJson(PLACE)))).toEqual(PLACE));

test.each([{ start: '' }, { limit: '0x10' }, { offset: '10000000000000000' }, { address: 12 }, { file: 1 }, { isMain: 'yes' }, { intelSyntax: undefined }])('%o is no place', (wrong) =>
  expect(placeFromJson(asPosted({ ...placeToJson(PLACE), ...wrong }))).toBeUndefined(),
);

test.each<[string, FoundCode]>([
  ['instructions', { base: 2n ** 64n - 16n, instructions: [{ address: 0x401230n, text: 'mov\t%rax,%rbx', fn: 'main.main', file: 'main.go', line: 7 }] }],
  ['a problem', { problem: 'objdump is not installed' }],
  ['nothing', undefined],
])('%s is the same behind JSON', (_, found) => expect(codeFromJson(JSON.parse(JSON.stringify(codeToJson(found))))).toEqual(found));
