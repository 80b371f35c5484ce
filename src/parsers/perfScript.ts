import { ProfileBuilder, type LabelParts, type LineParts } from '#model/builder.ts';
import { columnsAlike, int64Column, type Int64 } from '#model/int64.ts';
import { NONE, type Profile, type ValueType } from '#model/profile.ts';
import type { Format } from './formats.ts';
import { int64Of } from './legacyText.ts';
import { headLines, linesOf, quote } from './lines.ts';
import { ParseError } from './parseError.ts';

/**
 * What `perf script` prints: a line that says who was sampled and by which event, then the stack, leaf first, up to a
 * blank line. Without call chains the one frame stands in the first line. Which fields there are was up to the caller.
 *
 * Sample types and labels are those that perf_to_profile gives the same recording: `cycles_sample`, and `cycles_event`
 * for the sum of the periods where they are printed; `pid`, `tid`, `comm`, `cpu`, `cgroup`. The event that comes first
 * is the default, as other readers of this text have it. Periods of `cpu-clock` and `task-clock` are nanoseconds.
 *
 * Sources: Linux, tools/perf/builtin-script.c and util/evsel_fprintf.c; google/perf_data_converter, perf_data_converter.cc.
 */
export const perfScript: Format = {
  name: 'perf script text',
  beyondPprof: true,
  recognises: (bytes) => {
    const lines = headLines(bytes);
    return lines.some((line, i) => {
      if (ALIGNED_FRAME.test(line)) return true;
      const header = headerOf(line);
      return header !== undefined && (FRAME_BEHIND.test(header.rest) || FRAME.test(lines[i + 1] ?? ''));
    });
  },
  parse: (bytes) => {
    const script = new Script();
    for (const block of blocksOf(linesOf(bytes))) script.take(block);
    return script.finish();
  },
};

/** Lines that stand together: a sample, or something else. */
function* blocksOf(lines: Iterable<string>): Generator<string[]> {
  let block: string[] = [];
  for (const line of lines) {
    const isBlank = line.trim() === '';
    if (block.length > 0 && (isBlank || beginsSample(line))) {
      yield block;
      block = [];
    }
    if (!isBlank) block.push(line);
  }
  if (block.length > 0) yield block;
}

/** Without call chains no blank line stands between samples, and their lines may begin with blanks. */
function beginsSample(line: string): boolean {
  return /^\S/.test(line) || (line.startsWith(' ') && headerOf(line)?.nanos !== undefined);
}

/** A sample's first line. */
interface Header {
  readonly event: string;
  /** Digits, where it is printed. */
  readonly period: string | undefined;
  /** By the clock of the recording, which began at any time. */
  readonly nanos: bigint | undefined;
  readonly labels: readonly LabelParts[];
  /** What the event tells of itself, or the frame of a sample without a call chain. */
  readonly rest: string;
}

/** The event of samples that do not name theirs. */
const UNNAMED = 'event';

/** A command's name may hold blanks and numbers: what stands behind a number decides whether it is the thread. */
const THREAD = /(?<!\S)(?:(-?\d{1,10})\/)?(-?\d{1,10})(?=\s)/g;
/**
 * `[002] 6544038.708352: 250000 cpu-clock:`, each of which may be missing. The mode (`K`) and the time of day are passed over.
 */
const BEHIND_THREAD =
  /(?:\s+\[(\d{1,10})\])?(?:\s+[A-Za-z]{1,4}(?=\s))?(?:\s+\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+)?(?:\s+(\d{1,10})\.(\d{1,9}):(?=\s|$))?(?:(?:\s+(\d+))?\s+(?!\d+\.\d+:)((?:raw )?\S+):(?=\s|$))?/y;

/** Characters of a line in which the header is looked for; a command's name has 15. */
const HEADER_LENGTH = 1024;

