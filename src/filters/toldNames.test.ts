import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { MappingFlag, NONE, type Profile } from '#model/profile.ts';
import { profileOf } from '#parsers/folded.ts';
import { unnamedOf, withToldNames } from './toldNames.ts';

const URL = 'http://host:6060/debug/pprof/profile?seconds=5';

/** A stack of addresses, the leaf first, in a mapping with or without names. */
function addresses(flags: number, ...stack: readonly bigint[]): Profile {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const mapping = builder.mapping({ start: 0x1000n, limit: 0x9000n, file: 'program', flags });
  builder.sample(stack.map((address) => builder.location({ mapping, address, lines: [] })), [1]);
  return builder.finish();
}

const namesOf = ({ frames, functions, strings }: Profile) => Array.from(frames.fn, (fn) => (fn === NONE ? '' : strings[functions.name[fn]])).sort();

test('a program is asked for the addresses without names, each once', () => {
  expect(unnamedOf(addresses(0, 0x2001n, 0x2002n, 0x2001n), URL)).toEqual({ url: 'http://host:6060/debug/pprof/symbol', addresses: expect.toSatisfy((all: string[]) => all.toSorted().join() === '0x2001,0x2002') });
});

test('nobody is asked for what has names, or no addresses', () => {
  expect(unnamedOf(addresses(MappingFlag.functions, 0x2001n), URL)).toBeUndefined();
  expect(unnamedOf(profileOf('main;work 10'), URL)).toBeUndefined();
});

test('a profile without mappings is asked for as well', () => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  builder.sample([builder.location({ mapping: NONE, address: 0x2001n, lines: [] })], [1]);
  const profile = builder.finish();
  expect(unnamedOf(profile, URL)?.addresses).toEqual(['0x2001']);
  expect(namesOf(withToldNames(profile, URL, '0x2001 main.work\n'))).toEqual(['main.work']);
});

test('what it told names the addresses; the profile and its mappings stay as they are', () => {
  const profile = addresses(0, 0x2001n, 0x2002n, 0x2003n);
  const named = withToldNames(profile, URL, '0x2001 main.work\n0x2002 main.main\n0x9999 main.other\n');
  expect(namesOf(named)).toEqual(['', 'main.main', 'main.work']);
  expect(namesOf(profile)).toEqual(['', '', '']);
  expect(Array.from(named.mappings.file, (row) => named.strings[row])).toEqual(['program']);
  expect(unnamedOf(named, URL)).toBeUndefined();
});
