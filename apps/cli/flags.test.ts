import { describe, expect, test } from 'vitest';
import { parseFlags } from './flags.ts';

describe('a format of pprof that starts a program says what serves instead', () => {
  test.each([
    ['gif', '-png'],
    ['ps', '-pdf'],
    ['eog', '-svg'],
    ['evince', '-pdf'],
    ['gv', '-pdf'],
    ['kcachegrind', '-callgrind'],
  ])('-%s', (flag, instead) => {
    expect(() => parseFlags([`-${flag}`, 'cpu.pb.gz'])).toThrow(new RegExp(`^-${flag} .*${instead}`));
  });

  test('what nobody knows is not defined', () => {
    expect(() => parseFlags(['-unheard_of'])).toThrow('flag provided but not defined: -unheard_of');
  });
});

test('-web opens the page at the graph', () => {
  expect(parseFlags(['-web', 'cpu.pb.gz'])).toMatchObject({ report: undefined, view: 'graph', sources: ['cpu.pb.gz'] });
  expect(parseFlags(['cpu.pb.gz'])).toMatchObject({ view: 'flame' });
  expect(() => parseFlags(['-web', '-top', 'cpu.pb.gz'])).toThrow('must set at most one output format');
});

test('-idle_exit takes a duration as Go writes it', () => {
  expect(parseFlags([]).idleExit).toBe(0);
  expect(parseFlags(['-idle_exit=30m']).idleExit).toBe(1_800_000);
  expect(parseFlags(['-idle_exit', '1h']).idleExit).toBe(3_600_000);
  for (const text of ['30', '', '-1m', 'soon']) expect(() => parseFlags([`-idle_exit=${text}`])).toThrow(`invalid value "${text}" for flag -idle_exit`);
});
