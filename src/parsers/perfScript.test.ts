import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NONE, type Profile } from '#model/profile.ts';
import { tableFaults } from '#model/tableFaults.ts';
import { fold } from '#reports/folded.ts';
import { rawText } from '#reports/raw.ts';
import { ParseError } from './parseError.ts';
import { perfScript } from './perfScript.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string): Profile => perfScript.parse(bytesOf(text), { symbols: true });
const raw = (text: string): string => [...rawText(parse(text))].join('');
const typesOf = ({ sampleTypes, samples }: Profile): string[] => sampleTypes.map(({ type, unit }, column) => `${type}/${unit}: ${[...samples.values[column]].join(' ')}`);

const SCRIPT = `# ========
# captured on    : Sat Nov 21 10:08:19 2026
# cmdline : /usr/bin/perf record -g ./burn
# ========
#
burn 20398 16847.477469:    2004008 cpu-clock: 
	            1206 work+0x26 (/tmp/burn)
	           2724a __libc_start_call_main+0x7a (/usr/lib/libc.so.6)

burn 20398 16847.527732:    2004009 cpu-clock: 
	ffffffff81d335f7 read_zero+0x77 ([kernel.kallsyms])
	           f82ad read+0xd (/usr/lib/libc.so.6)
	           2724a __libc_start_call_main+0x7a (/usr/lib/libc.so.6)

`;

test('a sample is a stack without offsets; samples are counted, periods are summed', () => {
  const profile = parse(SCRIPT);
  expect(fold(profile)).toBe('__libc_start_call_main;work 1\n__libc_start_call_main;read;read_zero 1');
  expect(typesOf(profile)).toEqual(['cpu-clock_sample/count: 1 1', 'cpu-clock_event/nanoseconds: 2004008 2004009']);
  expect(profile.defaultSampleType).toBe('cpu-clock_event');
  expect(profile.durationNanos).toBe(50_263_000n);
  expect(profile.comments).toEqual(['captured on: Sat Nov 21 10:08:19 2026', 'perf-command: /usr/bin/perf record -g ./burn']);
  expect(profile.notes).toEqual([]);
});

test('frames have addresses and binaries; equal ones are one location', () => {
  expect(raw(SCRIPT)).toContain('1: 0x1206 M=2 work :0:0 s=0\n     2: 0x2724a M=3 __libc_start_call_main :0:0 s=0\n     3: 0xffffffff81d335f7 M=4 read_zero');
});

describe('who was sampled is told by labels', () => {
  const labelsOf = (header: string): string => {
    const text = raw(`${header}\n\t 10 f (/a)\n`);
    return text.slice(text.indexOf('1 \n') + 3, text.indexOf('Locations')).trim().replace(/\s*\n\s*/g, ' ');
  };

  test.each([
    ['java 25607 4794564.109216: cycles:', 'comm:[java] tid:[25607]'],
    ['java 12688 [002] 6544038.708352: 250 cpu-clock:', 'comm:[java] cpu:[2 cpu] tid:[12688]'],
    ['V8 WorkerThread 25607 4794564.109216: cycles:', 'comm:[V8 WorkerThread] tid:[25607]'],
    ['java 24636/25607 [000] 4794564.109216: cycles:ppp:', 'comm:[java] cpu:[0 cpu] pid:[24636] tid:[25607]'],
    ['FS Broker 5858  5791/5860  30171.917889:    4612247 cycles:ppp: ', 'comm:[FS Broker 5858] pid:[5791] tid:[5860]'],
    ['a 1 2 345 [001] 9.900000: cycles:', 'comm:[a 1 2] cpu:[1 cpu] tid:[345]'],
    ['Gecko\t25122 [007] 115539.936601:\t\t1000000 task-clock:u:', 'comm:[Gecko] cpu:[7 cpu] tid:[25122]'],
    ['swapper     0 [000] 16852.616661345:          1 cycles: ', 'comm:[swapper] cpu:[0 cpu] tid:[0]'],
    ['node 31912 cpu-clock: ', 'comm:[node] tid:[31912]'],
    ['node 31912 [001] K    5.000001: cycles: ', 'comm:[node] cpu:[1 cpu] tid:[31912]'],
    ['node 31912 [001] 2026-11-21 10:08:19.123456 5.000001: cycles: ', 'comm:[node] cpu:[1 cpu] tid:[31912]'],
    ['node 31912 5.000001: ', 'comm:[node] tid:[31912]'],
    ['  node 31912 5.000001: raw 0x1c2: ', 'comm:[node] tid:[31912]'],
    ['31912 5.000001: cycles: ', 'tid:[31912]'],
    [':-1    -1 5.000001: cycles: ', 'comm:[:-1] tid:[-1]'],
    ['perf 7 [000] 1.000000: sched:sched_switch: prev_comm=perf prev_pid=7 ==> next_comm=a:b', 'comm:[perf] cpu:[0 cpu] tid:[7]'],
    ['some name ', 'comm:[some name]'],
  ])('%s', (header, labels) => expect(labelsOf(header)).toBe(labels));

  test('the group stands below the stack', () => {
    expect(raw('a 1 1.000000: cycles:\n\t 10 f (/a)\n /system.slice/a.service\n')).toContain('cgroup:[/system.slice/a.service]');
  });
});

