import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { MappingFlag, NONE, type Profile } from '#model/profile.ts';
import { mappingSources, symbolAddress, symbolized, symbolQuestions } from './symbolz.ts';

test.each([
  ['http://host/debug/pprof/heap?gc=1', 'http://host/debug/pprof/symbol'],
  ['https://host:8443/admin/debug/pprof/profile', 'https://host:8443/admin/debug/pprof/symbol'],
  ['http://host/pprof/heap', 'http://host/pprof/symbol'],
  ['http://host/x/pprof/contention', 'http://host/x/pprof/symbol'],
  ['http://host/pprof/goroutine', 'http://host/pprof/symbolz'],
  ['http://host/profilez', 'http://host/symbolz'],
  ['http://host/a/b/', 'http://host/a/symbolz'],
  ['http://host', 'http://host/symbolz'],
])('names for %s are asked at %s', (profile, symbols) => {
  expect(symbolAddress(profile)).toBe(symbols);
});

/** Stacks of two addresses without names and one with, in a mapping; another mapping has names, and no build ID. */
function addresses(start: bigint): Profile {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const program = builder.mapping({ start, limit: start + 0x1000n, file: 'program', buildId: 'b1' });
  const known = builder.mapping({ start: 0x9000n, limit: 0x9fffn, file: 'known', flags: MappingFlag.functions });
  const work = builder.fn({ name: 'main.work' });
  const at = (mapping: number, address: bigint, fn?: number) => builder.location({ mapping, address, lines: fn === undefined ? [] : [{ fn, line: 7 }] });
  builder.sample([at(program, start + 0x10n), at(program, start + 0x20n), at(program, start + 0x30n, work), at(known, 0x9001n)], [1]);
  return builder.finish();
}

const namesOf = ({ frames, functions, strings }: Profile) => Array.from(frames.fn, (fn) => (fn === NONE ? '' : strings[functions.name[fn]]));

test('a program is asked for the addresses that have no name, as it knows them', () => {
  const sources = mappingSources([{ profile: addresses(0x7000n), url: 'http://host/debug/pprof/heap' }]);
  const questions = symbolQuestions(addresses(0x4000n), sources, false);
  expect(questions.map(({ url, addresses }) => [url, addresses.split('+').sort()])).toEqual([['http://host/debug/pprof/symbol', ['0x7010', '0x7020']]]);
});

test('nobody is asked for a mapping that came from no address', () => {
  expect(symbolQuestions(addresses(0x4000n), mappingSources([]), true)).toEqual([]);
});

test('the answer names what it knows', () => {
  const profile = addresses(0x4000n);
  const [question] = symbolQuestions(profile, mappingSources([{ profile, url: 'http://host/heap' }]), false);
  const answer = 'num_symbols: 1\n0x4010 main.work\n  0x4030\tnot.asked\n0x4011 another\n0xfffffffffffffffff too.long\n0x4020 cut off';
  const named = symbolized(profile, question, answer, 'default');
  expect(namesOf(named).sort()).toEqual(['', '', 'main.work', 'main.work']);
  expect([...named.functions.id]).toEqual([1n, 2n]);
  expect(new Set(named.functions.name).size).toBe(1);
  expect(named.mappings.flags[0] & MappingFlag.functions).toBe(MappingFlag.functions);
  expect(namesOf(profile).sort()).toEqual(['', '', '', 'main.work']);
});

test('with force those are asked for too whose mapping has names', () => {
  const profile = addresses(0x4000n);
  const questions = symbolQuestions(profile, mappingSources([{ profile, url: 'http://host/heap' }]), true);
  expect(questions.map(({ addresses }) => addresses)).toEqual([expect.stringMatching(/0x40.0\+0x40.0/), '0x9001']);
});

test('names of C++ are short; what the program called them stays beside', () => {
  const profile = addresses(0x4000n);
  const [question] = symbolQuestions(profile, mappingSources([{ profile, url: 'http://host/heap' }]), false);
  const { functions, strings } = symbolized(profile, question, '0x4010 Cart::add(int)\n0x4020 Cart::add(long)\n', 'default');
  expect(Array.from(functions.name, (row) => strings[row])).toEqual(['main.work', 'Cart::add', 'Cart::add']);
  expect(Array.from(functions.systemName, (row) => strings[row]).sort()).toEqual(['Cart::add(int)', 'Cart::add(long)', 'main.work']);
  expect(functions.name[1]).toBe(functions.name[2]);
});
