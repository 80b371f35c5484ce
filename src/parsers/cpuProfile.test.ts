import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NONE, type Profile } from '#model/profile.ts';
import { tableFaults } from '#model/tableFaults.ts';
import { fold } from '#reports/folded.ts';
import { rawText } from '#reports/raw.ts';
import { cpuProfile } from './cpuProfile.ts';
import { ParseError } from './parseError.ts';

const NAMES = ['(root)', 'main', 'work', 'idle'];
/** (root) ─ main ─ work, and main ─ idle. */
const NODES = [[2], [3, 4], [], []].map((children, i) => ({ id: i + 1, callFrame: { functionName: NAMES[i], url: i === 0 ? '' : '/app/a.js', lineNumber: i * 10 - 1, columnNumber: 4 }, children }));
const FILE = { nodes: NODES, startTime: 1000, endTime: 2000, samples: [3, 4, 3, 2], timeDeltas: [100, 10, 20, 30] };

const nanos = (file: unknown): string => fold(cpuProfile.profileOf(file), 1);
const locationsOf = (profile: Profile): string[] => [...rawText(profile)].join('').split('Locations\n')[1].split('Mappings')[0].trim().split(/\s*\n\s*/);

describe('a sample stands for', () => {
  test('the time until the next, and the last for a mean interval', () => {
    expect(nanos(FILE)).toBe('main 20000\nmain;work 40000\nmain;idle 20000');
  });

  test('the time until the next in time, whatever the order of the file', () => {
    expect(nanos({ ...FILE, timeDeltas: [100, 30, -20, 50] })).toBe('main 20000\nmain;work 30000\nmain;idle 30000');
  });

  test('the time until the end where it is the only one', () => {
    expect(nanos({ ...FILE, samples: [3], timeDeltas: [100] })).toBe('main;work 900000');
  });

  test('an equal part of the whole where there are no times', () => {
    expect(nanos({ ...FILE, timeDeltas: undefined })).toBe('main 250000\nmain;work 500000\nmain;idle 250000');
  });

  test('a part of the whole by its count where there are counts alone', () => {
    expect(nanos({ ...FILE, samples: undefined, nodes: NODES.map((node, i) => ({ ...node, hitCount: i })) })).toBe('main 166667\nmain;work 333333\nmain;idle 500000');
  });
});

test('samples are counted; time is the default; the file tells the duration', () => {
  const profile = cpuProfile.profileOf(FILE);
  expect(fold(profile)).toBe('main 1\nmain;work 2\nmain;idle 1');
  expect(profile).toMatchObject({ sampleTypes: [{ type: 'samples', unit: 'count' }, { type: 'cpu', unit: 'nanoseconds' }], defaultSampleType: 'cpu', durationNanos: 1_000_000n, timeNanos: 0n, notes: [] });
});

test('a start by the calendar is the time of the profile', () => {
  expect(cpuProfile.profileOf({ ...FILE, startTime: 1_732_183_699_000_123, endTime: 1_732_183_700_000_000 }).timeNanos).toBe(1_732_183_699_000_123_000n);
});

test('(root) is no frame, unless it is somebody’s function', () => {
  expect(nanos({ ...FILE, samples: [1, 3], timeDeltas: [0, 10] })).toBe(' 10000\nmain;work 10000');
  expect([...cpuProfile.profileOf({ ...FILE, samples: [1], timeDeltas: [0] }).samples.stack]).toEqual([NONE]);
});

test('nodes name their children or their parent, and come in any order', () => {
  const byParent = NODES.map(({ id, callFrame }, i) => ({ id, callFrame, ...(i > 0 && { parent: i === 1 ? 1 : 2 }) }));
  expect(nanos({ ...FILE, nodes: byParent.toReversed() }).split('\n').sort()).toEqual(nanos(FILE).split('\n').sort());
});

test('lines and columns count from 1, and −1 is unknown', () => {
  const [first, ...rest] = locationsOf(cpuProfile.profileOf(FILE));
  expect(first).toBe('1: 0x0 main /app/a.js:10:5 s=10');
  expect(rest).toContain('2: 0x0 work /app/a.js:20:5 s=20');
  const unknown = { id: 1, callFrame: { functionName: 'f', url: '', lineNumber: -1, columnNumber: -1 } };
  expect(locationsOf(cpuProfile.profileOf({ ...FILE, nodes: [unknown], samples: [1], timeDeltas: [0] }))).toEqual(['1: 0x0 f :0:0 s=0']);
});