/** `java 12688/12764 [002] 6544038.708352: 250000 cpu-clock:`; undefined for what has neither a time nor an event. */
function headerOf(line: string): Header | undefined {
  const head = line.slice(0, HEADER_LENGTH);
  for (const thread of head.matchAll(THREAD)) {
    const end = thread.index + thread[0].length;
    BEHIND_THREAD.lastIndex = end;
    const [behind = '', cpu, seconds, fraction = '', period, event] = BEHIND_THREAD.exec(head) ?? [];
    if (seconds === undefined && event === undefined) continue;
    const [, pid, tid] = thread;
    const comm = head.slice(0, thread.index).trim();
    const labels: LabelParts[] = [];
    if (pid !== undefined) labels.push({ key: 'pid', number: Number(pid) });
    labels.push({ key: 'tid', number: Number(tid) });
    if (comm !== '') labels.push({ key: 'comm', text: comm });
    if (cpu !== undefined) labels.push({ key: 'cpu', number: Number(cpu), unit: 'cpu' });
    const nanos = seconds === undefined ? undefined : BigInt(seconds + fraction.padEnd(9, '0'));
    return { event: event ?? UNNAMED, period, nanos, labels, rest: line.slice(end + behind.length) };
  }
  return undefined;
}

/** `	ffffffff8104f45a native_write_msr+0xa ([kernel.kallsyms])`; the symbol and the binary may be missing. */
const FRAME = /^\s+([0-9a-f]{1,16})(?: (.*))?$/;
/** As perf prints it, its address 16 characters wide; text that was pasted may have lost the tab. */
const ALIGNED_FRAME = /^\t(?=[ 0-9a-f]{16} ) *[0-9a-f]+ .*\)$/;
const FRAME_BEHIND = /^\s+[0-9a-f]{1,16} .*\)$/;
const CGROUP = /^ \/\S*$/;
const INLINED = / \(inlined\)$/;

/** The lines below a sample's first. */
interface Chain {
  /** Each is a frame's line, and behind a line break its place in the source where that is printed. */
  readonly frames: string[];
  readonly cgroup: string | undefined;
  /** The first line that is none of these. */
  readonly odd: string | undefined;
}

function chainOf(lines: readonly string[]): Chain {
  const frames: string[] = [];
  let cgroup: string | undefined;
  let odd: string | undefined;
  for (const line of lines) {
    if (FRAME.test(line)) frames.push(line);
    else if (CGROUP.test(line)) cgroup = line.trim();
    else if (frames.length > 0 && /^ {2}\S/.test(line)) frames[frames.length - 1] += `\n${line}`;
    else odd ??= line;
  }
  return { frames, cgroup, odd };
}

interface Call {
  readonly address: bigint;
  /** Empty where it is not known. */
  readonly symbol: string;
  /** Empty where it is not known, and for what was inlined. */
  readonly binary: string;
  /** Empty where it is not known. */
  readonly file: string;
  readonly line: number;
}

function callOf(frame: string): Call {
  const [text, place = ''] = frame.split('\n');
  const [, address, rest = ''] = FRAME.exec(text) ?? [];
  const [, file = '', line = '0'] = /^ {2}(\S.*):(\d{1,9})(?: \(discriminator \d+\))?$/.exec(place.replace(INLINED, '')) ?? [];
  const [symbol, binary] = INLINED.test(frame) ? [rest.replace(INLINED, ''), ''] : symbolAndBinary(rest);
  return { address: BigInt(`0x${address}`), symbol: withoutOffset(symbol), binary: withoutOffset(binary), file, line: Number(line) };
}

/** Both may have blanks and parentheses of their own; a file that is no more has ` (deleted)` behind its name. */
function symbolAndBinary(text: string): readonly [string, string] {
  const padded = ` ${text}`;
  const inside = padded.endsWith(')') ? padded.slice(0, -1) : '';
  const open = inside.lastIndexOf(' (', inside.endsWith(' (deleted)') ? inside.length - 11 : inside.length);
  return open < 0 ? [text, ''] : [padded.slice(1, open), inside.slice(open + 2)];
}

