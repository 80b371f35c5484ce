import { describe, expect, test } from 'vitest';
import { NONE, type Profile } from '#model/profile.ts';
import { fold } from '#reports/folded.ts';
import { rawText } from '#reports/raw.ts';
import { goroutineDump } from './goroutineDump.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string): Profile => goroutineDump.parse(bytesOf(text), { symbols: true });

/** The labels of a sample: `state=running wait=5minutes`. */
function labelsOf({ samples, labels, strings }: Profile, sample = 0): string {
  const valueOf = (label: number) => (labels.text[label] === NONE ? `${labels.number[label]}${strings[labels.unit[label]]}` : strings[labels.text[label]]);
  const own = samples.label.subarray(samples.labelStart[sample], samples.labelStart[sample + 1]);
  return Array.from(own, (label) => `${strings[labels.key[label]]}=${valueOf(label)}`).join(' ');
}

const DUMP = `goroutine 1 [running]:
main.(*T).work(0xc0000a0018, {0x30?, 0x12b3aa8}, ...)
	/src/main.go:19 +0xd5
main.main()
	/src/main.go:9 +0x25

goroutine 20 [IO wait, 3 minutes, locked to thread]:
internal/poll.runtime_pollWait(0x7c3a3d619e48, 0x72)
	/go/netpoll.go:343 +0x85
internal/poll.(*pollDesc).waitRead(...)
	/go/fd_poll_runtime.go:89
internal/poll.(*FD).Accept(0xc0000da000)
	/go/fd_unix.go:611 +0x2ac
created by main.start in goroutine 1
	/src/main.go:27 +0x87
`;

test('each goroutine is a sample of one, its stack without arguments', () => {
  expect(fold(parse(DUMP))).toBe('main.main;main.(*T).work 1\ninternal/poll.(*FD).Accept;internal/poll.(*pollDesc).waitRead;internal/poll.runtime_pollWait 1');
});

test('frames have files and lines', () => {
  expect([...rawText(parse(DUMP))]).toContain('     1: 0x0 main.(*T).work /src/main.go:19:0 s=0\n');
});

test('a call with the arguments (...) was inlined into its caller', () => {
  const { frames, functions, strings } = parse(DUMP);
  const inlined = [...frames.inlined.keys()].filter((frame) => frames.inlined[frame] === 1);
  expect(inlined.map((frame) => strings[functions.name[frames.fn[frame]]])).toEqual(['internal/poll.(*pollDesc).waitRead']);
});

test('equal frames are one location', () => {
  expect(parse(`${DUMP}\n${DUMP}`).locations.count).toBe(4);
});

describe('labels tell', () => {
  test('the state, the wait, the thread and the creator', () => {
    expect(labelsOf(parse(DUMP), 1)).toBe('goroutine=20 state=IO wait wait=3minutes locked=to thread created by=main.start');
  });

  test.each([
    ['goroutine 5 [chan receive (nil chan)]:', 'goroutine=5 state=chan receive (nil chan)'],
    ['goroutine 5 [select (no cases), 12 minutes]:', 'goroutine=5 state=select (no cases) wait=12minutes'],
    ['goroutine 5 gp=0xc000002380 m=nil [sleep]:', 'goroutine=5 state=sleep'],
    ['goroutine 0 gp=0x5f9680 m=0 mp=0x5fa440 [idle]:', 'goroutine=0 state=idle'],
    ['goroutine 5 [chan receive (durable), synctest bubble 7]:', 'goroutine=5 state=chan receive (durable) synctest bubble=7'],
    ['goroutine 5 [runnable (scan)]:', 'goroutine=5 state=runnable'],
    ['goroutine 5 [running, on fire]:', 'goroutine=5 state=running attribute=on fire'],
    ['goroutine 5 [sleep labels:{"user": "a\\"b]\\n", "\\u00fcber": "\\u00fc"}]:', 'goroutine=5 state=sleep user=a"b]\n über=ü'],
    ['goroutine 5 [sleep] {user: bo, "a key": "x]: y"}:', 'goroutine=5 state=sleep user=bo a key=x]: y'],
  ])('%s', (header, labels) => {
    expect(labelsOf(parse(`${header}\nmain.main()\n\t/src/main.go:9 +0x25\n`))).toBe(labels);
  });
});

test('a creator without a number is one too', () => {
  expect(labelsOf(parse('goroutine 3 [sleep]:\nmain.f()\n\t/a.go:1 +0x1\ncreated by net/http.(*Server).Serve\n\t/s.go:2 +0x3\n'))).toContain('created by=net/http.(*Server).Serve');
});

