import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MEM_STATS_BYTES, parseMemStats } from './memStats.ts';

const heap = readFileSync('testdata/recorded/heap.leak.t2.debug1.txt', 'utf8');

test('the block that Go writes at the end of heap?debug=1 is read', () => {
  const stats = parseMemStats(heap);
  const written = (name: string) => Number(new RegExp(`^# ${name} = ([\\d.e-]+)`, 'm').exec(heap)?.[1]);
  expect(stats).toMatchObject({
    alloc: written('Alloc'),
    totalAlloc: written('TotalAlloc'),
    heapAlloc: written('HeapAlloc'),
    heapInuse: written('HeapInuse'),
    stackInuse: written('Stack'),
    nextGC: written('NextGC'),
    numGC: written('NumGC'),
    gcCPUFraction: written('GCCPUFraction'),
  });
  expect(stats?.heapAlloc).toBeGreaterThan(0);
  expect(stats?.pauseNs).toHaveLength(256);
});

test('its end alone is enough', () => expect(parseMemStats(heap.slice(-MEM_STATS_BYTES))).toEqual(parseMemStats(heap)));

test.each([
  ['a heap profile without it', 'heap profile: 1: 2 [3: 4] @ heap/1\n'],
  ['one that was cut in it', '# runtime.MemStats\n# Alloc = 1\n'],
])('%s has none', (_, text) => expect(parseMemStats(text)).toBeUndefined());