test.each([
  ['', '(anonymous)', ''],
  ['/app/a.js', '(anonymous a.js:7:3)', '/app/a.js'],
  ['file:///app/my%20code/a.mjs', '(anonymous a.mjs:7:3)', '/app/my code/a.mjs'],
  ['file:///C:/app/a.js', '(anonymous a.js:7:3)', 'C:/app/a.js'],
  ['file:///app/100%.js', '(anonymous 100%.js:7:3)', '/app/100%.js'],
  ['https://a.example/static/main.js', '(anonymous main.js:7:3)', 'https://a.example/static/main.js'],
  ['node:internal/timers', '(anonymous timers:7:3)', 'node:internal/timers'],
])('a function without a name in %j is %s in %j', (url, name, file) => {
  const node = { id: 1, callFrame: { functionName: '', url, lineNumber: 6, columnNumber: 2 } };
  expect(locationsOf(cpuProfile.profileOf({ ...FILE, nodes: [node], samples: [1], timeDeltas: [0] }))).toEqual([`1: 0x0 ${name} ${file}:7:3 s=7`]);
});

test('where V8 counted by line, the leaf has the lines, and they share its samples and its time', () => {
  const ticks = [{ line: 21, ticks: 1 }, { line: 25, ticks: 2 }, { line: 26, ticks: 0 }];
  const nodes = NODES.map((node) => (node.id === 3 ? { ...node, positionTicks: ticks } : node));
  const profile = cpuProfile.profileOf({ ...FILE, nodes, samples: [3, 3, 3, 3, 4], timeDeltas: [0, 1, 1, 1, 7] });
  const values = [...profile.samples.stack].map((stack, sample) => [profile.frames.line[profile.stacks.frame[stack]], profile.samples.values[0][sample], profile.samples.values[1][sample]]);
  expect(values).toEqual([
    [21, 1, 3333],
    [25, 3, 6667],
    [30, 1, 2500],
  ]);
});

test('time when nothing ran is time too, and is noted', () => {
  const nodes = NODES.map((node, i) => ({ ...node, callFrame: { ...node.callFrame, ...(i === 3 && { functionName: '(idle)', url: '' }) } }));
  expect(cpuProfile.profileOf({ ...FILE, nodes }).notes).toEqual(['25.00% of the time in this profile is (idle), when nothing ran; to ignore that leaves the rest']);
});

describe('the older form', () => {
  const node = (id: number, functionName: string, children: unknown[], more = {}): unknown => ({ id, functionName, url: '/a.js', lineNumber: id, hitCount: 1, children, ...more });
  const head = node(1, '(root)', [node(2, 'main', [node(3, 'work', []), node(4, 'idle', [])])], { url: '' });

  test('has a tree, lines from 1, and times of which one more may be the end', () => {
    const file = { head, startTime: 1, endTime: 3, samples: [3, 4, 3], timestamps: [1_000_000, 1_000_010, 1_000_030, 1_000_037] };
    expect(nanos(file)).toBe('main;work 17000\nmain;idle 20000');
    expect(cpuProfile.profileOf(file).durationNanos).toBe(2_000_000_000n);
    expect(locationsOf(cpuProfile.profileOf(file))[0]).toBe('1: 0x0 main /a.js:2:0 s=2');
  });
});

test('a tree may be as deep as it likes', () => {
  const depth = 100_000;
  const nodes = Array.from({ length: depth }, (_, i) => ({ id: i, callFrame: { functionName: `f${i % 3}`, url: '' }, ...(i > 0 && { parent: i - 1 }) }));
  const profile = cpuProfile.profileOf({ nodes: nodes.reverse(), startTime: 0, endTime: 5, samples: [depth - 1], timeDeltas: [0] });
  expect(profile.stacks.count).toBe(depth);
});

