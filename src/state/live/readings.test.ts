import { expect, test } from 'vitest';
import type { MemStats } from '#model/live.ts';
import { chartsOf, columnTitle, pausesSince, readCounts, readMemory } from './readings.ts';

const STATS: MemStats = {
  alloc: 0,
  totalAlloc: 1000,
  sys: 0,
  mallocs: 0,
  frees: 0,
  heapAlloc: 10,
  heapSys: 0,
  heapIdle: 0,
  heapInuse: 20,
  heapReleased: 0,
  heapObjects: 5,
  stackInuse: 0,
  nextGC: 40,
  lastGC: 0,
  numGC: 3,
  gcCPUFraction: 0.01,
  pauseNs: Array.from({ length: 256 }, (_, i) => i),
};

test('counts are those of profiles that have entries', () => {
  const profile = (name: string, count: number | undefined) => ({ name, count, description: '', href: '' });
  const service = { url: '', profiles: [profile('goroutine', 38), profile('profile', undefined), profile('mine', 3)], cmdline: true, trace: true };
  expect([...readCounts(service)]).toEqual([
    ['count goroutine', 38],
    ['count mine', 3],
  ]);
});

test('rates are against the answer before', () => {
  const before = { time: 1000, stats: STATS };
  const now = readMemory({ ...STATS, totalAlloc: 5000, numGC: 5 }, 3000, before);
  expect(now.get('memory rate')).toBe(2000);
  expect(now.get('memory collections')).toBe(60);
  expect(now.get('memory pause')).toBe(4);
  expect(readMemory(STATS, 3000, undefined).has('memory rate')).toBe(false);
});

test('a program that started anew has no rate since', () => expect(readMemory({ ...STATS, totalAlloc: 1, numGC: 0 }, 3000, { time: 1000, stats: STATS }).has('memory rate')).toBe(false));

test('pauses are those since, the oldest first', () => {
  expect(pausesSince({ ...STATS, numGC: 258 }, 255)).toEqual([255, 0, 1]);
  expect(pausesSince({ ...STATS, numGC: 3 }, 3)).toEqual([]);
  expect(pausesSince({ ...STATS, numGC: 1000 }, 0)).toHaveLength(256);
});

test('charts stand in their order, with what there is; what is the program’s own comes last', () => {
  const charts = chartsOf(['var jobs', 'memory alloc', 'count heap', 'count mine', 'count goroutine', 'memory next']);
  expect(charts.map(({ title, lines }) => [title, ...lines.map(({ title }) => title)])).toEqual([
    ['Goroutines', 'Goroutines'],
    ['Heap', 'alloc', 'next GC'],
    ['jobs', 'jobs'],
    ['mine', 'mine'],
  ]);
  expect(['count goroutine', 'memory inuse', 'memory next', 'memory gc share', 'var jobs.Done'].map(columnTitle)).toEqual(['goroutines', 'heap in use', 'heap next GC', 'GC CPU', 'jobs.Done']);
});

test('a number under the name of a profile is told from it', () => expect(chartsOf(['count mine', 'var mine']).map(({ title }) => title)).toEqual(['mine', 'mine (expvar)']));
