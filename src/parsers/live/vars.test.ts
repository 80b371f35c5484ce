import { expect, test } from 'vitest';
import { ParseError } from '#parsers/parseError.ts';
import { parseVars } from './vars.ts';

const MEMSTATS = { Alloc: 276936, TotalAlloc: 300000, Sys: 8083720, Mallocs: 962, Frees: 26, HeapAlloc: 276937, HeapSys: 3899392, HeapIdle: 2842624, HeapInuse: 1056768, HeapReleased: 2809856, HeapObjects: 936, StackInuse: 294912, NextGC: 4194304, LastGC: 1700000000000000000, NumGC: 3, GCCPUFraction: 0.25, PauseNs: [10, 20, 30, 0], EnableGC: true, BySize: [{ Size: 8 }] };

test('the memory of a Go program', () => {
  const { memStats } = parseVars(JSON.stringify({ cmdline: ['srv'], memstats: MEMSTATS }));
  expect(memStats).toEqual({
    alloc: 276936,
    totalAlloc: 300000,
    sys: 8083720,
    mallocs: 962,
    frees: 26,
    heapAlloc: 276937,
    heapSys: 3899392,
    heapIdle: 2842624,
    heapInuse: 1056768,
    heapReleased: 2809856,
    heapObjects: 936,
    stackInuse: 294912,
    nextGC: 4194304,
    lastGC: 1700000000000000000,
    numGC: 3,
    gcCPUFraction: 0.25,
    pauseNs: [10, 20, 30, 0],
  });
});

test('numbers of its own by their paths; no text, and nothing out of lists', () => {
  const { memStats, numbers } = parseVars('{"requests": 3, "http": {"2xx": 5, "errors": {"io": -1.5}, "host": "db.internal"}, "ratios": [1, 2], "ok": true, "none": null, "__proto__": {"x": 1}}');
  expect(memStats).toBeUndefined();
  expect(numbers.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: '__proto__.x', value: 1 },
    { name: 'http.2xx', value: 5 },
    { name: 'http.errors.io', value: -1.5 },
    { name: 'requests', value: 3 },
  ]);
});

test('there is an end to how many, and to how deep', () => {
  const many = JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`n${i}`, i])));
  expect(parseVars(many).numbers.length).toBe(2000);
  expect(parseVars(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`).numbers).toEqual([]);
});

test.each(['', '[]', '"x"', '7', '<html>', '{"a":'])('%j is refused', (text) => {
  expect(() => parseVars(text)).toThrow(ParseError);
});