test.each([
  ['a list for a node', { nodes: [...NODES, []] }, 'nodes[4] is [], not an object'],
  ['a node without an id', { nodes: [{ callFrame: NODES[1].callFrame }] }, 'nodes[0].id is missing; it should be a number'],
  ['two of one id', { nodes: [NODES[0], NODES[1], NODES[1]] }, 'nodes[2] has the id of another: 2'],
  ['a name that is none', { nodes: [{ id: 1, callFrame: { functionName: 7 } }] }, 'nodes[0].callFrame.functionName is 7, not a text'],
  ['a line that is none', { nodes: [{ id: 1, callFrame: { functionName: 'f', lineNumber: 'x' } }] }, 'nodes[0].callFrame.lineNumber is "x", not a number'],
  ['a child that is not there', { nodes: [NODES[0], NODES[1]] }, 'nodes[1].children[0] is 3, and no node has that id'],
  ['a parent that is not there', { nodes: [{ id: 1, callFrame: { functionName: 'f' }, parent: 9 }] }, 'nodes[0].parent is 9, and no node has that id'],
  ['a node that is its own caller', { nodes: [{ ...NODES[1], id: 1, children: [2] }, { ...NODES[1], id: 2, children: [1] }] }, 'nodes[0] is called by itself'],
  ['a sample of no node', { samples: [3, 9, 3, 2] }, 'samples[1] is 9, and no node has that id'],
  ['a sample without a time', { timeDeltas: [1, 2] }, 'samples has 4 entries, and there are times for 2'],
  ['a time that is none', { timeDeltas: [1, 2, null, 3] }, 'timeDeltas[2] is null, not a number'],
  ['a time beyond all bounds', { timeDeltas: [1, 2, 1e300, 3] }, 'is more than a profile can hold'],
  ['ticks that are none', { nodes: [{ ...NODES[1], id: 1, children: [], positionTicks: [{ line: 1 }] }] }, 'nodes[0].positionTicks[0].ticks is missing'],
])('%s is told with its place', (_, wrong, message) => {
  expect(() => cpuProfile.profileOf({ ...FILE, ...wrong })).toThrow(ParseError);
  expect(() => cpuProfile.profileOf({ ...FILE, ...wrong })).toThrow(message);
});

test('what was recorded is read: stacks, counts and times', () => {
  const recording = fc.record({ parents: fc.array(fc.nat(), { maxLength: 12 }), samples: fc.array(fc.tuple(fc.nat(), fc.nat(5000)), { minLength: 2, maxLength: 40 }) });
  fc.assert(
    fc.property(recording, ({ parents, samples }) => {
      const stacks = ['main'];
      const nodes: { id: number; callFrame: object; parent?: number }[] = [{ id: 1, callFrame: { functionName: 'main', url: '' } }];
      for (const [i, any] of parents.entries()) {
        const parent = any % nodes.length;
        stacks.push(`${stacks[parent]};f${i}`);
        nodes.push({ id: i + 2, callFrame: { functionName: `f${i}`, url: '' }, parent: parent + 1 });
      }
      const rows = samples.map(([any]) => any % nodes.length);
      const deltas = samples.map(([, delta]) => delta);
      const profile = cpuProfile.profileOf({ nodes, startTime: 0, endTime: 0, samples: rows.map((row) => row + 1), timeDeltas: deltas });
      expect(tableFaults(profile)).toEqual([]);
      const mean = deltas.slice(1).reduce((sum, delta) => sum + delta, 0) / (deltas.length - 1);
      const times = stacks.map((_, row) => Math.round(rows.reduce((sum, at, i) => sum + (at === row ? (deltas[i + 1] ?? mean) : 0), 0) * 1000));
      const counts = stacks.map((_, row) => rows.filter((at) => at === row).length);
      const folded = (values: number[]) => stacks.flatMap((name, row) => (counts[row] > 0 ? [`${name} ${values[row]}`] : [])).join('\n');
      expect(fold(profile, 0)).toBe(folded(counts));
      expect(fold(profile, 1)).toBe(folded(times));
    }),
  );
});

/** Recordings of others, where they are at hand. */
const FOLDER = join(process.env.PROFLENS_CORPUS ?? '../shared/corpus', 'foreign/cpuprofile');

describe.skipIf(!existsSync(FOLDER))('of recordings by Chrome and Node', () => {
  const total = (name: string) => {
    const file: unknown = JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
    const profile = cpuProfile.profileOf(file);
    expect(tableFaults(profile)).toEqual([]);
    return profile.samples.values.map((column) => Array.from(column, Number).reduce((sum, value) => sum + value, 0));
  };

  // The deltas behind the first make 34,345 and 22,002,043 μs, and the last sample has the mean of 28 and 17,137 of them.
  test.each([
    ['simple.cpuprofile', 29, 34_345 + 34_345 / 28],
    ['sucrase.cpuprofile', 17_138, 22_002_043 + 22_002_043 / 17_137],
    // The same recording in the older form, which tells the first and the end.
    ['node-example.cpuprofile', 29, 163_140_645_206 - 163_140_599_286],
  ])('%s has %i samples of %d μs in all', (name, samples, micros) => {
    expect(total(name)).toEqual([samples, Math.round(micros * 1000)]);
  });
});
