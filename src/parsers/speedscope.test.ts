import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Profile } from '#model/profile.ts';
import { tableFaults } from '#model/tableFaults.ts';
import { fold } from '#reports/folded.ts';
import { rawText } from '#reports/raw.ts';
import { ParseError } from './parseError.ts';
import { speedscope } from './speedscope.ts';

const FRAMES = [{ name: 'main', file: 'a.py', line: 3, col: 5 }, { name: 'work' }, { name: 'idle', line: null }];
const SAMPLED = { type: 'sampled', name: 'one', unit: 'none', startValue: 0, endValue: 7, samples: [[0, 1], [0], [0, 1]], weights: [1, 2, 4] };
const open = (frame: number, at: number) => ({ type: 'O', frame, at });
const close = (frame: number, at: number) => ({ type: 'C', frame, at });
const EVENTED = { type: 'evented', name: 'two', unit: 'seconds', startValue: 1, endValue: 9, events: [open(0, 1), open(1, 1.5), close(1, 4), close(0, 5), open(0, 7), open(2, 7), open(2, 7.25)] };

const fileOf = (...profiles: unknown[]) => ({ $schema: 'https://www.speedscope.app/file-format-schema.json', shared: { frames: FRAMES }, profiles });
const parse = (...profiles: unknown[]): Profile => speedscope.profileOf(fileOf(...profiles));
const typesOf = ({ sampleTypes }: Profile): string[] => sampleTypes.map(({ type, unit }) => `${type}/${unit}`);

test('samples of a stack are summed; frames have their places', () => {
  const profile = parse(SAMPLED);
  expect(fold(profile)).toBe('main;work 5\nmain 2');
  expect([...rawText(profile)].join('')).toContain('1: 0x0 main a.py:3:5 s=0');
  expect(typesOf(profile)).toEqual(['weight/count']);
  expect(profile.notes).toEqual([]);
});

test('the time from event to event is that of the frames that are open; at the end all close', () => {
  const profile = parse(EVENTED);
  expect(fold(profile)).toBe('main 1500000000\nmain;work 2500000000\nmain;idle 250000000\nmain;idle;idle 1750000000');
  expect(typesOf(profile)).toEqual(['time/nanoseconds']);
  expect(profile.durationNanos).toBe(8_000_000_000n);
});

test.each([
  ['nanoseconds', 'time/nanoseconds', '5'],
  ['microseconds', 'time/nanoseconds', '5000'],
  ['milliseconds', 'time/nanoseconds', '5000000'],
  ['seconds', 'time/nanoseconds', '5000000000'],
  ['bytes', 'space/bytes', '5'],
  ['none', 'weight/count', '5'],
  ['lines', 'weight/count', '5'],
])('a unit of %s is %s', (unit, type, value) => {
  const profile = parse({ ...SAMPLED, unit });
  expect(typesOf(profile)).toEqual([type]);
  expect(fold(profile).split('\n')[0]).toBe(`main;work ${value}`);
});

test('several profiles are one, with labels; the default is that of the one to be looked at', () => {
  const profile = speedscope.profileOf({ ...fileOf(SAMPLED, EVENTED, { ...SAMPLED, unit: 'bytes' }), activeProfileIndex: 1, name: 'all', exporter: 'by@hand' });
  expect(typesOf(profile)).toEqual(['weight/count', 'time/nanoseconds', 'space/bytes']);
  expect(profile).toMatchObject({ defaultSampleType: 'time', comments: ['name: all', 'exporter: by@hand'], notes: [expect.stringContaining('3 profiles')] });
  expect(fold(profile, 0)).toContain('main;work 5\n');
  expect(profile.strings).toEqual(expect.arrayContaining(['profile', 'one #1', 'two', 'one #3']));
});

describe('sums', () => {
  test('are exact past 2^53', () => {
    const weights = [2 ** 53 - 1, 1, 2 ** 53 - 1];
    expect(fold(parse({ ...SAMPLED, samples: [[0], [0], [0]], weights }))).toBe('main 18014398509481983');
  });

  test('of parts are rounded once', () => {
    expect(fold(parse({ ...SAMPLED, samples: Array.from({ length: 10 }, (_, i) => [i % 2]), weights: Array.from({ length: 10 }, () => 0.4) }))).toBe('main 2\nwork 2');
  });
});

test('a hundred thousand profiles of one name are no trouble', () => {
  const empty = { ...SAMPLED, samples: [], weights: [] };
  expect(speedscope.profileOf({ ...fileOf(), profiles: [SAMPLED, ...Array.from({ length: 100_000 }, () => empty)] }).samples.count).toBe(2);
});

test('a stack may be as deep as it likes', () => {
  const events = Array.from({ length: 100_000 }, (_, i) => open(0, i));
  expect(parse({ ...EVENTED, events, endValue: 100_000 }).stacks.count).toBe(100_000);
});

