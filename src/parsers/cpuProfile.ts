import { NO_CALLER, ProfileBuilder, type LabelParts } from '#model/builder.ts';
import { narrow, type Int64 } from '#model/int64.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { percentage } from '#model/units.ts';
import type { JsonForm } from './jsonForm.ts';
import { countOf, isObject, listOf, numberOf, objectOf, shown, type JsonObject, type Place } from './jsonValue.ts';
import { ParseError } from './parseError.ts';
import { frameOf, isRoot, v8Locations, type V8Frame } from './v8Frames.ts';

/**
 * CPU profiles of V8: what Chrome's DevTools save and `node --cpu-prof` writes, and the older form with a tree of nodes
 * and times in place of deltas.
 *
 * A sample stands for the time until the next one, and the last for a mean interval, or what the file says; samples are
 * put in the order of their times first. So do Chrome's DevTools: front_end/models/cpu_profile/CPUProfileDataModel.ts.
 * `(idle)`, `(program)` and `(garbage collector)` are functions as in the file, `(root)` is none. The samples of a stack
 * are one sample here; where V8 counted them by line, one for each line.
 * Source of the form: V8, include/js_protocol.pdl (Profiler.Profile).
 */
export const cpuProfile: JsonForm = {
  name: 'V8 CPU profiles (.cpuprofile)',
  understands: (file) => isObject(file) && (startsWith(file.nodes, 'callFrame') || (isObject(file.head) && 'hitCount' in file.head)),
  profileOf: (file) => profileOfRecordings([recordingOf(objectOf(file, () => 'the file'))]),
};

function startsWith(nodes: unknown, key: string): boolean {
  return Array.isArray(nodes) && isObject(nodes[0]) && key in nodes[0];
}

/** What one thread's profiler recorded. */
export interface Recording {
  /** In any order; each names its children or its parent. */
  readonly nodes: readonly unknown[];
  /** The node of each sample; undefined where nodes have counts alone. */
  readonly samples: readonly unknown[] | undefined;
  /** When each was taken, μs; perhaps one more, when the last was over. Undefined where they came at even distances. */
  readonly times: Float64Array | undefined;
  /** The line that ran in each sample, 0 for unknown; undefined where nodes have their lines. */
  readonly lines: readonly unknown[] | undefined;
  /** μs by a clock of V8's; equal where they are not known. */
  readonly start: number;
  readonly end: number;
  readonly labels: readonly LabelParts[];
  /** What precedes the names of its fields in a message. */
  readonly place: string;
  /** Parts of it may be lost, as in a trace: what names a node that is not there is no mistake then. */
  readonly isLossy: boolean;
}

export function recordingOf(file: JsonObject, place = ''): Recording {
  const { samples, timeDeltas, timestamps } = file;
  const at = (key: string) => () => place + key;
  const isOld = isObject(file.head);
  const scale = isOld ? 1e6 : 1;
  const start = numberOf(file.startTime ?? 0, at('startTime')) * scale;
  const deltas = timeDeltas === undefined ? undefined : timesOf(listOf(timeDeltas, at('timeDeltas')), at('timeDeltas'));
  if (deltas !== undefined) addUp(deltas, start);
  const times = deltas ?? (timestamps === undefined ? undefined : timesOf(listOf(timestamps, at('timestamps')), at('timestamps')));
  return {
    nodes: isOld ? flattened(file.head) : listOf(file.nodes, at('nodes')),
    samples: samples === undefined ? undefined : listOf(samples, at('samples')),
    times,
    lines: file.lines === undefined ? undefined : listOf(file.lines, at('lines')),
    start,
    end: file.endTime === undefined ? (times?.at(-1) ?? start) : numberOf(file.endTime, at('endTime')) * scale,
    labels: [],
    place,
    isLossy: false,
  };
}

function timesOf(list: readonly unknown[], place: Place): Float64Array {
  return Float64Array.from(list, (time, i) => numberOf(time, () => `${place()}[${i}]`));
}

/** Each becomes the sum of `start` and all up to it. */
function addUp(deltas: Float64Array, start: number): void {
  let time = start;
  for (let i = 0; i < deltas.length; i++) deltas[i] = time += deltas[i];
}

/** The nodes of a tree, their children by id. */
function flattened(head: unknown): unknown[] {
  const nodes: unknown[] = [];
  const open = [head];
  while (open.length > 0) {
    const node = objectOf(open.pop(), () => 'a node below head');
    const children = listOf(node.children ?? [], () => 'the children of a node below head');
    nodes.push({ ...node, children: children.map((child) => (isObject(child) ? child.id : child)) });
    for (let i = children.length - 1; i >= 0; i--) open.push(children[i]);
  }
  return nodes;
}

const SAMPLES = { type: 'samples', unit: 'count' };
const CPU = { type: 'cpu', unit: 'nanoseconds' };

/** A start beyond this many μs is of the calendar's clock, as some writers have it; V8's own clock begins when the machine does. */
const CALENDAR = 1e15;

