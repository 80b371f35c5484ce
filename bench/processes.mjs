// Whole processes, timed one after the other: what a user waits for, and how much memory it takes.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** @returns the path of the installed pprof: $PPROF, or the one on the PATH or in Go's bin folder */
export function findPprof() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), join(homedir(), 'go/bin')];
  return process.env.PPROF ?? folders.map((path) => join(path, 'pprof')).find((path) => existsSync(path));
}

/**
 * Runs a command to its end. What it prints is read as it comes, and not kept.
 * @returns wall and first (until its first byte) in seconds, peak memory in MB (NaN where /proc does not tell it), bytes printed, and their hash
 */
export function timed(command, args) {
  return new Promise((done, fail) => {
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1000;
    const run = { wall: 0, first: Number.NaN, peak: Number.NaN, bytes: 0, hash: '' };
    const hash = createHash('sha256');
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, TZ: 'UTC' } });
    child.stdout.on('data', (part) => {
      if (run.bytes === 0) run.first = elapsed();
      run.bytes += part.length;
      hash.update(part);
    });
    const watch = setInterval(() => {
      run.peak = peakOf(child.pid) ?? run.peak;
    }, 10);
    child.on('error', fail);
    child.on('close', (status) => {
      clearInterval(watch);
      if (status === 0) done({ ...run, wall: elapsed(), hash: hash.digest('hex') });
      else fail(new Error(`${command} ${args.join(' ')} ends with status ${status}`));
    });
  });
}

function peakOf(pid) {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000 || undefined;
  } catch {
    return undefined;
  }
}

export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