function withoutOffset(name: string): string {
  const trimmed = name.trim().replace(/\+0x[0-9a-f]+$/, '');
  return trimmed === '[unknown]' ? '' : trimmed;
}

/** Frames by location: those that were inlined, and the one that they were inlined into. */
function locationsOf(frames: readonly string[]): string[][] {
  const locations: string[][] = [];
  let isOpen = false;
  for (const frame of frames) {
    if (isOpen) locations[locations.length - 1].push(frame);
    else locations.push([frame]);
    isOpen = INLINED.test(frame);
  }
  return locations;
}

const COUNT: ValueType = { type: '', unit: 'count' };
/** Who is sampled where the fields do not say. */
const NOBODY: Header = { event: UNNAMED, period: undefined, nanos: undefined, labels: [], rest: '' };

/** What of a recording's description is worth a line above each report, and what it is called there. */
const COMMENTS: ReadonlyMap<string, string> = new Map([
  ['cmdline', 'perf-command'],
  ['perf version', 'perf-version'],
  ['captured on', 'captured on'],
]);

/** Each takes memory for every sample. */
const MOST_EVENTS = 32;

/** Samples on their way into a profile. */
class Script {
  /** Until all events are known, its columns are the row of a sample's event, and the period. */
  readonly #builder = new ProfileBuilder('perf script', [COUNT, COUNT]);
  /** In the order of the recording where a header tells it, else in which they come. */
  readonly #events: { readonly name: string; samples: number; hasPeriods: boolean }[] = [];
  readonly #rowOf = new Map<string, number>();
  readonly #locations = new Map<string, number>();
  readonly #mappings = new Map<string, number>();
  readonly #comments: string[] = [];
  readonly #notUnderstood: string[] = [];
  #hasHeaders = false;
  readonly #nanos: { first?: bigint; last?: bigint } = {};

  constructor() {
    // The first binary is the program, and the text does not say which that is. perf_to_profile does the same.
    this.#builder.mapping({ limit: 1n });
  }

  /** @throws ParseError for a period of more than 64 bits */
  take(lines: readonly string[]): void {
    const [top, ...below] = lines;
    if (top.startsWith('#')) return this.#comment(top);
    if (/ PERF_RECORD_/.test(top)) return;
    const header = headerOf(top);
    if (header !== undefined) {
      this.#hasHeaders = true;
      this.#add(header, below);
    } else if (/^\S/.test(top) && below.some((line) => FRAME.test(line))) {
      this.#add({ ...NOBODY, labels: [{ key: 'comm', text: top.trim() }] }, below);
    } else if (FRAME.test(top) && !this.#hasHeaders) this.#add(NOBODY, lines);
    else this.#notUnderstood.push(top);
  }

  /** A line of the recording's description. */
  #comment(line: string): void {
    const colon = line.indexOf(':');
    const [key, value] = [line.slice(1, colon).trim(), line.slice(colon + 1).trim()];
    const comment = COMMENTS.get(key);
    if (comment !== undefined) this.#comments.push(`${comment}: ${value}`);
    const event = key === 'event' ? /^name = ([^,]+),/.exec(value)?.[1] : undefined;
    if (event !== undefined) this.#event(event);
  }

  #add({ event, period, nanos, labels, rest }: Header, below: readonly string[]): void {
    const chain = chainOf(below);
    if (chain.odd !== undefined) this.#notUnderstood.push(chain.odd);
    const frames = chain.frames.length === 0 && FRAME_BEHIND.test(rest) ? [rest] : chain.frames;
    const row = this.#event(event);
    this.#events[row].samples++;
    if (period !== undefined) this.#events[row].hasPeriods = true;
    if (nanos !== undefined) this.#see(nanos);
    const group: LabelParts[] = chain.cgroup === undefined ? [] : [{ key: 'cgroup', text: chain.cgroup }];
    const locations = locationsOf(frames).map((calls) => this.#location(calls));
    this.#builder.sample(locations, [row, int64Of(period ?? '0', `${event}: ${period}`)], [...labels, ...group]);
  }

