import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tableFaults } from '#model/tableFaults.ts';
import { json } from './json.ts';
import { ParseError } from './parseError.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['{"nodes":[]}', true],
  ['\ufeff  {\n  "a": 1 }', true],
  ['{}', true],
  [' [ {"ph": "X"}]', true],
  ['{closure};work 1\n', false],
  ['[unknown];main 1\n', false],
  ['[2026-11-21] started\n', false],
  ['main;work 10\n', false],
  ['', false],
])('%j is recognised: %s', (text, isRecognised) => expect(json.recognises(bytesOf(text))).toBe(isRecognised));

const NODE = '{"id":1,"callFrame":{"functionName":"f"}}';

test.each([
  [`{"nodes":[${NODE}],"samples":[1],"timeDeltas":[0]}`, 'V8 CPU profile'],
  ['{"head":{"functionName":"f","hitCount":0,"id":1,"children":[]},"samples":[1],"timestamps":[0]}', 'V8 CPU profile'],
  ['{"head":{"callFrame":{"functionName":"f"},"selfSize":0,"children":[]}}', 'V8 heap profile'],
  ['{"shared":{"frames":[]},"profiles":[{"type":"sampled","samples":[],"weights":[]}]}', 'speedscope'],
  [`[{"ph":"I","name":"CpuProfile","args":{"data":{"cpuProfile":{"nodes":[${NODE}],"samples":[]}}}}]`, 'V8 CPU profile'],
  [`{"traceEvents":[{"ph":"I","name":"CpuProfile","args":{"data":{"cpuProfile":{"nodes":[${NODE}],"samples":[]}}}}]}`, 'V8 CPU profile'],
])('%s is a %s', (text, format) => expect(json.parse(bytesOf(text), { symbols: true }).format).toBe(format));

test.each([
  ['{"error":"unauthorized"}', /^this is JSON, but no profile of a form that is opened \(V8 CPU profiles \(\.cpuprofile\), .*speedscope.*\): it has "error"$/],
  ['{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}', /it has "a", "b", "c", "d", "e", …$/],
  ['[{"id":1}]', /it is a list$/],
  ['{}', /it has nothing$/],
  ['{"nodes":[{"id":1,', /^this JSON is damaged or cut off: /],
  ['{"nodes":[{"id":x}]}', /^this JSON is damaged or cut off: .*x/],
])('%s is told', (text, message) => {
  expect(() => json.parse(bytesOf(text), { symbols: true })).toThrow(ParseError);
  expect(() => json.parse(bytesOf(text), { symbols: true })).toThrow(message);
});

test('what is wrong is shown short, however long or deep it is', () => {
  const deep = '['.repeat(1e6) + ']'.repeat(1e6);
  const file = (node: string, samples: string) => bytesOf(`{"nodes":[{"id":1,"callFrame":{"functionName":"f"}}${node}],"samples":${samples},"timeDeltas":[0]}`);
  expect(() => json.parse(file(`,${deep}`, '[]'), { symbols: true })).toThrow('nodes[1] is […], not an object');
  expect(() => json.parse(file('', `[${deep}]`), { symbols: true })).toThrow('samples[0] is […], and no node has that id');
  expect(() => json.parse(file('', JSON.stringify(['x'.repeat(1e6)])), { symbols: true })).toThrow(`samples[0] is "${'x'.repeat(100)}…", and`);
  expect(() => json.parse(bytesOf(`[{"ph":"P","name":"Profile","pid":${deep},"ts":${deep}}]`), { symbols: true })).toThrow('the ts of a Profile event is […], not a number');
});

test('a text that is longer than a string can be is told its size', () => {
  // Its bytes are looked at by nobody.
  expect(() => json.parse(new Uint8Array(2 ** 29), { symbols: true })).toThrow('this JSON has 512 MiB; more than 511 MiB cannot be read at once');
});

const frame = { functionName: 'f', url: 'file:///a.js', lineNumber: 3, columnNumber: 1 };
const nodes = [{ id: 1, callFrame: frame, children: [2] }, { id: 2, callFrame: frame, hitCount: 2, positionTicks: [{ line: 5, ticks: 1 }, { line: 7, ticks: 1 }] }];
const profiles = [
  { type: 'sampled', name: 'a', unit: 'none', startValue: 0, endValue: 3, samples: [[0, 1], [0]], weights: [1, 2] },
  { type: 'evented', name: 'b', unit: 'seconds', startValue: 0, endValue: 4, events: [{ type: 'O', frame: 0, at: 0 }, { type: 'O', frame: 1, at: 1 }, { type: 'C', frame: 1, at: 2.5 }] },
];
const WHOLE: readonly unknown[] = [
  { nodes, startTime: 10, endTime: 90, samples: [2, 1, 2], timeDeltas: [5, 20, -3] },
  { head: { ...frame, hitCount: 1, id: 1, children: [{ ...frame, hitCount: 1, id: 2, children: [] }] }, startTime: 1, endTime: 2, samples: [2], timestamps: [5, 9] },
  { head: { callFrame: frame, selfSize: 1, id: 1, children: [{ callFrame: frame, selfSize: 96, id: 2, children: [] }] }, samples: [{ size: 96, nodeId: 2, ordinal: 1 }] },
  { shared: { frames: [{ name: 'main' }, { name: 'work', file: 'a.py', line: 3 }] }, profiles, activeProfileIndex: 1, exporter: 'x' },
  [
    { name: 'thread_name', ph: 'M', pid: 1, tid: 2, ts: 0, args: { name: 'Main' } },
    { name: 'Profile', ph: 'P', pid: 1, tid: 2, id: '0x1', ts: 1, args: { data: { startTime: 7 } } },
    { name: 'ProfileChunk', ph: 'P', pid: 1, tid: 3, id: '0x1', ts: 2, args: { data: { cpuProfile: { nodes: [{ id: 1, callFrame: frame }, { id: 2, parent: 1, callFrame: frame }], samples: [2, 1] }, timeDeltas: [3, 4], lines: [5, 0], endTime: 9 } } },
  ],
];

const anything = fc.oneof(fc.constantFrom(null, -1, 0, 1, 2, 0.5, 2 ** 31, 2 ** 53, 1e19, -1e300, 1e308, '', 'O', 'C', 'evented', 'sampled', '__proto__', 'constructor', [], {}, [0], [[0]], [null]), fc.jsonValue({ maxDepth: 2 }));

/** `value`, one of its parts, however deep, being another: `pick` says which of them all. */
function altered(value: unknown, pick: number, other: unknown): unknown {
  const parts: (readonly [holder: Record<string, unknown>, key: string])[] = [];
  const copy = { value: structuredClone(value) };
  const collect = (holder: Record<string, unknown>): void => {
    for (const [key, part] of Object.entries(holder)) {
      parts.push([holder, key]);
      if (typeof part === 'object' && part !== null) collect(part as Record<string, unknown>);
    }
  };
  collect(copy);
  const [holder, key] = parts[pick % parts.length];
  if (other === undefined) delete holder[key];
  else holder[key] = other;
  return copy.value;
}

test('whatever a part of a file is, the tables are sound or the place is told', () => {
  fc.assert(
    fc.property(fc.constantFrom(...WHOLE), fc.array(fc.tuple(fc.nat(), fc.option(anything, { nil: undefined })), { minLength: 1, maxLength: 3 }), (whole, edits) => {
      const file = edits.reduce((value: unknown, [pick, other]) => altered(value, pick, other), whole);
      try {
        expect(tableFaults(json.parse(bytesOf(JSON.stringify(file) ?? ''), { symbols: true }))).toEqual([]);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
    { numRuns: 1000 },
  );
});
