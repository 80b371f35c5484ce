import { describe, expect, test } from 'vitest';
import { complete, vocabularyOf } from './complete.ts';

const SPACE = { sampleTypes: [{ type: 'inuse_objects', unit: 'count' }, { type: 'inuse_space', unit: 'bytes' }], defaultSampleType: '' };
const FUNCTIONS = ['pruneme', 'mangled1000', 'mangled2000', 'mangled2001', 'mangledMALLOC', 'mangledNEW', 'json.(*Decoder).Decode', 'operator new(unsigned long)', 'sort.Slice[...]'];
const VOCABULARY = vocabularyOf(SPACE, FUNCTIONS);

/** The line after Tab, where one match is the only one. */
function tabbed(line: string): string {
  const { word, matches } = complete(line, VOCABULARY);
  return matches.length === 1 ? line.slice(0, line.length - word.length) + matches[0] : line;
}

test.each([
  ['', ''],
  ['xyz', 'xyz'],
  ['dis', 'disasm'],
  ['t', 't'],
  ['top abc', 'top abc'],
  ['top mangledM', 'top mangledMALLOC'],
  ['top cmd mangledM', 'top cmd mangledMALLOC'],
  ['top mangled', 'top mangled'],
  ['cmd mangledM', 'cmd mangledM'],
  ['top mangledM cmd', 'top mangledM cmd'],
  ['top edMA', 'top mangledMALLOC'],
  ['top -mangledM', 'top -mangledMALLOC'],
  ['lin', 'lines'],
  ['EdGeF', 'edgefraction'],
  ['help dis', 'help disasm'],
  ['help relative_perc', 'help relative_percentages'],
  ['help coMpa', 'help compact_labels'],
  ['help top mangledM', 'help top mangledM'],
  ['tags mangledM', 'tags mangledM'],
  ['total_inuse_s', 'total_inuse_space'],
  ['web mangledM', 'web mangledMALLOC'],
  ['top mangledM ', 'top mangledM '],
  ['top -', 'top -'],
])('%s', (line, after) => {
  expect(tabbed(line)).toBe(after);
});

describe('a name becomes a regexp of one word that matches it', () => {
  test.each([
    ['list Decoder).D', String.raw`list json.\(\*Decoder\).Decode`],
    [String.raw`list \(\*Dec`, String.raw`list json.\(\*Decoder\).Decode`],
    ['peek operator', String.raw`peek operator\snew\(unsigned\slong\)`],
    ['top Slice[', String.raw`top sort.Slice\[...\]`],
  ])('%s', (line, after) => {
    expect(tabbed(line)).toBe(after);
  });
});

test('all matches are there to be listed', () => {
  expect(complete('top led2', VOCABULARY)).toEqual({ word: 'led2', matches: ['mangled2000', 'mangled2001'] });
});
