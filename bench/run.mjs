// npm run bench [-- FILE]: how long a large profile takes, here and in pprof, in turn in one run; ratios are what to quote, as a
// machine's speed drifts. Without a file one of a million samples is made. It reports and judges nothing.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildIfNeeded, installIfNeeded, ROOT } from '../scripts/prepare.mjs';
import { makeLarge } from './large.mjs';
import { benchPage } from './page.mjs';

const ROUNDS = 3;
const COMMAND = join(ROOT, 'dist/cli/proflens.js');

installIfNeeded();
buildIfNeeded();
const folder = mkdtempSync(join(tmpdir(), 'proflens-bench-'));
const file = process.argv[2] ?? (await made(join(folder, 'large.pb.gz')));
const compressed = readFileSync(file);
const inflated = gunzipSync(compressed);
console.log(`${file}: ${megabytes(compressed.length)} MB, inflated ${megabytes(inflated.length)} MB`);

const pprof = findPprof();
const ours = [];
const theirs = [];
for (let round = 0; round < ROUNDS; round++) {
  ours.push(await timed(process.execPath, [COMMAND, '-top', '-symbolize=none', file]));
  if (pprof !== undefined) theirs.push(await timed(pprof, ['-top', '-symbolize=none', file]));
}
row('proflens -top', ours);
if (pprof === undefined) console.log('pprof is not installed; nothing to compare with');
else {
  row('pprof -top', theirs);
  const ratio = (key) => median(ours.map((run, i) => theirs[i][key] / run[key])).toFixed(1);
  console.log(`pprof ÷ proflens: wall ${ratio('wall')}, memory ${ratio('peak')}; the outputs are ${ours[0].stdout.equals(theirs[0].stdout) ? 'equal' : 'DIFFERENT'}`);
}
await benchPage(file, ROUNDS);
rmSync(folder, { recursive: true, force: true });

async function made(path) {
  console.log('Making a profile of a million samples …');
  await makeLarge(path, 1_000_000);
  return path;
}

function findPprof() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), join(homedir(), 'go/bin')];
  return process.env.PPROF ?? folders.map((path) => join(path, 'pprof')).find((path) => existsSync(path));
}

/** Wall seconds and peak memory in MB, the latter where /proc tells it. */
function timed(command, args) {
  return new Promise((done) => {
    const start = performance.now();
    let peak = Number.NaN;
    const child = execFile(command, args, { encoding: 'buffer', maxBuffer: 2 ** 30, env: { ...process.env, TZ: 'UTC' } }, (error, stdout) => {
      clearInterval(watch);
      if (error !== null) throw error;
      done({ wall: (performance.now() - start) / 1000, peak, stdout });
    });
    const watch = setInterval(() => {
      peak = peakOf(child.pid) ?? peak;
    }, 10);
  });
}

function peakOf(pid) {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000 || undefined;
  } catch {
    return undefined;
  }
}

function row(name, runs) {
  const walls = runs.map(({ wall }) => wall);
  console.log(`${name.padEnd(16)} ${median(walls).toFixed(2)} s (${Math.min(...walls).toFixed(2)} … ${Math.max(...walls).toFixed(2)}), ${median(runs.map(({ peak }) => peak)).toFixed(0)} MB`);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
