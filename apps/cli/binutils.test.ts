import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS } from '#model/options.ts';
import { compilePattern } from '#model/pattern.ts';
import type { Profile } from '#model/profile.ts';
import { disasmReport } from '#reports/disasm.ts';
import { measureOf } from '#reports/subject.ts';
import { webListReport } from '#reports/weblist.ts';
import { binutils, elfAt } from './binutils.ts';
import { sourcesOnDisk } from './sources.ts';
import { toolsIn } from './tools.ts';

const home = mkdtempSync(join(tmpdir(), 'binutils-'));
afterAll(() => rmSync(home, { recursive: true }));

test('a file that is not there, and one that is no binary, are told', () => {
  const open = (file: string) => binutils('').open({ file, start: 0n, limit: 0n, offset: 0n });
  expect(open('/no/such/file')).toEqual({ error: 'stat /no/such/file: no such file or directory' });
  expect(open(home)).toEqual({ error: `error reading magic number from ${home}: read ${home}: is a directory` });
  writeFileSync(join(home, 'text'), 'not a binary');
  expect(open(join(home, 'text'))).toEqual({ error: `unrecognized binary format: ${join(home, 'text')}` });
});

test('tools are taken from the folders that are named for them, else from those for all', () => {
  for (const name of ['nm', 'addr2line']) writeFileSync(join(home, name), '#!/bin/sh\n', { mode: 0o755 });
  expect(toolsIn(`nm:${home}`).nm()).toBe(join(home, 'nm'));
  expect(toolsIn(home).nm()).toBe(join(home, 'nm'));
  expect(toolsIn(`objdump:${home}`).nm()).toBeUndefined();
  expect(toolsIn(join(home, 'empty')).symbolizer()).toEqual({ kind: 'nm' });
});

/** What the rest needs, and a machine may lack. */
const hasTools = process.platform === 'linux' && toolsIn('').objdump() !== undefined && toolsIn('').nm() !== undefined && toolsIn('').symbolizer().kind !== 'nm' && runs('go', 'version');

function runs(program: string, ...words: string[]): boolean {
  try {
    execFileSync(program, words, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const SOURCE = `package main

func main() {
	println(add(1, 2))
}

//go:noinline
func add(a, b int) int {
	return a + b
}
`;

describe.skipIf(!hasTools)('of a Go program', () => {
  /** The mapping of its code, and the address of main.add in the process. */
  function built(mode: 'exe' | 'pie') {
    writeFileSync(join(home, 'main.go'), SOURCE);
    writeFileSync(join(home, 'go.mod'), 'module shop\n\ngo 1.20\n');
    const file = join(home, mode);
    execFileSync('go', ['build', `-buildmode=${mode}`, '-o', file, '.'], { cwd: home, env: { ...process.env, CGO_ENABLED: '0' } });
    const linkedAt = elfAt({ file, start: 0n, limit: 0n, offset: 0n }).segments[0].address;
    const start = mode === 'pie' ? 0x7f0000000000n : linkedAt;
    const mapping = { file, start, limit: start + 0x400000n, offset: 0n };
    const binary = binutils('').open(mapping);
    if ('error' in binary) throw new Error(binary.error);
    const address = binary.symbols().find(({ name }) => name === 'main.add')?.address;
    if (address === undefined) throw new Error('main.add is not there');
    return { mapping, address: address - linkedAt + start };
  }

  function profileOf({ mapping, address }: ReturnType<typeof built>): Profile {
    const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
    const lines = [{ fn: builder.fn({ name: 'main.add', file: join(home, 'main.go') }), line: 9 }];
    builder.sample([builder.location({ mapping: builder.mapping(mapping), address, lines })], [5]);
    return builder.finish();
  }

  test.each(['exe', 'pie'] as const)('%s: instructions are found where they cost, and their lines', { timeout: 120_000 }, (mode) => {
    const profile = profileOf(built(mode));
    const subject = { profile, measure: measureOf(profile, DEFAULTS) };
    const pattern = compilePattern('argument', 'main.add');
    const [routine] = disasmReport(subject, DEFAULTS, pattern, binutils('')).routines;
    expect(routine).toMatchObject({ names: ['main.add'], flat: 5 });
    expect(routine.instructions[0]).toMatchObject({ flat: 5, file: 'main.go' });
    expect(routine.instructions.some(({ text }) => text.startsWith('ret'))).toBe(true);
    const { files } = webListReport(subject, DEFAULTS, pattern, { sources: sourcesOnDisk(DEFAULTS, home), binaries: binutils('') });
    const lines = files[0].functions[0].lines.filter(({ kind }) => kind === 'livesrc');
    expect(lines[0]).toMatchObject({ text: expect.stringMatching(/add|return/) });
    expect(lines.reduce((sum, line) => sum + Number(line.flat), 0)).toBe(5);
  });
});
