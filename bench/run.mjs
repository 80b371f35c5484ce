// npm run bench [-- [--rounds N] [--no-page] [FLAG …] [FILE]]: how long a large profile takes, here and in pprof, in turn in
// one run; ratios are what to quote, as a machine's speed drifts. FLAG is a report, such as -tree; without one it is -top.
// Without a file one of a million samples is made. It reports and judges nothing.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildIfNeeded, installIfNeeded, ROOT } from '../scripts/prepare.mjs';
import { makeLarge } from './large.mjs';
import { benchPage } from './page.mjs';
import { findPprof, median, timed } from './processes.mjs';

const COMMAND = join(ROOT, 'dist/cli/proflens.js');

const asked = understood(process.argv.slice(2));
installIfNeeded();
buildIfNeeded();
const folder = mkdtempSync(join(tmpdir(), 'proflens-bench-'));
const file = asked.file ?? (await made(join(folder, 'large.pb.gz')));
const compressed = readFileSync(file);
console.log(`${file}: ${megabytes(compressed.length)} MB, inflated ${megabytes(gunzipSync(compressed).length)} MB`);

const pprof = findPprof();
if (pprof === undefined) console.log('pprof is not installed; nothing to compare with');
for (const report of asked.reports) await benchReport(report);
if (asked.page) await benchPage(file, asked.rounds);
rmSync(folder, { recursive: true, force: true });

function understood(words) {
  const asked = { rounds: 3, page: true, reports: [], file: undefined };
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--rounds') asked.rounds = Number(words[++at]);
    else if (words[at] === '--no-page') asked.page = false;
    else if (words[at].startsWith('-')) asked.reports.push(words[at]);
    else asked.file = words[at];
  }
  return asked.reports.length > 0 ? asked : { ...asked, reports: ['-top'] };
}

async function made(path) {
  console.log('Making a profile of a million samples …');
  await makeLarge(path, 1_000_000);
  return path;
}

async function benchReport(report) {
  // pprof prints no profile to a pipe as Node makes it; and two that say the same are packed differently.
  const isProfile = report === '-proto' || report === '-topproto';
  const words = [report, '-symbolize=none', ...(isProfile ? [`-output=${join(folder, 'written.pb.gz')}`] : []), file];
  const ours = [];
  const theirs = [];
  for (let round = 0; round < asked.rounds; round++) {
    ours.push(await timed(process.execPath, [COMMAND, ...words]));
    if (pprof !== undefined) theirs.push(await timed(pprof, words));
  }
  row(`proflens ${report}`, ours);
  if (pprof === undefined) return;
  row(`pprof ${report}`, theirs);
  const ratio = (key) => median(ours.map((run, i) => theirs[i][key] / run[key])).toFixed(1);
  const verdict = isProfile ? 'not compared' : ours[0].hash === theirs[0].hash ? 'equal' : 'DIFFERENT';
  console.log(`  pprof ÷ proflens: wall ${ratio('wall')}, memory ${ratio('peak')}; the outputs are ${verdict}`);
}

function row(name, runs) {
  const walls = runs.map(({ wall }) => wall);
  const first = median(runs.map((run) => run.first));
  const peak = median(runs.map((run) => run.peak));
  console.log(`${name.padEnd(24)} ${median(walls).toFixed(2)} s (${Math.min(...walls).toFixed(2)} … ${Math.max(...walls).toFixed(2)}), first byte after ${first.toFixed(2)} s, ${peak.toFixed(0)} MB, prints ${megabytes(runs[0].bytes)} MB`);
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