test('each event has sample types of its own, and the first is the default', () => {
  const profile = parse('a 1 1.000001: 7 cycles:\n\t 10 f (/a)\n\na 1 1.000002: 5 instructions:\n\t 10 f (/a)\n\na 1 1.000003: sched:sched_switch: next=b\n\t 10 f (/a)\n');
  expect(typesOf(profile)).toEqual([
    'cycles_sample/count: 1 0 0',
    'cycles_event/count: 7 0 0',
    'instructions_sample/count: 0 1 0',
    'instructions_event/count: 0 5 0',
    'sched:sched_switch_sample/count: 0 0 1',
  ]);
  expect(profile.defaultSampleType).toBe('cycles_event');
});

test('a header tells the order of the events', () => {
  const text = `# event : name = cycles, , id = { 1 }\n# event : name = faults, type = 1\n# event : name = dummy:HG, type = 1\na 1 1.000001: 7 faults:\n\t 10 f (/a)\n\na 1 1.000002: 5 cycles:\n\t 10 f (/a)\n`;
  expect(typesOf(parse(text))).toEqual(['cycles_sample/count: 0 1', 'cycles_event/count: 0 5', 'faults_sample/count: 1 0', 'faults_event/count: 7 0']);
});

test('without call chains a line is a sample, its frame behind the event', () => {
  const profile = parse('            burn 21 16850.470650:          1 page-faults:  ffffffff81752b6a elf_load+0x28a ([kernel.kallsyms])\n            dad 21 16850.470714:         10 page-faults:      7f96bf906b70 _start+0x0 (/usr/lib/ld.so)\n');
  expect(fold(profile, 1)).toBe('elf_load 1\n_start 10');
});

test('what an event tells of itself is no frame where a stack follows', () => {
  expect(fold(parse('a 1 1.000000: 1 mem-loads: ffff8880 68100142 |OP LOAD|(x)\n\t 10 f (/a)\n'))).toBe('f 1');
});

test('fields may leave out all but the stack', () => {
  expect(fold(parse('\n\t  1206 work (/a)\n\t 2724a main (/a)\n\n\n\t  1206 work (/a)\n\n'))).toBe('main;work 1\nwork 1');
});

test('a sample without a stack counts, and has none', () => {
  const profile = parse(`${SCRIPT}burn 20398 16847.600000:    1 cpu-clock: \n`);
  expect([...profile.samples.stack].at(-1)).toBe(NONE);
  expect(typesOf(profile)[0]).toBe('cpu-clock_sample/count: 1 1 1');
});

