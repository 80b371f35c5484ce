import { expect, test } from 'vitest';
import { goLabels } from './goLabels.ts';

test.each([
  ['"a":"b"', [['a', 'b']]],
  ['"a":"b", "c":"d"', [['a', 'b'], ['c', 'd']]],
  ['a: b, "c d": "e, f"', [['a', 'b'], ['c d', 'e, f']]],
  [String.raw`"k":"\x01\u00e9\U0001F600\n\t\\\"\a"`, [['k', '\x01é😀\n\t\\"\x07']]],
  [String.raw`"k":"\xff"`, [['k', '\udcff']]],
  ['"":""', [['', '']]],
  ['', []],
  ['"a":"b", what', [['a', 'b']]],
])('%s', (text, pairs) => {
  expect(goLabels(text)).toEqual(pairs.map(([key, value]) => ({ key, text: value })));
});
