import { describe, expect, test } from 'vitest';
import type { Profile } from '#model/profile.ts';
import { fold } from '#reports/folded.ts';
import { rawText } from '#reports/raw.ts';
import { countText } from './countText.ts';
import { ParseError } from './parseError.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const asPprof = (text: string): Profile => countText.parse(bytesOf(text), { symbols: false });
const withSymbols = (text: string): Profile => countText.parse(bytesOf(text), { symbols: true });
const raw = (profile: Profile): string => [...rawText(profile)].join('');

const GOROUTINES = `goroutine profile: total 3
2 @ 0x103b125 0x106cd1f
# labels: {"user":"bo", "note":"a \\"b\\"\\n\\xff\\u00e9"}
#	0x106cd1e	main.(*service).worker+0x49	/src/main.go:164

1 @ 0x103b125 0x10083ef 0x106cd1f
#	0x10083ee	sync.runtime_Semacquire+0x20		/go/sema.go:62
#	0x106cd1e	main.(*service).worker+0x49	/src/main.go:164
`;

test('a sample is a count and the addresses that its calls return to', () => {
  expect(raw(asPprof(GOROUTINES))).toBe(`PeriodType: goroutine count
Period: 1
Samples:
goroutine/count
          2: 1 2 
          1: 1 3 2 
Locations
     1: 0x103b124 M=1 
     2: 0x106cd1e M=1 
     3: 0x10083ee M=1 
Mappings
1: 0x0/0xffffffffffffffff/0x0   
`);
});

test.each([
  ['goroutine profile: total 12\n', true],
  ['\n# a comment\nthreadcreate profile: total 0', true],
  ['my.custom/profile profile: total 1\r\n', true],
  ['goroutine profile: total many\n', false],
  ['heap profile: 1: 2 [3: 4] @ heap/2\n', false],
  ['', false],
])('%j is recognised: %s', (text, isRecognised) => {
  expect(countText.recognises(bytesOf(text))).toBe(isRecognised);
});

test.each([
  ['a line that is no sample', '1 @ 0x1\nnonsense\n', /line 3 of this goroutine profile is no sample: "nonsense"/],
  ['a sample cut off', '1 @ 0x1\n1 @', /line 3/],
  ['an address of 65 bits', '1 @ 0x10000000000000000\n', /more than 64 bits/],
  ['a count of 65 bits', '18446744073709551616 @ 0x1\n', /line 2/],
])('%s is refused', (_, samples, message) => {
  expect(() => asPprof(`goroutine profile: total 1\n${samples}`)).toThrow(message);
});

test('a stack without addresses is refused as pprof does, and read with symbols', () => {
  const text = 'threadcreate profile: total 8\n8 @\n#\t0x0\n\n1 @ 0x1\n';
  expect(() => asPprof(text)).toThrow(ParseError);
  expect([...withSymbols(text).samples.stack]).toEqual([-1, 0]);
});

test('a line of three dashes ends the samples, and a memory map may follow', () => {
  const profile = asPprof('goroutine profile: total 1\n1 @ 0x400101\n---\nnot a sample\nMAPPED_LIBRARIES:\n400000-500000 r-xp 00000000 08:01 99 /bin/shop\n');
  expect(raw(profile)).toContain('0x400100 M=1 \nMappings\n1: 0x400000/0x500000/0x0 /bin/shop  \n');
});

describe('symbols', () => {
  test('name the frames, without those of the runtime that Go leaves out', () => {
    expect(fold(withSymbols(GOROUTINES))).toBe('main.(*service).worker 2\nmain.(*service).worker;sync.runtime_Semacquire 1');
  });

  test('have files and lines', () => {
    expect(raw(withSymbols(GOROUTINES))).toContain('1: 0x106cd1e M=1 main.(*service).worker /src/main.go:164:0 s=0\n');
  });

  test('may stand behind blanks where a terminal took the tabs away', () => {
    const profile = withSymbols('goroutine profile: total 1\n1 @ 0x11\n#        0x10     main.f+0x1          C:/src/main.go:7\n');
    expect(raw(profile)).toContain('main.f C:/src/main.go:7:0');
  });

  test('that are not known leave the address', () => {
    expect(raw(withSymbols('goroutine profile: total 1\n1 @ 0x11 0x21\n#\t0x10\n#\t0x20\tmain.f+0x1\ta.go:1\n'))).toContain('1: 0x10 M=1 \n');
  });

  test('of a function with a plus or a blank in its name are read', () => {
    const profile = withSymbols('goroutine profile: total 1\n1 @ 0x21\n#\t0x20\tmain.f[go.shape.struct { A int }]+0x5.g+0x1\ta.go:1\n');
    expect(fold(profile)).toBe('main.f[go.shape.struct { A int }]+0x5.g 1');
  });
});

describe('a frame was inlined', () => {
  const goroutine = (...symbols: string[]) => withSymbols(`goroutine profile: total 1\n1 @ 0x99\n${symbols.map((symbol) => `#\t${symbol}`).join('\n')}\n`);
  const inlined = ({ frames, functions, strings }: Profile): string[] =>
    Array.from({ length: frames.count }, (_, frame) => `${frames.inlined[frame] === 1 ? '+' : ''}${strings[functions.name[frames.fn[frame]]]}`);

  test('into the function whose code begins where its own seems to', () => {
    expect(inlined(goroutine('0x120\tmain.a+0x20\tm.go:1', '0x140\tmain.b+0x40\tm.go:2', '0x310\tmain.c+0x10\tm.go:3'))).toEqual(['main.b', '+main.a', 'main.c']);
  });

  test('but not into one that merely calls itself', () => {
    expect(inlined(goroutine('0x120\tmain.a+0x20\tm.go:1', '0x140\tmain.a+0x40\tm.go:2'))).toEqual(['main.a', 'main.a']);
  });

  test('anew with each call of the function that it was inlined into', () => {
    const profile = goroutine('0x110\tmain.a+0x10\tm.go:1', '0x120\tmain.b+0x20\tm.go:2', '0x130\tmain.a+0x30\tm.go:1', '0x140\tmain.b+0x40\tm.go:3');
    expect(fold(profile)).toBe('main.b;main.a;main.b;main.a 1');
    expect(inlined(profile)).toEqual(['main.b', '+main.a', 'main.b', '+main.a']);
  });
});

test('labels are read with symbols alone, and unquoted as Go quotes them', () => {
  const lines = raw(withSymbols(GOROUTINES)).split('\n');
  expect(lines.indexOf('                note:[a "b"')).toBeGreaterThan(0);
  expect(lines).toContain('\udcffé] user:[bo]');
  expect(raw(asPprof(GOROUTINES))).not.toContain('user');
});