  #event(name: string): number {
    let row = this.#rowOf.get(name);
    if (row === undefined) {
      this.#rowOf.set(name, (row = this.#events.length));
      this.#events.push({ name, samples: 0, hasPeriods: false });
    }
    return row;
  }

  #see(nanos: bigint): void {
    const { first = nanos, last = nanos } = this.#nanos;
    this.#nanos.first = nanos < first ? nanos : first;
    this.#nanos.last = nanos > last ? nanos : last;
  }

  #location(frames: readonly string[]): number {
    const key = frames.join('\n\n');
    let row = this.#locations.get(key);
    if (row === undefined) this.#locations.set(key, (row = this.#newLocation(frames.map(callOf))));
    return row;
  }

  #newLocation(calls: readonly Call[]): number {
    const { address, binary } = calls[calls.length - 1];
    const lines = calls.flatMap(({ symbol, binary, file, line }) =>
      symbol === '' ? [] : inlinedNames(symbol, binary).map((name): LineParts => ({ fn: this.#builder.fn({ name, file }), line })),
    );
    return this.#builder.location({ address, lines, mapping: binary === '' ? NONE : this.#mapping(binary) });
  }

  #mapping(file: string): number {
    let row = this.#mappings.get(file);
    if (row === undefined) this.#mappings.set(file, (row = this.#builder.mapping({ file })));
    return row;
  }

  /** @throws ParseError when there was nothing to read, or too many events */
  finish(): Profile {
    const events = this.#events.filter(({ samples }) => samples > 0);
    if (events.length === 0) throw new ParseError('this perf script text has no samples');
    if (events.length > MOST_EVENTS) throw new ParseError(`this perf script text has ${events.length} events, and each would be a sample type; record or print at most ${MOST_EVENTS}`);
    const { first = 0n, last = 0n } = this.#nanos;
    const durationNanos = BigInt.asIntN(64, last - first);
    const profile = this.#builder.finish({ durationNanos, comments: this.#comments, notes: notesOn(this.#notUnderstood) });
    const [rows, periods] = profile.samples.values;
    const columns = events.flatMap(({ name, hasPeriods }) => {
      const event = this.#event(name);
      const of = (value: (sample: number) => Int64) => int64Column(Array.from({ length: rows.length }, (_, sample) => (Number(rows[sample]) === event ? value(sample) : 0)));
      const samples = { type: { type: `${name}_sample`, unit: 'count' }, values: of(() => 1) };
      return hasPeriods ? [samples, { type: { type: `${name}_event`, unit: unitOf(name) }, values: of((sample) => periods[sample]) }] : [samples];
    });
    const sampleTypes = columns.map(({ type }) => type);
    const defaultSampleType = sampleTypes[events[0].hasPeriods ? 1 : 0].type;
    return { ...profile, sampleTypes, defaultSampleType, samples: { ...profile.samples, values: columnsAlike(columns.map(({ values }) => values)) } };
  }
}

function unitOf(event: string): string {
  return /^(?:cpu|task)-clock(?::|$)/.test(event) ? 'nanoseconds' : 'count';
}

/** Innermost first. The maps that a Java agent writes name what was inlined behind arrows; elsewhere an arrow is C++'s. */
function inlinedNames(symbol: string, binary: string): string[] {
  return /\/perf-\d+\.map$/.test(binary) ? symbol.split('->').reverse() : [symbol];
}

function notesOn(notUnderstood: readonly string[]): string[] {
  if (notUnderstood.length === 0) return [];
  return [`${notUnderstood.length} lines of this perf script text were not understood; the first is ${quote(notUnderstood[0])}`];
}
