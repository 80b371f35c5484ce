import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { env, hrtime } from 'node:process';
import type { Output } from './ours.ts';

/** $PPROF, else the one on the PATH or in Go's bin folder. */
export function findPprof(): string | undefined {
  if (env.PPROF !== undefined && env.PPROF !== '') return env.PPROF;
  const folders = [...(env.PATH ?? '').split(delimiter), env.GOBIN, env.GOPATH && join(env.GOPATH, 'bin'), join(homedir(), 'go/bin')];
  return folders.flatMap((folder) => (folder ? [join(folder, 'pprof')] : [])).find((path) => existsSync(path));
}

/** Formats for which pprof asks binaries; for all others it would call objdump, nm and addr2line only to know their versions. */
const WITH_TOOLS = ['-disasm', '-weblist'];

/** Milliseconds until a reference that does not end is given up. */
const PATIENCE = 120_000;

/**
 * What pprof does with these words; undefined if it does not end.
 * @param scratch a folder for what it writes to files
 */
export async function reference(pprof: string, words: readonly string[], scratch: string): Promise<Output | undefined> {
  if (!words.includes(TO_STDOUT)) return run(pprof, words);
  // A child's standard output cannot be opened by that name.
  const file = join(scratch, `${hrtime.bigint()}.out`);
  const output = await run(pprof, words.map((word) => (word === TO_STDOUT ? `-output=${file}` : word)));
  if (output?.ok !== true) return output;
  const stdout = readFileSync(file);
  rmSync(file);
  return { ...output, stdout };
}

/** Of some formats pprof writes a file of its own choice, or opens a browser, unless one is named. */
export const TO_STDOUT = '-output=/dev/stdout';

function run(pprof: string, words: readonly string[]): Promise<Output | undefined> {
  const path = WITH_TOOLS.some((flag) => words[0].startsWith(flag)) ? env.PATH : '';
  return new Promise((done) => {
    const options = { env: { ...env, PATH: path, TZ: 'UTC' }, encoding: 'buffer', maxBuffer: 2 ** 30, timeout: PATIENCE } as const;
    execFile(pprof, words, options, (error, stdout, stderr) => done(error?.killed === true ? undefined : { ok: error === null, stdout, stderr: stderr.toString('latin1') }));
  });
}
