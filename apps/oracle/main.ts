/**
 * Compares the command with google/pprof, byte for byte, on commands that are drawn at random: for every profile of a
 * corpus and each of its sample types, formats with options, filters and other profiles.
 *
 * The corpus is $PROFLENS_CORPUS or ../shared/corpus; pprof is $PPROF or the one on the PATH or in Go's bin folder.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArguments, USAGE, type Arguments } from './arguments.ts';
import { compare, type Comparison, type Verdict } from './compare.ts';
import { drawMatrix, type Command } from './matrix.ts';
import { ours, type Output } from './ours.ts';
import { withoutPurpose } from './purpose.ts';
import { Random } from './random.ts';
import { findPprof, reference } from './reference.ts';

/** Differences that are shown line by line. */
const SHOWN = 5;

process.env.TZ = 'UTC';
const scratch = mkdtempSync(join(tmpdir(), 'proflens-oracle-'));
process.env.PPROF_TMPDIR = scratch;
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

async function main(words: readonly string[]): Promise<number> {
  const asked = understood(words);
  if (asked === undefined) return 2;
  const corpus = resolve(process.env.PROFLENS_CORPUS ?? '../shared/corpus');
  const pprof = findPprof();
  if (pprof === undefined || !existsSync(corpus)) {
    console.log(`${pprof === undefined ? 'pprof is not installed (go install github.com/google/pprof@latest)' : `no corpus at ${corpus}`}; nothing to compare with`);
    console.log('0 equal, 0 different, 1 skipped');
    return 0;
  }
  process.chdir(corpus);
  const tally = new Tally(asked.show);
  await inParallel(await commandsOf(asked), async (command) => {
    const own = await ours(command.words);
    tally.add(command, own, await compare(command.words, own, referenceFor(pprof, command.words)));
  });
  tally.print();
  return tally.isFine() ? 0 : 1;
}

function understood(words: readonly string[]): Arguments | undefined {
  try {
    return parseArguments(words);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return undefined;
  }
}

async function commandsOf({ seed, each, sample, kinds, command }: Arguments): Promise<Command[]> {
  if (command.length > 0) return [{ kind: 'one', words: command }];
  const all = await drawMatrix(seed, each, kinds);
  const drawn = sample === undefined ? all : new Random(seed).some(all, sample);
  console.log(`${drawn.length} commands of --seed ${seed}${sample === undefined ? '' : ` --sample ${sample}`}${kinds.map((kind) => ` ${kind}`).join('')}`);
  return drawn;
}

function referenceFor(pprof: string, words: readonly string[]) {
  return {
    run: () => reference(pprof, words, scratch),
    read: async (profile: Buffer) => {
      const path = join(scratch, `${process.hrtime.bigint()}.pb.gz`);
      writeFileSync(path, profile);
      const output = await reference(pprof, ['-raw', '-symbolize=none', path], scratch);
      rmSync(path);
      return output?.stdout.toString('latin1') ?? '';
    },
  };
}

/** Verdicts that count as equal. */
const FINE: readonly Verdict[] = ['equal', 'purpose', 'set'];

const COLUMNS: readonly (readonly [Verdict, string])[] = [
  ['equal', 'equal'],
  ['purpose', 'on purpose'],
  ['set', 'as sets'],
  ['loose', 'unsteady'],
  ['different', 'different'],
  ['late', 'no end'],
];

type Counts = Record<Verdict, number>;

/** What came out, of all and of each format and kind. */
class Tally {
  readonly #counts = new Map<string, Counts>();
  readonly #show: boolean;

  constructor(show: boolean) {
    this.#show = show;
  }

  add({ kind, words }: Command, own: Output, { verdict, theirs }: Comparison): void {
    for (const group of ['all', words[0].split('=')[0].replace('text', 'top'), kind]) this.#of(group)[verdict]++;
    const nth = this.#of('all').different;
    if (FINE.includes(verdict)) return;
    console.log(`${verdict}: npm run oracle -- ${words.map(quoted).join(' ')}`);
    if (verdict === 'different' && this.#show && nth <= SHOWN && theirs !== undefined) showDifference(words, theirs, own);
  }

  #of(group: string): Counts {
    const counts = this.#counts.get(group) ?? { equal: 0, purpose: 0, set: 0, loose: 0, different: 0, late: 0 };
    this.#counts.set(group, counts);
    return counts;
  }

  #fine(): number {
    return FINE.reduce((sum, verdict) => sum + this.#of('all')[verdict], 0);
  }

  isFine(): boolean {
    return this.#of('all').different === 0 && this.#fine() > 0;
  }

  print(): void {
    const row = (name: string, cells: readonly unknown[]) => console.log(`${name.padEnd(16)}${cells.map((cell) => String(cell).padStart(12)).join('')}`);
    row('', COLUMNS.map(([, title]) => title));
    for (const [group, counts] of [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1))) row(group, COLUMNS.map(([verdict]) => counts[verdict]));
    const { loose, different, late } = this.#of('all');
    console.log(`${this.#fine()} equal, ${different} different, ${loose + late} skipped`);
  }
}

function showDifference(words: readonly string[], theirs: Output, own: Output): void {
  const shown = (stdout: Buffer) => withoutPurpose(words, stdout.toString('latin1'));
  if (theirs.ok !== own.ok) console.log(`  pprof ${theirs.ok ? 'succeeds' : `fails: ${theirs.stderr.trim()}`}\n  proflens ${own.ok ? 'succeeds' : `fails: ${own.stderr.trim()}`}`);
  else {
    const [a, b] = [join(scratch, 'theirs'), join(scratch, 'ours')];
    writeFileSync(a, shown(theirs.stdout), 'latin1');
    writeFileSync(b, shown(own.stdout), 'latin1');
    const { stdout } = spawnSync('diff', ['-u', '--text', '--label', 'pprof', '--label', 'proflens', a, b], { encoding: 'latin1', maxBuffer: 2 ** 30 });
    console.log(stdout.split('\n').slice(0, 60).map((line) => `  ${line.slice(0, 300)}`).join('\n'));
  }
}

/** As a shell reads it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

async function inParallel<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

process.exitCode = await main(process.argv.slice(2));
