// Compares `proflens -top` and `-dot` with google/pprof's, byte for byte, for every profile of a corpus and each of its
// sample types. What pprof itself does not reproduce from run to run is compared as sets of lines.
//
//   npm run oracle [-- KIND …]     kinds are folders of the corpus; all of them where none is named
//
// The corpus is $PROFLENS_CORPUS or ../shared/corpus; pprof is $PPROF or the one on the PATH or in Go's bin folder.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { delimiter, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CORPUS = resolve(process.env.PROFLENS_CORPUS ?? join(ROOT, '../shared/corpus'));
const COMMAND = join(ROOT, 'dist/cli/proflens.js');
const KINDS = ['cpu', 'heap', 'goroutine', 'contention', 'series', 'large', 'legacy'];
const REPORTS = ['-top', '-dot'];
const NOT_PROFILES = new Set(['.md', '.tsv', '.py']);
/** Runs of the reference before an output counts as one that it does not reproduce. */
const TRIES = 6;

const pprof = findPprof();
if (pprof === undefined || !existsSync(CORPUS)) {
  console.log(`${pprof === undefined ? 'pprof is not installed (go install github.com/google/pprof@latest)' : `no corpus at ${CORPUS}`}; nothing to compare with`);
  console.log('0 equal, 0 different, 1 skipped');
  process.exit(0);
}

const kinds = process.argv.length > 2 ? process.argv.slice(2) : KINDS;
const files = kinds.flatMap((kind) => profilesIn(join(CORPUS, kind))).map((file) => relative(CORPUS, file));
const comparisons = (await inParallel(files, comparisonsOf)).flat();
const counts = { equal: 0, different: 0, skipped: 0 };
await inParallel(comparisons, async (words) => {
  const verdict = await compare(words);
  counts[verdict]++;
  if (verdict === 'different') console.log(`different: ${words.join(' ')}`);
});
console.log(`${counts.equal} equal, ${counts.different} different, ${counts.skipped} skipped`);
process.exit(counts.different > 0 || counts.equal === 0 ? 1 : 0);

function findPprof() {
  if (process.env.PPROF) return process.env.PPROF;
  const folders = [...(process.env.PATH ?? '').split(delimiter), process.env.GOBIN, process.env.GOPATH && join(process.env.GOPATH, 'bin'), join(homedir(), 'go/bin')];
  return folders.filter(Boolean).map((folder) => join(folder, 'pprof')).find((path) => existsSync(path));
}

function profilesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !NOT_PROFILES.has(extname(path)))
    .sort();
}

/** One comparison for each sample type and report; for a file that pprof refuses, whether we refuse it too. */
async function comparisonsOf(file) {
  const { stdout } = await run(pprof, ['-raw', '-symbolize=none', file]);
  const types = /^Samples:\n(.*)$/m.exec(stdout.toString('latin1'))?.[1];
  if (types === undefined) return [['-top', '-symbolize=none', file]];
  const names = types.replaceAll('[dflt]', '').split(' ').filter(Boolean);
  return names.flatMap((name) => REPORTS.map((report) => [report, '-symbolize=none', `-sample_index=${name.slice(0, name.lastIndexOf('/'))}`, file]));
}

async function compare(words) {
  const ours = await run(process.execPath, [COMMAND, ...words]);
  const first = await run(pprof, words);
  if (same(first, ours)) return 'equal';
  const sets = [asSet(first.stdout)];
  let stable = true;
  for (let i = 1; i < TRIES; i++) {
    const again = await run(pprof, words);
    if (same(again, ours)) return 'equal';
    if (!again.stdout.equals(first.stdout)) stable = false;
    sets.push(asSet(again.stdout));
  }
  if (stable) return 'different';
  return sets.includes(asSet(ours.stdout)) ? 'equal' : 'skipped';
}

function same(theirs, ours) {
  return theirs.ok === ours.ok && theirs.stdout.equals(ours.stdout);
}

/** Lines in the order of their text, without what follows from their order: node numbers and running sums. */
function asSet(output) {
  const lines = output.toString('latin1').replace(/\bN+[0-9_]+/g, 'N').split('\n');
  return lines.map((line) => line.replace(/^(\s*\S+\s+\S+%)\s+\S+%/, '$1')).sort().join('\n');
}

function run(command, args) {
  return new Promise((done) => {
    const options = { cwd: CORPUS, env: { ...process.env, TZ: 'UTC' }, encoding: 'buffer', maxBuffer: 2 ** 30 };
    execFile(command, args, options, (error, stdout) => done({ ok: error === null, stdout }));
  });
}

async function inParallel(items, act) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const i = next++;
      results[i] = await act(items[i]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
