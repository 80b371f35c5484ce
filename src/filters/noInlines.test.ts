import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { MappingFlag, type Profile } from '#model/profile.ts';
import { tableFaults } from '#model/tableFaults.ts';
import { rawText } from '#reports/raw.ts';
import { multiplied } from './scale.ts';
import { withoutInlines } from './noInlines.ts';

function inlined(): Profile {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const mapping = builder.mapping({ file: 'shop', flags: MappingFlag.functions | MappingFlag.inlineFrames });
  const line = (name: string) => ({ fn: builder.fn({ name }), line: 3, column: 5 });
  const main = builder.location({ mapping, lines: [line('main')] });
  const work = builder.location({ mapping, lines: [line('inner'), line('helper'), line('work')] });
  builder.sample([work, main], [7]);
  builder.sample([main, builder.location({ address: 9n })], [-3]);
  return builder.finish();
}

const rawOf = (profile: Profile) => [...rawText(profile)].slice(5).join('').split('\n');

test('without inlined calls a location has its physical function, no columns, and stacks stay', () => {
  const left = withoutInlines(inlined(), false);
  expect(rawOf(left)).toEqual([
    '         -3: 1 3 ', //
    'Locations',
    '     1: 0x0 M=1 main :3:0 s=0',
    '     2: 0x0 M=1 work :3:0 s=0',
    '     3: 0x9 ',
    'Mappings',
    '1: 0x0/0x0/0x0 shop  [FN]',
    '',
  ]);
  expect(tableFaults(left)).toEqual([]);
});

test('columns stay where they are shown', () => {
  expect(rawOf(withoutInlines(inlined(), true))).toContain('     2: 0x0 M=1 work :3:5 s=0');
});

test('values are multiplied and cut toward 0; a ratio below 0 does nothing', () => {
  const valuesOf = (profile: Profile) => [...profile.samples.values[0]];
  expect(valuesOf(multiplied(inlined(), 0.5))).toEqual([3, -1]);
  expect(valuesOf(multiplied(inlined(), -0.5))).toEqual([7, -3]);
  expect(valuesOf(multiplied(inlined(), 2 ** 61))).toEqual([-(2n ** 63n), -3n * 2n ** 61n]);
});