/** @throws ParseError */
export function profileOfRecordings(recordings: readonly Recording[]): Profile {
  const builder = new ProfileBuilder('V8 CPU profile', [SAMPLES, CPU]);
  const locate = v8Locations(builder);
  let [start, end, idle, whole, lost] = [Infinity, -Infinity, 0, 0, 0];
  for (const recording of recordings) {
    start = Math.min(start, recording.start);
    end = Math.max(end, recording.end);
    const nodes = readNodes(recording);
    const stacks = stacksOf(builder, nodes, locate, recording.place);
    for (const { row, line, samples, micros } of talliesOf(recording, nodes)) {
      whole += micros;
      if (row === NONE) {
        lost += samples;
        builder.sampleOf(NO_CALLER, [samples, nanosOf(micros)], recording.labels);
        continue;
      }
      const { frame, ticks, parent } = nodes.list[row];
      if (frame.name === '(idle)' && frame.file === '') idle += micros;
      const caller = parent === NONE ? NO_CALLER : stacks[parent];
      const leafOf = (line: number) => (line === 0 ? stacks[row] : builder.stack(caller, locate(frame, line)));
      const lines = line === 0 && ticks.length > 0 ? ticks : [{ line, ticks: 1 }];
      const counts = shared(samples, lines);
      const times = shared(nanosOf(micros), lines);
      lines.forEach(({ line }, i) => builder.sampleOf(leafOf(line), [counts[i], times[i]], recording.labels));
    }
  }
  return builder.finish({
    defaultSampleType: CPU.type,
    periodType: CPU,
    timeNanos: start >= CALENDAR ? BigInt(nanosOf(start)) : 0n,
    durationNanos: end > start ? BigInt(nanosOf(end - start)) : 0n,
    notes: notesOn(percentage(idle, whole).trim(), lost),
  });
}

function notesOn(idle: string, lost: number): string[] {
  const notes = idle === '0%' ? [] : [`${idle} of the time in this profile is (idle), when nothing ran; to ignore that leaves the rest`];
  if (lost > 0) notes.push(`${lost} of these samples have no stack, as a part of the trace is lost`);
  return notes;
}

/** @throws ParseError for what no int64 holds */
function nanosOf(micros: number): Int64 {
  const nanos = Math.round(micros * 1000);
  if (Math.abs(nanos) >= 2 ** 63) throw new ParseError(`a time of ${micros} μs is more than a profile can hold`);
  return narrow(Number.isSafeInteger(nanos) ? BigInt(nanos) : BigInt(Math.round(micros)) * 1000n);
}

/** `total` in whole parts that are to each other as the ticks are; together they are just the total. */
function shared(total: Int64, lines: readonly LineTicks[]): Int64[] {
  if (lines.length === 1) return [total];
  const all = BigInt(lines.reduce((sum, { ticks }) => sum + ticks, 0));
  let seen = 0;
  let given = 0n;
  return lines.map(({ ticks }) => {
    seen += ticks;
    const upTo = (BigInt(total) * BigInt(seen)) / all;
    const part = upTo - given;
    given = upTo;
    return narrow(part);
  });
}

interface LineTicks {
  /** From 1; 0 is unknown. */
  readonly line: number;
  /** How often it was met, at least once. */
  readonly ticks: number;
}

interface Node {
  readonly frame: V8Frame;
  readonly hits: number;
  readonly ticks: readonly LineTicks[];
  /** The row of the node that called it. */
  parent: number;
}

interface Nodes {
  readonly list: readonly Node[];
  /** Rows by id. */
  readonly rowOf: ReadonlyMap<unknown, number>;
}

function readNodes({ nodes, place, isLossy }: Recording): Nodes {
  const rowOf = new Map<unknown, number>();
  const records = nodes.map((node, row) => objectOf(node, () => `${place}nodes[${row}]`));
  records.forEach(({ id }, row) => {
    if (rowOf.has(id)) throw new ParseError(`${place}nodes[${row}] has the id of another: ${shown(id)}`);
    rowOf.set(numberOf(id, () => `${place}nodes[${row}].id`), row);
  });
  const rowAt = (id: unknown, at: Place) => {
    const row = rowOf.get(id);
    if (row === undefined) throw new ParseError(`${at()} is ${shown(id)}, and no node has that id`);
    return row;
  };
  const list = records.map((record, row): Node => {
    const at = () => `${place}nodes[${row}]`;
    return {
      frame: frameOf(record, at),
      hits: countOf(record.hitCount ?? 0, () => `${at()}.hitCount`),
      ticks: ticksOf(record.positionTicks, at),
      parent: record.parent === undefined || (isLossy && !rowOf.has(record.parent)) ? NONE : rowAt(record.parent, () => `${at()}.parent`),
    };
  });
  records.forEach(({ children = [] }, row) => {
    const at = () => `${place}nodes[${row}].children`;
    listOf(children, at).forEach((child, i) => (list[rowAt(child, () => `${at()}[${i}]`)].parent = row));
  });
  return { list, rowOf };
}

