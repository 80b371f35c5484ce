import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Profile } from '#model/profile.ts';
import { tableFaults } from '#model/tableFaults.ts';
import { parseWhole } from './formats.ts';
import { ParseError } from './parseError.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A file of each form. */
const EXAMPLES: readonly (readonly [string, string])[] = [
  ['CPU binary', '\0\0\0\0\x03\0\0\0\0\0\0\0\x10\x27\0\0\0\0\0\0\x02\0\0\0\x02\0\0\0\x01\x10\0\0\x02\x20\0\0\0\0\0\0\x01\0\0\0\0\0\0\x001000-3000 r-xp 0 0:0 0 /bin/x\n'],
  ['heap text', 'heap profile: 1: 100 [2: 200] @ heap/1048576\n1: 100 [2: 200] @ 0x10 0x20\n#\t0xf\tmain.f+0x1\ta.go:1\n\n# runtime.MemStats\n'],
  ['goroutine text', 'goroutine profile: total 3\n2 @ 0x11 0x21\n# labels: {"a":"b"}\n#\t0x10\tmain.f+0x1\t\ta.go:1\n\n1 @ 0x11\n--- Memory map: ---\n10-20: /bin/x (@5)\na=b\n'],
  ['threadz', '--- threadz 1 ---\n\n--- Thread 7f (name: main/1) stack: ---\n  PC: 0x10: f\n 0x11 0x21\n--- Thread 7e (name: a/2) stack: ---\n [same as previous thread]\n--- Memory map: ---\n'],
  ['contention text', '--- mutex:\ncycles/second=2793570419\nsampling period=1\n19155477440 1345723 @ 0x10 0x20\n'],
  ['Java contention text', '--- contentionz 1 ---\nformat = java\nresolution = microseconds\nsampling period = 100\n 14 1 @ 0x3 0x4\n\n 0x3 com.example.f (A.java:3)\n 0x4 GC\n'],
  ['goroutine dump', 'goroutine 1 [running, 3 minutes]:\nmain.f(...)\n\t/a.go:1\nmain.main(0x1, {0x2})\n\t/a.go:2 +0x1\n...4 frames elided...\ncreated by main.g in goroutine 2\n\t/a.go:3 +0x2\n'],
  ['perf script', '# cmdline : perf record\na b 12/13 [001] 7.000001:   250 cycles:u: \n\t55d0 mix (inlined)\n\t55d0 work+0x20 (/bin/a)\n  a.c:9\n\tffff [unknown] ([kernel.kallsyms])\n /a.slice\n\n  a 13 7.000002: 3 faults:  10 f+0x1 (/bin/a)\n'],
  ['V8 CPU profile', '{"nodes":[{"id":1,"callFrame":{"functionName":"(root)","url":"","lineNumber":-1,"columnNumber":-1},"children":[2]},{"id":2,"callFrame":{"functionName":"","url":"file:///a.js","lineNumber":4,"columnNumber":1},"hitCount":2,"positionTicks":[{"line":5,"ticks":1},{"line":7,"ticks":1}]}],"startTime":10,"endTime":90,"samples":[2,1,2],"timeDeltas":[5,20,-3]}'],
  ['V8 CPU profile', '[{"name":"Profile","ph":"P","pid":1,"tid":2,"id":"0x1","ts":1,"args":{"data":{"startTime":7}}},{"name":"ProfileChunk","ph":"P","pid":1,"tid":3,"id":"0x1","ts":2,"args":{"data":{"cpuProfile":{"nodes":[{"id":1,"callFrame":{"functionName":"f"}},{"id":2,"parent":1,"callFrame":{"functionName":"g"}}],"samples":[2,1]},"timeDeltas":[3,4],"lines":[5,0]}}}]'],
  ['V8 heap profile', '{"head":{"callFrame":{"functionName":"(root)","url":""},"selfSize":0,"id":1,"children":[{"callFrame":{"functionName":"f","url":"node:fs","lineNumber":3},"selfSize":96,"id":2,"children":[]}]},"samples":[{"size":96,"nodeId":2,"ordinal":1}]}'],
  ['speedscope', '{"shared":{"frames":[{"name":"main"},{"name":"work","file":"a.py","line":3}]},"profiles":[{"type":"sampled","name":"a","unit":"none","startValue":0,"endValue":3,"samples":[[0,1],[0]],"weights":[1,2]},{"type":"evented","name":"b","unit":"seconds","startValue":0,"endValue":4,"events":[{"type":"O","frame":0,"at":0},{"type":"O","frame":1,"at":1},{"type":"C","frame":1,"at":2.5}]}]}'],
  ['folded stacks', '# by hand\nmain;work;sort 10\nmain;idle 5\n'],
];

test.each(EXAMPLES)('%s is opened, with symbols and without', (format, text) => {
  const profile = parseWhole(bytesOf(text), { symbols: true });
  expect(profile.format).toBe(format);
  expect(profile.samples.count).toBeGreaterThan(0);
  expect(tableFaults(profile)).toEqual([]);
});

test.each(['goroutine dump', 'perf script', 'V8 CPU profile', 'V8 heap profile', 'speedscope', 'folded stacks'])('%s are refused where pprof refuses them', (format) => {
  const text = new Map(EXAMPLES).get(format) ?? '';
  expect(() => parseWhole(bytesOf(text), { symbols: false })).toThrow('which pprof does not read');
});

test.each([
  ['a protobuf that was understood and found wrong is not tried as something else', '', 'the file is empty'],
  ['what looks like something else is called that', '<html>', 'this is a web page'],
  ['what looks like nothing is called a damaged protobuf, with the place', '\x0a\x7f\x01', '(at byte 2)'],
])('%s', (_, text, message) => {
  expect(() => parseWhole(bytesOf(text), { symbols: true })).toThrow(message);
});

test.each(['{"a": 1};main 5\n', '[{x}];main 5\n', '{};main 5\n'])('folded stacks may begin as JSON does: %j', (text) => {
  expect(parseWhole(bytesOf(text), { symbols: true }).format).toBe('folded stacks');
});

function openedOrRefused(bytes: Uint8Array, symbols: boolean): Profile | undefined {
  try {
    return parseWhole(bytes, { symbols });
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

test('any bytes are opened or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, symbols) => {
      expect(openedOrRefused(bytes, symbols) === undefined).toBeTypeOf('boolean');
    }),
    { numRuns: 300 },
  );
});

/** Takes some bytes out of a file, and puts others in. */
const edit = fc.record({ place: fc.double({ min: 0, max: 1, noNaN: true }), out: fc.nat(12), put: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('\n', '0x', ' @ ', ': ', '99999999999999999999', '#\t0x1', '---', '=', '$a', '1-2\n', '\xff', '1e999', '-1', '{}', '[]', 'null', '"id":')) });

test('damaged files of each form are opened with sound tables, or refused', () => {
  fc.assert(
    fc.property(fc.constantFrom(...EXAMPLES), fc.array(edit, { minLength: 1, maxLength: 4 }), fc.boolean(), ([, text], edits, symbols) => {
      const damaged = edits.reduce((whole, { place, out, put }) => {
        const at = Math.floor(place * whole.length);
        return whole.slice(0, at) + put + whole.slice(at + out);
      }, text);
      const profile = openedOrRefused(bytesOf(damaged), symbols);
      expect(profile === undefined ? [] : tableFaults(profile)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