test.each([
  ['no profiles', [], 'has no profiles'],
  ['a type of its own', [{ ...SAMPLED, type: 'x' }], 'profiles[0].type is "x", neither "sampled" nor "evented"'],
  ['weights that are too few', [{ ...SAMPLED, weights: [1] }], 'profiles[0] has 3 samples and 1 weights'],
  ['weights that are missing', [{ ...SAMPLED, weights: undefined }], 'profiles[0].weights is missing; it should be a list'],
  ['a weight that is none', [SAMPLED, { ...SAMPLED, weights: [1, '2', 3] }], 'profiles[1].weights[1] is "2", not a number'],
  ['a weight beyond all bounds', [{ ...SAMPLED, unit: 'seconds', weights: [1, 1e10, 3] }], 'profiles[0].weights[1] makes 10000000000000000000'],
  ['a frame that is not there', [{ ...SAMPLED, samples: [[0], [0, 3], [0]] }], 'profiles[0].samples[1][1] is 3, which is none of the 3 frames'],
  ['a frame that is a word', [{ ...SAMPLED, samples: [[0], ['length'], [0]] }], 'profiles[0].samples[1][0] is "length"'],
  ['a close without an open', [{ ...EVENTED, events: [close(0, 1)] }], 'profiles[0].events[0] closes frame 0, and none is open'],
  ['a close of another', [{ ...EVENTED, events: [open(0, 1), open(1, 1), close(0, 2)] }], 'profiles[0].events[2] closes frame 0, and it is frame 1 that was opened last'],
  ['time that goes back', [{ ...EVENTED, events: [open(0, 5), close(0, 2)] }], 'profiles[0].events[1].at is 2, and the event before it is at 5'],
  ['an event of another kind', [{ ...EVENTED, events: [{ ...open(0, 5), type: 'X' }] }], 'profiles[0].events[0].type is "X", neither "O" nor "C"'],
])('%s: told with its place', (_, profiles, message) => {
  expect(() => parse(...profiles)).toThrow(ParseError);
  expect(() => parse(...profiles)).toThrow(message);
});

test('what was sampled is read, and so is the same as events', () => {
  const samples = fc.array(fc.tuple(fc.array(fc.nat(2), { minLength: 1, maxLength: 6 }), fc.nat(1000)), { maxLength: 20 });
  fc.assert(
    fc.property(samples, (list) => {
      const events: unknown[] = [];
      let at = 0;
      for (const [stack, weight] of list) {
        events.push(...stack.map((frame) => open(frame, at)), ...stack.toReversed().map((frame) => close(frame, at + weight)));
        at += weight;
      }
      const sums = new Map<string, number>();
      for (const [stack, weight] of list) {
        const name = stack.map((frame) => FRAMES[frame].name).join(';');
        sums.set(name, (sums.get(name) ?? 0) + weight);
      }
      const sampled = parse({ ...SAMPLED, samples: list.map(([stack]) => stack), weights: list.map(([, weight]) => weight) });
      const evented = parse({ ...EVENTED, unit: 'none', startValue: 0, endValue: at, events });
      for (const profile of [sampled, evented]) expect(tableFaults(profile)).toEqual([]);
      const nonZero = (text: string) => text.split('\n').filter((line) => line !== '' && !line.endsWith(' 0')).sort();
      const expected = nonZero(Array.from(sums, ([name, sum]) => `${name} ${sum}`).join('\n'));
      expect(nonZero(fold(sampled))).toEqual(expected);
      expect(nonZero(fold(evented))).toEqual(expected);
    }),
  );
});

/** Files of others, where they are at hand. */
const FOLDER = join(process.env.PROFLENS_CORPUS ?? '../shared/corpus', 'foreign');

describe.skipIf(!existsSync(FOLDER))('files of others', () => {
  const parseFile = (name: string) => speedscope.profileOf(JSON.parse(readFileSync(join(FOLDER, 'speedscope', name), 'utf8')));

  test('the stacks are those of the folded file that it was made from', () => {
    const folded = readFileSync(join(FOLDER, 'folded/simple.txt'), 'utf8').trim().split('\n');
    const sums = new Map<string, number>();
    for (const line of folded) {
      const [stack, count] = line.split(' ');
      sums.set(stack, (sums.get(stack) ?? 0) + Number(count));
    }
    expect(fold(parseFile('simple.speedscope.json')).split('\n').sort()).toEqual(Array.from(sums, ([stack, sum]) => `${stack} ${sum}`).sort());
  });

  test('two profiles are one of twice the time', () => {
    const profile = parseFile('two-sampled.speedscope.json');
    expect(fold(profile)).toBe('a;b;c 10000000000\na;b;d 8000000000\na;b 10000000000');
    expect(profile.samples.count).toBe(6);
  });
});
