import { expect, test } from 'vitest';
import { ParseError } from '#parsers/parseError.ts';
import { parseCharts, parseMoment } from './charts.ts';

test('each number of each chart is a series', () => {
  const text = `({"BytesAllocated":[{"Ts":1000,"Value":5},{"Ts":2000,"Value":7}],"GcPauses":[],"CPUUsage":[{"Ts":2000,"User":0.5,"Sys":0.25}],"Pprof":[{"Ts":1000,"Block":0,"Goroutine":9,"Heap":3}]}
)`;
  expect(parseCharts(text)).toEqual([
    { name: 'BytesAllocated', times: [1000, 2000], values: [5, 7] },
    { name: 'CPUUsage.User', times: [2000], values: [0.5] },
    { name: 'CPUUsage.Sys', times: [2000], values: [0.25] },
    { name: 'Pprof.Block', times: [1000], values: [0] },
    { name: 'Pprof.Goroutine', times: [1000], values: [9] },
    { name: 'Pprof.Heap', times: [1000], values: [3] },
  ]);
});

test.each(['{"A":[{"C":5,"T":1700000000}]}', '{"A":[{"Ts":1700000000000,"Value":5}]}', 'jQuery1_2({"A":[{"Ts":1700000000000,"Value":5}]})', ' ({"A":[{"Ts":1700000000000,"Value":5}]}\n)\n'])('%s, in all versions', (text) => {
  expect(parseCharts(text)).toEqual([{ name: 'A', times: [1_700_000_000_000], values: [5] }]);
});

test('moments without time or number, and those out of order, are left out', () => {
  expect(parseCharts('{"A":[{"Value":1},null,3,{"Ts":"x","Value":1},{"Ts":5,"Value":"x"},{"Ts":5,"Value":1},{"Ts":4,"Value":2},{"Ts":6,"Value":3}],"note":"x"}')).toEqual([{ name: 'A', times: [5, 6], values: [1, 3] }]);
});

test.each(['', '[]', '()', '(', '<html>', 'alert(1)', '{"A":'])('%j is refused', (text) => {
  expect(() => parseCharts(text)).toThrow(ParseError);
});

test('a message of the feed is a moment of the same series', () => {
  const text = '{"Ts":1700000000000,"BytesAllocated":5,"GcPause":7,"CPUUser":0.5,"CPUSys":0.25,"Block":0,"Goroutine":9,"Heap":3,"Mutex":1,"Threadcreate":8}';
  const times = [1_700_000_000_000];
  expect(parseMoment(text)).toEqual([
    { name: 'BytesAllocated', times, values: [5] },
    { name: 'GcPauses', times, values: [7] },
    { name: 'CPUUsage.User', times, values: [0.5] },
    { name: 'CPUUsage.Sys', times, values: [0.25] },
    { name: 'Pprof.Block', times, values: [0] },
    { name: 'Pprof.Goroutine', times, values: [9] },
    { name: 'Pprof.Heap', times, values: [3] },
    { name: 'Pprof.Mutex', times, values: [1] },
    { name: 'Pprof.Threadcreate', times, values: [8] },
  ]);
  expect(parseMoment('{"Ts":1000,"GcPause":0,"note":"x"}')).toEqual([]);
  for (const wrong of ['{"GcPause":1}', '[]', 'hello']) expect(() => parseMoment(wrong)).toThrow(ParseError);
});