describe('a frame', () => {
  const frameOf = (...lines: string[]): string => {
    const text = raw(`a 1 1.000000: cycles:\n${lines.map((line) => `\t${line}\n`).join('')}`);
    return text.slice(text.indexOf('Locations\n') + 10, text.indexOf('Mappings')).trimEnd();
  };

  test.each([
    ['10 [unknown] (/lib/libc.so)', '     1: 0x10 M=2'],
    ['10 [unknown] ([unknown])', '     1: 0x10'],
    ['10  (/lib/libc.so)', '     1: 0x10 M=2'],
    ['10 f+0x1f', '     1: 0x10 f :0:0 s=0'],
    ['10', '     1: 0x10'],
    ['ffffffffffffffff f(int, char (*)(int))+0x1f (/a b/c+0x10)', '     1: 0xffffffffffffffff M=2 f(int, char (*)(int)) :0:0 s=0'],
    ['10 f (/memfd:jit (deleted))', '     1: 0x10 M=2 f :0:0 s=0'],
    [String.raw`10 RegExp:[&<>\"\'] (/tmp/perf-7539.map)`, String.raw`     1: 0x10 M=2 RegExp:[&<>\"\'] :0:0 s=0`],
    ['10 a->b->c (/tmp/perf-7539.map)', '     1: 0x10 M=2 c :0:0 s=0\n             b :0:0 s=0\n             a :0:0 s=0'],
    ['10 A::operator->() (/bin/a)', '     1: 0x10 M=2 A::operator->() :0:0 s=0'],
  ])('%s', (line, expected) => expect(frameOf(line)).toBe(expected));

  test('that was inlined belongs to the next that was not', () => {
    expect(frameOf('55d0 leaf (inlined)', '55d0 middle(int (*)(int)) (inlined)', '55d0 work+0x20 (/bin/burn)', '60 main (/bin/burn)')).toBe(
      '     1: 0x55d0 M=2 leaf :0:0 s=0\n             middle(int (*)(int)) :0:0 s=0\n             work :0:0 s=0\n     2: 0x60 M=2 main :0:0 s=0',
    );
  });

  test('has its place below it, where that is printed', () => {
    const text = raw('a 1 1.000000: cycles:\n\t55d0 mix\n  /src/mix.h:5 (inlined)\n\t55d0 work+0x20 (/burn)\n  burn.c:9 (discriminator 2)\n\tffff g ([kernel.kallsyms])\n  [kernel.kallsyms][ffff]\n');
    expect(text).toContain('1: 0x55d0 M=2 mix /src/mix.h:5:0 s=0\n             work burn.c:9:0 s=0\n     2: 0xffff M=3 g :0:0 s=0\n');
  });
});

test('lines of other kinds are passed over, or counted', () => {
  const profile = parse(`swapper 0 0.000000: PERF_RECORD_MMAP -1/0: [0xffffffff81000000(0x12090c8)]: x [kernel.kallsyms]_text\n${SCRIPT}[ perf record: lost 3 events ]\nburn 20398 16847.6: 1 cpu-clock: \n\t what is this\n`);
  expect(profile.samples.count).toBe(3);
  expect(profile.notes).toEqual(['2 lines of this perf script text were not understood; the first is "[ perf record: lost 3 events ]"']);
});

test('text may be pasted with its tabs as blanks, and with Windows line ends', () => {
  expect(fold(parse(SCRIPT.replaceAll('\t', '        ').replaceAll('\n', '\r\n')))).toBe(fold(parse(SCRIPT)));
});

test('periods past 2^53 are exact', () => {
  expect(typesOf(parse('a 1 1.000000: 9007199254740993 cycles:\n\t10 f (/a)\n'))[1]).toBe('cycles_event/count: 9007199254740993');
});

test.each([
  ['a period of more than 64 bits', 'a 1 1.000000: 9223372036854775808 cycles:\n\t10 f (/a)\n', '9223372036854775808 is more than 64 bits'],
  ['an event for each sample', Array.from({ length: 33 }, (_, i) => `a 1 1.000000: e${i}:\n\t10 f (/a)\n`).join('\n'), '33 events, and each would be a sample type'],
  ['no samples', '# ========\n', 'no samples'],
])('%s: refused', (_, text, message) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow(message);
});

test.each([
  [SCRIPT, true],
  ['java 25607 4794564.109216: cycles: \n\tffffffff8104f45a f ([kernel.kallsyms])\n', true],
  ['perf: warning\n\nnode 31912 cpu-clock: \n            13a80b608e0a RegExp:x (/tmp/perf-7539.map)\n', true],
  ['  false 39654 19115.489713:          1 cycles:u:  ffffffff9b201293 [unknown] ([unknown])\n', true],
  ['\n\t            1206 work (/a)\n\t           2724a main (/a)\n', true],
  ['burn \n\tffffffffffffffff work (/a)\n', true],
  ['goroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n', false],
  ['main;work 10\nmain;idle 5\n', false],
  ['2026 12:00:01.5: starting\n  done\n', false],
  ['Step 3: add:\n\tdead end\n', false],
  ['{"a 1 1.5: b": 1}\n', false],
  ['', false],
])('%j is recognised: %s', (text, isRecognised) => expect(perfScript.recognises(bytesOf(text))).toBe(isRecognised));

const word = fc.stringMatching(/^[a-z_]{1,6}( [a-z0-9(:)]{1,4})?$/);
const sample = fc.record({ comm: fc.stringMatching(/^[a-z]{1,5}( [0-9a-z]{1,4})?$/), stack: fc.array(word, { minLength: 1, maxLength: 6 }), period: fc.bigInt({ min: 1n, max: 2n ** 40n }), event: fc.constantFrom('cycles:u', 'cpu-clock') });

