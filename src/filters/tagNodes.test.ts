import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS } from '#model/options.ts';
import { tableFaults } from '#model/tableFaults.ts';
import { fold } from '#reports/folded.ts';
import { rawText } from '#reports/raw.ts';
import { tagNodes } from './tagNodes.ts';

function labelled() {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const main = builder.location({ lines: [{ fn: builder.fn({ name: 'main' }) }] });
  builder.sample([main], [1], [{ key: 'user', text: 'ann' }, { key: 'size', number: 2048, unit: 'bytes' }]);
  builder.sample([main], [2], [{ key: 'user', text: 'bob' }, { key: 'user', text: 'al' }]);
  return builder.finish();
}

test('values of labels are frames above the root and below the leaf; without the label one has no name', () => {
  const { profile } = tagNodes(labelled(), { ...DEFAULTS, tagRoot: 'user', tagLeaf: 'size' });
  expect(fold(profile)).toBe('ann;main;2kB 1\nbob,al;main; 2');
  expect(tableFaults(profile)).toEqual([]);
});

test('the first key is next to the root; locations are made for roots first, from the inside, then for leaves', () => {
  const { profile } = tagNodes(labelled(), { ...DEFAULTS, tagRoot: 'user,size', tagLeaf: 'user,size' });
  const lines = [...rawText(profile)].join('').split('\n');
  expect(lines.filter((line) => /^ {10}[12]: /.test(line))).toEqual(['          1: 2 3 1 2 3 ', '          2: 4 5 1 4 5 ']);
  expect(lines.filter((line) => line.includes(' s=0')).map((line) => line.trim())).toEqual(['1: 0x0 main :0:0 s=0', '2: 0x0 2kB size:0:0 s=0()', '3: 0x0 ann user:0:0 s=0()', '4: 0x0  size:0:0 s=0', '5: 0x0 bob,al user:0:0 s=0()']);
});