test('stacks of ancestors are left out', () => {
  const profile = parse('goroutine 3 [sleep]:\nmain.f()\n\t/a.go:1 +0x1\ncreated by main.g in goroutine 2\n\t/a.go:2 +0x3\n[originating from goroutine 2]:\nmain.g(...)\n\t/a.go:2 +0x3\n');
  expect(fold(profile)).toBe('main.f 1');
});

test.each([
  ['...additional frames elided...', '(frames elided)'],
  ['...201 frames elided...', '(201 frames elided)'],
])('%s is a frame between those that are there, and is noted', (line, frame) => {
  const profile = parse(`goroutine 3 [sleep]:\nmain.leaf()\n\t/a.go:1 +0x1\n${line}\nmain.root()\n\t/a.go:2 +0x1\n`);
  expect(fold(profile)).toBe(`main.root;${frame};main.leaf 1`);
  expect(profile.notes).toEqual([expect.stringContaining('left frames out of 1 of these stacks')]);
});

test('a goroutine that runs on another thread has no stack, and is noted', () => {
  const profile = parse('goroutine 3 [running]:\n\tgoroutine running on other thread; stack unavailable\ncreated by main.g\n\t/a.go:2 +0x3\n');
  expect([...profile.samples.stack]).toEqual([NONE]);
  expect(labelsOf(profile)).toContain('created by=main.g');
  expect(profile.notes).toEqual([expect.stringContaining('stacks are not known')]);
});

test('what a program said when it failed is a comment', () => {
  const profile = parse('hello\npanic: assignment to entry in nil map\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:68 +0x5b8\nexit status 2\n');
  expect(profile.comments).toEqual(['panic: assignment to entry in nil map']);
  expect(fold(profile)).toBe('main.main 1');
  expect(profile.notes).toEqual([]);
});

test('frames of a signal tell their stack pointers too', () => {
  const profile = parse('SIGQUIT: quit\nPC=0x408a4e m=0 sigcode=0\n\ngoroutine 0 gp=0x5f m=0 mp=0x5f [idle]:\nruntime.futex()\n\t/go/asm.s:36 +0xe fp=0x7ff sp=0x7fe pc=0x408a4e\n\nrax    0x0\n');
  expect(fold(profile)).toBe('runtime.futex 1');
  expect(profile.comments).toEqual(['SIGQUIT: quit']);
});

test("C's frames are frames, with a name or without", () => {
  const profile = parse('goroutine 3 [syscall]:\nnon-Go function\n\tpc=0x7f01\ncompress\n\t/src/zlib.c:12 pc=0x7f02\nmain.main()\n\t/a.go:1 +0x1\n');
  expect(fold(profile)).toBe('main.main;compress;non-Go function 1');
});

test('a name with parentheses and blanks keeps them', () => {
  const name = 'main.(*Set[go.shape.struct { F func(int) }]).Add';
  expect(fold(parse(`goroutine 3 [sleep]:\n${name}({0x1, 0x2}, 0x3)\n\t/a.go:1 +0x1\n`))).toBe(`${name} 1`);
});

test('a path of Windows keeps its colon', () => {
  expect([...rawText(parse('goroutine 3 [sleep]:\nmain.main()\n\tC:/src/main.go:7 +0x1\n'))]).toContain('     1: 0x0 main.main C:/src/main.go:7:0 s=0\n');
});

test('lines that are not understood are counted', () => {
  expect(parse('goroutine 3 [sleep]:\nwhat is this\nmain.main()\n\t/a.go:1 +0x1\n').notes).toEqual(['1 lines of this dump were not understood; the first is "what is this"']);
});

test('a dump that is cut off ends with what is whole', () => {
  expect(fold(parse('goroutine 3 [sleep]:\nmain.f()\n\t/a.go:1 +0x1\nmain.main(0x'))).toBe('main.f 1');
});

test('pasted text may be indented and have its tabs as blanks', () => {
  expect(fold(parse('  goroutine 3 [sleep]:\r\n  main.main()\r\n          /a.go:1 +0x1\r\n'))).toBe('main.main 1');
});

test.each([
  ['goroutine 1 [running]:\n', true],
  ['2026/11/21 starting\npanic: no\n\ngoroutine 17 [chan receive, 5 minutes]:\n', true],
  ['goroutine profile: total 3\n', false],
  ['a goroutine 1 [running]:\n', false],
])('%j is recognised: %s', (text, isRecognised) => {
  expect(goroutineDump.recognises(bytesOf(text))).toBe(isRecognised);
});