test('what was written is read: stacks and sums', () => {
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 8 }), (samples) => {
      const text = samples.map(({ comm, stack, period, event }, i) => `${comm} 12/${i} [001] 7.00000${i}: ${period} ${event}: \n${stack.map((name, depth) => `\t ${(depth + 16).toString(16)} ${name}+0x1 (/bin/a)\n`).join('')}\n`).join('');
      const profile = parse(text);
      expect(tableFaults(profile)).toEqual([]);
      expect(profile.notes).toEqual([]);
      profile.sampleTypes.forEach(({ type }, column) => {
        const sums = new Map<string, bigint>();
        for (const { stack, period, event } of samples) {
          const key = stack.toReversed().map((name) => name.trim()).join(';');
          const value = type === `${event}_sample` ? 1n : type === `${event}_event` ? period : 0n;
          sums.set(key, (sums.get(key) ?? 0n) + value);
        }
        expect(fold(profile, column)).toBe([...sums].map(([key, sum]) => `${key} ${sum}`).join('\n'));
      });
    }),
  );
});

/** Recordings of others, and the stacks that Brendan Gregg's script and inferno fold them to, where they are at hand. */
const FOLDER = join(process.env.PROFLENS_CORPUS ?? '../shared/corpus', 'foreign');

describe.skipIf(!existsSync(FOLDER))('stacks are those that others fold the text to', () => {
  test.each([
    ['go-stacks.txt', 'perf-script/go-stacks-collapsed.txt', 1, []],
    // The last sample has no blank line behind it, which that script waits for.
    ['perf-java-stacks-01.txt', 'folded/perf-java-stacks-01-collapsed.txt', 0, [expect.stringMatching(/^ab;.*__schedule_\[k\] 1$/)]],
    ['perf-js-stacks-01.txt', 'folded/perf-js-stacks-01-collapsed.txt', 0, []],
    ['perf-rust-Yamakaky-dcpu.txt', 'folded/perf-rust-collapsed.txt', 1, []],
  ])('%s', (script, folded, column, extra) => {
    const profile = perfScript.parse(readFileSync(join(FOLDER, 'perf-script', script)), { symbols: true });
    expect(profile.notes).toEqual([]);
    const expected = new Set(readFileSync(join(FOLDER, folded), 'utf8').trimEnd().split('\n'));
    const ours = asFolded(profile, column);
    expect(ours.filter((line) => expected.has(line))).toHaveLength(expected.size);
    expect(ours.filter((line) => !expected.has(line))).toEqual(extra);
  });
});

/** Sums by stack as those scripts write them: the command first, names without arguments and quotes, marks for the kernel and a JIT. */
function asFolded(profile: Profile, column: number): string[] {
  const { strings, samples, stacks, frames, functions, locations, mappings, labels } = profile;
  const nameOf = (frame: number, isJava: boolean): string => {
    const mapping = locations.mapping[frames.location[frame]];
    const binary = mapping === NONE ? '[unknown]' : strings[mappings.file[mapping]];
    const mark = /^\[.*(kernel|vdso)|vmlinux$/.test(binary) ? '_[k]' : /\/perf-\d+\.map$/.test(binary) ? '_[j]' : '';
    const fn = frames.fn[frame];
    if (fn === NONE) return (binary === '[unknown]' ? binary : `[${binary.slice(binary.lastIndexOf('/') + 1)}]`) + mark;
    const plain = strings[functions.name[fn]].replaceAll(';', ':').replace(/(?<!\.)\((?!anonymous namespace\)).*$/, '').replace(/["']/g, '');
    return (isJava && plain.includes('/') ? plain.replace(/^L/, '') : plain) + mark;
  };
  const sums = new Map<string, number>();
  for (let sample = 0; sample < samples.count; sample++) {
    const comm = samples.label.subarray(samples.labelStart[sample], samples.labelStart[sample + 1]).find((label) => strings[labels.key[label]] === 'comm') ?? 0;
    const command = strings[labels.text[comm]].replaceAll(' ', '_');
    const names: string[] = [];
    for (let stack = samples.stack[sample]; stack !== NONE; stack = stacks.parent[stack]) names.unshift(nameOf(stacks.frame[stack], command.startsWith('java')));
    const key = [command, ...names].join(';');
    sums.set(key, (sums.get(key) ?? 0) + Number(samples.values[column][sample]));
  }
  return Array.from(sums, ([key, sum]) => `${key} ${sum}`).sort();
}
