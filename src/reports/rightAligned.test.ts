import { expect, test } from 'vitest';
import { rightAligned } from './rightAligned.ts';

const aligned = (...pieces: string[]) => [...rightAligned(pieces)].join('');

// What Go's tabwriter.NewWriter(w, 0, 0, 1, ' ', tabwriter.AlignRight) makes of each.
test.each([
  ['cells of a column are as wide as the widest, and a blank', 'a\tb\nlong\tc\n', '    ab\n longc\n'],
  ['text behind the last tab is not aligned', 'a\t1\nb\tlonger\n', ' a1\n blonger\n'],
  ['a column ends where a line has none', 'a\tb\tc\nlong\td\nx\tlonger\te\n', '    a bc\n longd\n    x longere\n'],
  ['lines without tabs part the columns', 'a\tb\n\nlong\tc\n', ' ab\n\n longc\n'],
  ['an empty cell is as wide as the others', '\tx\nabc\ty\n', '    x\n abcy\n'],
  ['characters are counted, not bytes', 'ä€😀\tx\nabcd\ty\n', '  ä€😀x\n abcdy\n'],
  ['a byte that is no UTF-8 is a character', '\udcfe\tx\nab\ty\n', '  \udcfex\n aby\n'],
  ['a vertical tab ends a cell too', 'a\vb\nlong\tc\n', '    ab\n longc\n'],
  ['a form feed breaks the line and parts the columns', 'a\tb\flong\tc\n', ' ab\n longc\n'],
  ['between quotes a tab is text, and quotes have no width', '\udcffa\tb\n\udcff\tx\nlonger\ty\n', '   \udcffa\tb\n\udcffx\n longery\n'],
  ['a quote that is not closed quotes the rest', 'a\tx\udcff\nlong\ty\n', ' ax\udcff\nlong\ty\n'],
  ['nothing is nothing', '', ''],
])('%s', (_, text, expected) => {
  expect(aligned(text)).toBe(expected);
});

test('it is no matter how the text comes', () => {
  const text = 'a\tb\nlong\tc\n\nx\ty\n';
  expect(aligned(...text)).toBe(aligned(text));
});
