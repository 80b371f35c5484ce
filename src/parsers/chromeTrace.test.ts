import { expect, test } from 'vitest';
import { fold } from '#reports/folded.ts';
import { rawText } from '#reports/raw.ts';
import { chromeTrace } from './chromeTrace.ts';
import { ParseError } from './parseError.ts';

const node = (id: number, functionName: string, parent?: number) => ({ id, callFrame: { functionName, scriptId: 0, url: functionName === '(root)' ? '' : '/a.js' }, ...(parent !== undefined && { parent }) });
const begin = (id: string, tid: number) => ({ name: 'Profile', ph: 'P', pid: 7, tid, id, ts: 10, args: { data: { startTime: 1000 } } });
const chunk = (id: string, ts: number, data: unknown) => ({ name: 'ProfileChunk', ph: 'P', pid: 7, tid: 99, id, ts, args: { data } });
const THREADS = ['Main', 'Worker'].map((name, i) => ({ name: 'thread_name', ph: 'M', pid: 7, tid: i + 1, ts: 0, args: { name } }));

/** Its second chunk stands before the first. */
const EVENTS = [
  ...THREADS,
  begin('0x1', 1),
  chunk('0x1', 30, { cpuProfile: { nodes: [node(3, 'work', 2)], samples: [3, 3] }, timeDeltas: [20, 30], lines: [8, 9], endTime: 1300 }),
  { name: 'RunTask', ph: 'X', pid: 7, tid: 1, ts: 15, dur: 5 },
  chunk('0x1', 20, { cpuProfile: { nodes: [node(1, '(root)'), node(2, 'main', 1)], samples: [2] }, timeDeltas: [100] }),
];

test('the chunks of a profile are put together, in the order of their times', () => {
  const profile = chromeTrace.profileOf({ traceEvents: EVENTS });
  expect(fold(profile, 1)).toBe('main 20000\nmain;work 55000');
  expect(profile.durationNanos).toBe(300_000n);
});

test('each line of a leaf has its samples', () => {
  const text = [...rawText(chromeTrace.profileOf(EVENTS))].join('');
  expect(text).toContain('work /a.js:8:0');
  expect(text).toContain('work /a.js:9:0');
});

test('several threads are told apart by labels', () => {
  const worker = { name: 'CpuProfile', ph: 'I', pid: 7, tid: 2, ts: 40, args: { data: { cpuProfile: { nodes: [node(1, 'job')], samples: [1, 1], timeDeltas: [0, 5], startTime: 0, endTime: 9 } } } };
  const profile = chromeTrace.profileOf([...EVENTS, worker]);
  expect(fold(profile, 1)).toContain('job 10000');
  const text = [...rawText(profile)].join('');
  expect(text).toMatch(/thread:\[Main\]\s+pid:\[7\] tid:\[1\]/);
  expect(text).toMatch(/thread:\[Worker\]\s+pid:\[7\] tid:\[2\]/);
});

test('a trace that lost its beginning has what is left', () => {
  const profile = chromeTrace.profileOf([begin('0x1', 1), chunk('0x1', 20, { cpuProfile: { nodes: [node(9, 'left', 5)], samples: [9, 4] }, timeDeltas: [0, 10] }), chunk('0x2', 20, {}), { ...chunk('0x1', 30, 0), args: {} }]);
  expect(fold(profile, 1)).toBe('left 10000\n 10000');
  expect(profile.notes).toEqual(['1 of these samples have no stack, as a part of the trace is lost']);
});

test.each([
  ['no profile', THREADS, 'none of its 2 events is named "Profile" or "CpuProfile"'],
  ['an empty one', [begin('0x1', 1)], 'this trace has no CPU profile in it'],
  ['nodes that are none', [...THREADS, begin('0x1', 1), chunk('0x1', 20, { cpuProfile: { nodes: [7] } })], 'the profile of thread Main: nodes[0] is 7, not an object'],
  ['a chunk that is none', [begin('0x1', 1), chunk('0x1', 20, { timeDeltas: 7 })], 'a ProfileChunk of 7:0x1: timeDeltas is 7, not a list'],
  ['a time that is none', [begin('0x1', 1), chunk('0x1', 1, {}), { ...begin('0x1', 1), ts: 'now' }], 'the ts of a Profile event is "now", not a number'],
])('%s is told', (_, events, message) => {
  expect(() => chromeTrace.profileOf(events)).toThrow(ParseError);
  expect(() => chromeTrace.profileOf(events)).toThrow(message);
});
