import type { Profile } from '#model/profile.ts';
import { Places, profileOfAddresses, type Place } from './addressProfile.ts';
import type { Format } from './formats.ts';
import { legacyFrames } from './legacyFrames.ts';
import { addressesOf, callBefore, legacyLines } from './legacyText.ts';
import { headLines, isBlankOrComment, quote } from './lines.ts';
import { isMapSentinel, mapSection } from './memoryMap.ts';
import { ParseError } from './parseError.ts';

/**
 * `--- threadz 1 ---`: the stacks of all threads of a C++ program. Source: github.com/google/pprof,
 * profile/legacy_profile.go (parseThread).
 */
export const threadz: Format = {
  name: 'threadz',
  recognises: (bytes) => {
    const first = headLines(bytes).find((line) => !isBlankOrComment(line)) ?? '';
    return isTitle(first) || isThread(first);
  },
  parse: parseThreadz,
};

function isTitle(line: string): boolean {
  return /--- threadz [0-9]+ ---/.test(line);
}

/** `--- Thread 7f794ab90940 (name: main/14748) stack: ---` */
function isThread(line: string): boolean {
  const name = /--- Thread [0-9a-fA-F]+ \(name: /.exec(line);
  // In two steps, as a name of many such beginnings would take one pattern its time squared.
  return name !== null && /\/[0-9]+\) stack: ---/.test(line.slice(name.index + name[0].length));
}

/** Nothing but the memory map stands behind it. */
function isEnd(line: string): boolean {
  return isMapSentinel(line) || line.trimStart().startsWith('---- no stack trace for');
}

const THREAD = { type: 'thread', unit: 'count' };

function parseThreadz(bytes: Uint8Array): Profile {
  const lines = legacyLines(bytes);
  const places = new Places();
  const threads: { readonly places: readonly Place[]; count: number }[] = [];
  let at = firstThread(lines);
  while (!isEnd(lines[at])) {
    if (!isThread(lines[at])) throw new ParseError(`line ${at + 1} of this threadz dump begins no thread: ${quote(lines[at])}`);
    const { addresses, end } = stackAt(lines, at + 1);
    const last = threads.at(-1);
    // The leaf is where the thread was, not where a call returns to.
    if (addresses.length > 0) threads.push({ places: addresses.map((address, depth) => places.at(depth === 0 ? address : callBefore(address))), count: 1 });
    else if (last !== undefined) last.count++;
    at = end;
  }
  return profileOfAddresses({
    format: 'threadz',
    sampleTypes: [THREAD],
    samples: threads.map(({ places: stack, count }) => ({ places: stack, values: [count] })),
    map: mapSection(lines.slice(at)),
    parts: { periodType: THREAD, period: 1n, ...legacyFrames([THREAD]) },
    leafMayComeTwice: true,
  });
}

function firstThread(lines: readonly string[]): number {
  const at = lines.findIndex((line) => !isBlankOrComment(line));
  if (!isTitle(lines[at])) return at;
  const first = lines.findIndex((line, i) => i > at && (isMapSentinel(line) || line.startsWith('-')));
  if (first < 0) throw new ParseError(`no thread follows the first line of this threadz dump: ${quote(lines[at])}`);
  return first;
}

/** The addresses of a thread, which may stand on many lines; none where it is the same as the one before. */
function stackAt(lines: readonly string[], start: number): { readonly addresses: readonly bigint[]; readonly end: number } {
  const addresses: bigint[] = [];
  let same = false;
  for (let at = start; at < lines.length; at++) {
    const line = lines[at].trim();
    if (line.startsWith('---')) return { addresses: same ? [] : addresses, end: at };
    if (line.includes('same as previous thread')) same = true;
    else for (const address of addressesOf(line, line)) addresses.push(address);
  }
  throw new ParseError(`this threadz dump ends within a thread, the one at line ${start}; a memory map should stand last`);
}
