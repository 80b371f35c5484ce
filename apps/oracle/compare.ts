import { gunzipSync } from 'node:zlib';
import { canonical } from './canonical.ts';
import type { Output } from './ours.ts';
import { isPurpose, withoutPurpose } from './purpose.ts';

/**
 * equal: to the byte · purpose: but for what differs on purpose · set: but for an order that the reference does not reproduce · loose: the reference does not reproduce
 * what it shows, and ours has what it always shows · different · late: the reference does not end.
 */
export type Verdict = 'equal' | 'purpose' | 'set' | 'loose' | 'different' | 'late';

export interface Comparison {
  readonly verdict: Verdict;
  readonly theirs: Output | undefined;
}

/** How the reference is asked. */
export interface Reference {
  /** What it prints, once more; undefined if it does not end. */
  readonly run: () => Promise<Output | undefined>;
  /** A profile that somebody wrote, as text. */
  readonly read: (profile: Buffer) => Promise<string>;
}

/** Runs of the reference until an output counts as one that it reproduces, and until we stop looking for ours among those that it does not. */
const RUNS = 6;
const MANY_RUNS = 24;

/**
 * Compares our output with the reference's. Where they differ it runs again, as some of its outputs depend on the order of
 * a hash table.
 * @param words of the command, that of its format first
 */
export async function compare(words: readonly string[], own: Output, reference: Reference): Promise<Comparison> {
  const found = await verdictOf(words, own, reference);
  return found.verdict === 'different' && (await isPurpose(words)) ? { ...found, verdict: 'purpose' } : found;
}

async function verdictOf(words: readonly string[], own: Output, { run, read }: Reference): Promise<Comparison> {
  const flag = words[0].split('=')[0];
  let ownText: string | undefined;
  let ownForm: readonly string[] | undefined;
  let saysTheSame = false;
  const forms: (readonly string[])[] = [];
  const seen = new Set<string>();
  const textOf = async (stdout: Buffer) => withoutPurpose(words, isGzip(stdout) ? await read(stdout) : stdout.toString('latin1'));
  for (let runs = 1; ; runs++) {
    const theirs = await run();
    if (theirs === undefined) return { verdict: 'late', theirs };
    if (theirs.ok !== own.ok) return { verdict: 'different', theirs };
    if (inflated(theirs.stdout).equals(inflated(own.stdout))) return { verdict: 'equal', theirs };
    ownText ??= await textOf(own.stdout);
    const text = await textOf(theirs.stdout);
    if (text === ownText) return { verdict: isGzip(own.stdout) ? 'equal' : 'purpose', theirs };
    seen.add(text);
    ownForm ??= canonical(flag, ownText);
    const form = canonical(flag, text);
    forms.push(form);
    saysTheSame ||= isSame(form, ownForm);
    if (runs < RUNS) continue;
    if (seen.size > 1 && saysTheSame) return { verdict: 'set', theirs };
    if (seen.size === 1 && !saysTheSame) return { verdict: 'different', theirs };
    if (runs === MANY_RUNS) return { verdict: isAmong(ownForm, forms) ? 'loose' : 'different', theirs };
  }
}

/**
 * Where no two runs need agree on what is shown: what is in all of theirs is in ours, and ours is as long as some of them.
 * Edges aside: which of equal nodes were left out decides what they lead across.
 */
function isAmong(own: readonly string[], forms: readonly (readonly string[])[]): boolean {
  if (forms.every((form) => isSame(form, forms[0]))) return false;
  const lengths = forms.map((form) => form.length);
  const sets = [own, ...forms].map((form) => new Set(form));
  const always = forms[0].filter((line) => !line.includes(' -> ') && sets.slice(1).every((set) => set.has(line)));
  return own.length >= Math.min(...lengths) && own.length <= Math.max(...lengths) && always.every((line) => sets[0].has(line));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function inflated(bytes: Buffer): Buffer {
  return isGzip(bytes) ? gunzipSync(bytes) : bytes;
}