function ticksOf(ticks: unknown, place: Place): LineTicks[] {
  if (ticks === undefined) return [];
  return listOf(ticks, () => `${place()}.positionTicks`).flatMap((tick, i) => {
    const at = (key: string) => () => `${place()}.positionTicks[${i}]${key}`;
    const record = objectOf(tick, at(''));
    const found = { line: countOf(record.line, at('.line')), ticks: countOf(record.ticks, at('.ticks')) };
    return found.ticks === 0 ? [] : [found];
  });
}

/** The stack of each node. A node may stand before its caller, and callers may be as deep as they like. */
function stacksOf(builder: ProfileBuilder, { list }: Nodes, locate: (frame: V8Frame) => number, place: string): Int32Array {
  const [unknown, open] = [-1, -2];
  const stacks = new Int32Array(list.length).fill(unknown);
  const path: number[] = [];
  for (let row = 0; row < list.length; row++) {
    let at = row;
    for (; at !== NONE && stacks[at] === unknown; at = list[at].parent) {
      stacks[at] = open;
      path.push(at);
    }
    if (at !== NONE && stacks[at] === open) throw new ParseError(`${place}nodes[${at}] is called by itself, over ${path.length} nodes`);
    let caller = at === NONE ? NO_CALLER : stacks[at];
    for (let below = path.pop(); below !== undefined; below = path.pop()) {
      const { frame, parent } = list[below];
      if (parent !== NONE || !isRoot(frame)) caller = builder.stack(caller, locate(frame));
      stacks[below] = caller;
    }
  }
  return stacks;
}

/** What was measured in a node, or in one of its lines. */
interface Tally {
  /** NONE where the node is lost. */
  readonly row: number;
  /** 0 is unknown. */
  readonly line: number;
  samples: number;
  micros: number;
}

/** Of nodes in their order, then of their lines. */
function talliesOf(recording: Recording, { list, rowOf }: Nodes): Tally[] {
  const { samples, lines, start, end, place, isLossy } = recording;
  if (samples === undefined) {
    const hits = list.reduce((sum, node) => sum + node.hits, 0);
    return list.flatMap((node, row) => (node.hits === 0 ? [] : [{ row, line: 0, samples: node.hits, micros: (Math.max(0, end - start) / hits) * node.hits }]));
  }
  const spans = spansOf(recording, samples.length);
  // The last is of samples whose node is lost.
  const counts = new Float64Array(list.length + 1);
  const micros = new Float64Array(list.length + 1);
  const ofLines = new Map<number, Tally>();
  for (let sample = 0; sample < samples.length; sample++) {
    const row = rowOf.get(samples[sample]) ?? (isLossy ? list.length : undefined);
    if (row === undefined) throw new ParseError(`${place}samples[${sample}] is ${shown(samples[sample])}, and no node has that id`);
    const line = lines === undefined || row === list.length ? 0 : Math.min(countOf(lines[sample] ?? 0, () => `${place}lines[${sample}]`), LAST_LINE);
    if (line === 0) {
      counts[row]++;
      micros[row] += spans[sample];
    } else addTo(ofLines, row, line, spans[sample]);
  }
  const ofNodes = Array.from(counts, (samples, row): Tally => ({ row: row === list.length ? NONE : row, line: 0, samples, micros: micros[row] }));
  return [...ofNodes.filter(({ samples }) => samples > 0), ...ofLines.values()];
}

/** Lines beyond count as this one. */
const LAST_LINE = 2 ** 22 - 1;

function addTo(tallies: Map<number, Tally>, row: number, line: number, micros: number): void {
  const key = row * (LAST_LINE + 1) + line;
  const tally = tallies.get(key);
  if (tally === undefined) tallies.set(key, { row, line, samples: 1, micros });
  else {
    tally.samples++;
    tally.micros += micros;
  }
}

/** How long each sample stands for, μs. */
function spansOf({ times, start, end, place }: Recording, count: number): Float64Array {
  const spans = new Float64Array(count);
  if (count === 0) return spans;
  if (times === undefined) return spans.fill(Math.max(0, end - start) / count);
  if (times.length < count) throw new ParseError(`${place}samples has ${count} entries, and there are times for ${times.length}`);
  const order = orderOf(times, count);
  for (let i = 0; i + 1 < count; i++) spans[order[i]] = times[order[i + 1]] - times[order[i]];
  const [first, last] = [times[order[0]], times[order[count - 1]]];
  const mean = count > 1 ? (last - first) / (count - 1) : end - last;
  spans[order[count - 1]] = Math.max(0, times.length > count ? times[count] - last : mean);
  return spans;
}

/** The samples, by time. They are so already but for a few that waited in the profiler's queue. */
function orderOf(times: Float64Array, count: number): Uint32Array {
  const order = new Uint32Array(count);
  let isSorted = true;
  for (let sample = 0; sample < count; sample++) {
    order[sample] = sample;
    if (sample > 0 && times[sample] < times[sample - 1]) isSorted = false;
  }
  return isSorted ? order : order.sort((a, b) => times[a] - times[b]);
}
