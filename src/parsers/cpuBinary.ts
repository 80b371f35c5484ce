import { narrow } from '#model/int64.ts';
import type { Profile } from '#model/profile.ts';
import { Places, profileOfAddresses, type Place } from './addressProfile.ts';
import type { Format } from './formats.ts';
import { profileOfJava } from './javaSymbols.ts';
import { legacyFrames } from './legacyFrames.ts';
import { callBefore, legacyLines } from './legacyText.ts';
import { linesOf } from './lines.ts';
import { ParseError } from './parseError.ts';

/**
 * What gperftools, Go before 1.9 and Java agents write of CPU time: a header of five words, then for each stack how often
 * it was seen, its length and its addresses, all in words of the program's own size and byte order. A memory map, or
 * Java's symbols, follow as text.
 *
 * Source: github.com/google/pprof, profile/legacy_profile.go (parseCPU), profile/legacy_java_profile.go (javaCPUProfile).
 */
export const cpuBinary: Format = {
  name: 'CPU binary',
  recognises: (bytes) => headerOf(bytes) !== undefined,
  parse: parseCpu,
};

interface WordForm {
  readonly size: 4 | 8;
  readonly littleEndian: boolean;
}

const FORMS: readonly WordForm[] = [
  { size: 4, littleEndian: true },
  { size: 4, littleEndian: false },
  { size: 8, littleEndian: true },
  { size: 8, littleEndian: false },
];

interface Header {
  readonly form: WordForm;
  readonly isJava: boolean;
  readonly microseconds: bigint;
}

const HEADER_WORDS = 5;

function headerOf(bytes: Uint8Array): Header | undefined {
  for (const form of FORMS) {
    const words = new Words(bytes, form);
    const [zero, three, java, microseconds, padding] = Array.from({ length: HEADER_WORDS }, () => words.next());
    if (words.ended || zero !== 0n || three !== 3n || java > 1n || microseconds === 0n || padding !== 0n) continue;
    return { form, isJava: java === 1n, microseconds };
  }
  return undefined;
}

/** Reads words one by one. What is not there in full is 0, and the end. */
class Words {
  at = 0;
  ended = false;
  readonly #view: DataView;
  readonly #form: WordForm;

  constructor(bytes: Uint8Array, form: WordForm) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#form = form;
  }

  next(): bigint {
    const { size, littleEndian } = this.#form;
    if (this.ended || this.at + size > this.#view.byteLength) {
      this.at = this.#view.byteLength;
      this.ended = true;
      return 0n;
    }
    const word = size === 4 ? BigInt(this.#view.getUint32(this.at, littleEndian)) : this.#view.getBigUint64(this.at, littleEndian);
    this.at += size;
    return word;
  }
}

const TYPES = [
  { type: 'samples', unit: 'count' },
  { type: 'cpu', unit: 'nanoseconds' },
];

function parseCpu(bytes: Uint8Array): Profile {
  const header = headerOf(bytes);
  if (header === undefined) throw new ParseError('a CPU profile without its header');
  const { stacks, end, isComplete } = readStacks(bytes, header.form);
  const period = BigInt.asIntN(64, header.microseconds * 1000n);
  const notes = isComplete ? [] : ['the file ends without the mark that stands behind the last stack; it may have been cut short'];
  const parts = { periodType: TYPES[1], period, notes, ...legacyFrames(TYPES) };
  const text = bytes.subarray(end);
  const valuesOf = (count: bigint) => [narrow(BigInt.asIntN(64, count)), narrow(BigInt.asIntN(64, count * period))];
  if (header.isJava) {
    const samples = stacks.map(({ count, addresses }) => ({ addresses, values: valuesOf(count) }));
    return profileOfJava('Java CPU binary', TYPES, samples, linesOf(text), parts);
  }
  const places = new Places();
  const samples = stacks.map(({ count, addresses }) => ({ places: addresses.map((address, depth) => places.at(depth === 0 ? address : callBefore(address))), values: valuesOf(count) }));
  dropHandlers(samples.map((sample) => sample.places));
  return profileOfAddresses({ format: 'CPU binary', sampleTypes: TYPES, samples, map: legacyLines(text), parts, leafMayComeTwice: true });
}

interface Stack {
  readonly count: bigint;
  readonly addresses: readonly bigint[];
}

function readStacks(bytes: Uint8Array, form: WordForm): { readonly stacks: readonly Stack[]; readonly end: number; readonly isComplete: boolean } {
  const words = new Words(bytes, form);
  for (let i = 0; i < HEADER_WORDS; i++) words.next();
  const stacks: Stack[] = [];
  while (words.at < bytes.length) {
    const start = words.at;
    const count = words.next();
    const length = words.next();
    // Four even where a word is eight bytes: pprof takes what is missing of such a stack for zeros.
    if (words.ended || length > (bytes.length - words.at) >> 2) {
      throw new ParseError(`the file ends within stack ${stacks.length + 1} of this CPU profile, which begins at byte ${start}`);
    }
    const addresses = Array.from({ length: Number(length) }, () => words.next());
    if (count === 0n && length === 1n && addresses[0] === 0n) return { stacks, end: words.at, isComplete: !words.ended };
    stacks.push({ count, addresses });
  }
  return { stacks, end: bytes.length, isComplete: false };
}

/** Frames that a signal handler can leave between the leaf and its caller. */
const HANDLERS = 2;
/** One stack in so many may differ. */
const ALIKE = 32;

/**
 * A second frame that all stacks but a few have in common is the signal handler's, and goes. Source: the same, cpuProfile.
 */
function dropHandlers(stacks: readonly Place[][]): void {
  const enough = stacks.length - Math.floor(stacks.length / ALIKE);
  for (let handler = 0; handler < HANDLERS; handler++) {
    const times = new Map<Place, number>();
    for (const stack of stacks) if (stack.length > 1) times.set(stack[1], (times.get(stack[1]) ?? 0) + 1);
    const common = [...times].find(([, count]) => count >= enough)?.[0];
    if (common === undefined) return;
    for (const stack of stacks) if (stack[1] === common) stack.splice(1, 1);
  }
}
