import { expect, test } from 'vitest';
import { compilePattern } from './pattern.ts';
import { isRegexp, matchesTerms, patternOfSearch, searchOf, withRegexp } from './search.ts';

test.each([
  ['', { kind: 'nothing' }],
  ['  ', { kind: 'nothing' }],
  ['re:', { kind: 'nothing' }],
  ['re:^a b$', { kind: 'regexp', source: '^a b$' }],
  ['JSON', { kind: 'terms', terms: ['json'] }],
  [' json  Decode ', { kind: 'terms', terms: ['json', 'decode'] }],
  ['"operator new" int', { kind: 'terms', terms: ['operator new', 'int'] }],
  ['"half open', { kind: 'terms', terms: ['half open'] }],
])('%j is read', (text, search) => {
  expect(searchOf(text)).toEqual(search);
});

test('all terms must be there, in any order and case', () => {
  const matches = matchesTerms(['json', 'dec']);
  expect(['encoding/json.Decode', 'decoded JSON', 'json.Encode', 'decode'].map(matches)).toEqual([true, true, false, false]);
});

test.each(['json', 'json dec', 'dec "a b" json', 'a.b', '(*T)', 'x|y [z]'])('the expression of %j matches what it matches', (text) => {
  const search = searchOf(text);
  const pattern = compilePattern('find', patternOfSearch(search));
  const matches = search.kind === 'terms' ? matchesTerms(search.terms) : () => false;
  const names = ['encoding/json.Decode', 'dec a b json', 'json a b dec', 'JSON', 'aXb', 'a.b', 'pkg.(*T).m', 'x|y [z]', '[z] x|y', 'xy', ''];
  expect(names.map((name) => pattern.matches(name))).toEqual(names.map(matches));
});

test('of too many terms there is no expression', () => {
  expect(patternOfSearch(searchOf('a b c d e'))).toBe('');
});

test('a search turns into a regular expression and back', () => {
  expect(withRegexp('json', true)).toBe('re:json');
  expect(withRegexp('re:json', true)).toBe('re:json');
  expect(withRegexp('re:json', false)).toBe('json');
  expect([isRegexp('re:'), isRegexp('json')]).toEqual([true, false]);
});
