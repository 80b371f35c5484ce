import { greatestFirst } from '#model/greatestFirst.ts';
import { quotient, type Int64 } from '#model/int64.ts';
import { LabelOrder, type LabelGroup } from '#model/labelOrder.ts';
import type { Options } from '#model/options.ts';
import { NONE, type ValueType } from '#model/profile.ts';
import { compareBytes, padLeft } from '#model/text.ts';
import { label as formatLabel } from '#model/units.ts';
import { profileLines } from './legend.ts';
import { sectionsOf, startsOf, type Lines } from './lines.ts';
import { nodesOf, printableName } from './nodes.ts';
import { formatValue, type Subject } from './subject.ts';

/** Samples one by one. */
export interface TracesReport {
  readonly type: ValueType;
  /** The unit to print values in. */
  readonly unit: string;
  /** Printed values are multiplied by it. */
  readonly ratio: number;
  /** pprof's lines on the profile. */
  readonly legend: readonly string[];
  /** In the order of the file, without those that have no frames; made one at a time, as there may be a million. */
  readonly traces: Iterable<Trace>;
}

/** A sample. */
export interface Trace {
  /** Divided, for a mean. */
  readonly value: Int64;
  /** Texts, then numbers; each in the order of the lines that they are printed as. */
  readonly labels: readonly TraceLabel[];
  /** Leaf first; one at least. */
  readonly frames: readonly TraceFrame[];
}

/** The labels of one key, as printed. */
export interface TraceLabel {
  readonly key: string;
  readonly text: string;
}

export interface TraceFrame {
  /** As printed: name, file and line as far as the granularity keeps them. */
  readonly name: string;
  /** The function's name alone; empty where there is none. */
  readonly fn: string;
  /** Whether the next one has it inlined. */
  readonly inlined: boolean;
}

/** Source: internal/report/report.go (printTraces). */
export function tracesReport(subject: Subject, options: Options): TracesReport {
  const { type, ratio } = subject.measure;
  return { type, unit: options.unit, ratio, legend: profileLines(subject, options.unit), traces: { [Symbol.iterator]: () => tracesOf(subject, options) } };
}

function* tracesOf(subject: Subject, options: Options): Generator<Trace> {
  const trace = tracer(subject, options);
  for (let sample = 0; sample < subject.profile.samples.count; sample++) {
    const made = trace(sample);
    if (made.frames.length > 0) yield made;
  }
}

/** What makes the trace of a sample; without frames it is none. */
function tracer({ profile, measure }: Subject, options: Options): (sample: number) => Trace {
  const { samples, stacks } = profile;
  const frames = framesOf(profile, options);
  const values = samples.values[measure.column];
  const divisors = measure.divisor === undefined ? undefined : samples.values[measure.divisor];
  const labels = new LabelOrder(profile);
  const printed = (group: LabelGroup) => traceLabel(profile, group, measure.unitOf);
  const labelsOf = (groups: readonly LabelGroup[]) => [true, false].flatMap((isText) => groups.filter((group) => group.isText === isText).map(printed).sort(byLine));
  return (sample) => {
    const path: TraceFrame[] = [];
    for (let stack = samples.stack[sample]; stack !== NONE; stack = stacks.parent[stack]) {
      const frame = frames[stacks.frame[stack]];
      if (frame !== undefined) path.push(frame);
    }
    return { value: quotient(values[sample], divisors?.[sample] ?? 0), labels: labelsOf(labels.groupsOf(sample)), frames: path };
  };
}

/** A line of a trace: a label or a frame, of which the first has the sample's value. */
export type TraceLine = { readonly isFirst: boolean } & ({ readonly kind: 'label'; readonly label: TraceLabel } | { readonly kind: 'frame'; readonly frame: TraceFrame; readonly value: Int64 | undefined });

/** The traces with each line at hand. */
export interface TraceLines extends Lines<TraceLine> {
  readonly traces: number;
}

/** @param order as in the file, or the greatest value first */
export function traceLines(subject: Subject, options: Options, order: 'file' | 'value'): TraceLines {
  const { profile, measure } = subject;
  const trace = tracer(subject, options);
  const labels = new LabelOrder(profile);
  const depth = depthsOf(profile, options);
  const { stack, values, labelStart } = profile.samples;
  let samples = samplesWith(stack, depth);
  if (order === 'value') {
    const sizes = new Float64Array(samples.length);
    for (let place = 0; place < samples.length; place++) sizes[place] = Math.abs(Number(values[measure.column][samples[place]]));
    const places = greatestFirst(sizes);
    samples = places.map((place) => samples[place]);
  }
  const labelsIn = (sample: number) => (labelStart[sample] === labelStart[sample + 1] ? 0 : labels.groupsOf(sample).length);
  const starts = startsOf(samples.length, (place) => depth[stack[samples[place]]] + labelsIn(samples[place]));
  return { traces: samples.length, ...sectionsOf([{ starts, linesOf: (place) => linesOf(trace(samples[place])) }]) };
}

/** Those whose stack has a depth. */
function samplesWith(stack: Int32Array, depth: Int32Array): Int32Array {
  const found = new Int32Array(stack.length);
  let count = 0;
  for (let sample = 0; sample < stack.length; sample++) if (stack[sample] !== NONE && depth[stack[sample]] > 0) found[count++] = sample;
  return found.subarray(0, count);
}

function linesOf({ value, labels, frames }: Trace): TraceLine[] {
  const ofLabels = labels.map((label, i) => ({ kind: 'label' as const, label, isFirst: i === 0 }));
  return [...ofLabels, ...frames.map((frame, i) => ({ kind: 'frame' as const, frame, value: i === 0 ? value : undefined, isFirst: i === 0 && labels.length === 0 }))];
}

/** How many frames of each stack are printed. */
function depthsOf(profile: Subject['profile'], options: Options): Int32Array {
  const { stacks } = profile;
  const { ofFrame } = nodesOf(profile, options, { wholePaths: true });
  const depth = new Int32Array(stacks.count);
  for (let stack = 0; stack < stacks.count; stack++) {
    const parent = stacks.parent[stack];
    depth[stack] = (parent === NONE ? 0 : depth[parent]) + (ofFrame[stacks.frame[stack]] === NONE ? 0 : 1);
  }
  return depth;
}

/** What is printed of each frame; undefined for those of inlined calls where these are not wanted. */
function framesOf(profile: Subject['profile'], options: Options): (TraceFrame | undefined)[] {
  const { list, ofFrame } = nodesOf(profile, options, { wholePaths: true });
  const names = list.map(printableName);
  return Array.from(ofFrame, (node, frame) => (node === NONE ? undefined : { name: names[node], fn: list[node].name, inlined: profile.frames.inlined[frame] === 1 }));
}

function traceLabel({ labels, strings }: Subject['profile'], { key, isText, rows }: LabelGroup, unitOf: ReadonlyMap<string, string>): TraceLabel {
  const unit = unitOf.get(key) ?? '';
  return { key, text: rows.map((row) => (isText ? strings[labels.text[row]] : formatLabel(labels.number[row], unit, 'auto'))).join(' ') };
}

function byLine(a: TraceLabel, b: TraceLabel): number {
  return compareBytes(labelLine(a), labelLine(b));
}

/** A line above a stack. */
export function labelLine({ key, text }: TraceLabel): string {
  return `${padLeft(key, 10)}:  ${text}\n`;
}

export const SEPARATOR = '-----------+-------------------------------------------------------\n';

/** As `pprof -traces` prints it. */
export function* tracesText({ legend, traces, unit, ...measure }: TracesReport): Generator<string> {
  yield `${legend.join('\n')}\n`;
  for (const { value, labels, frames } of traces) {
    let text = SEPARATOR + labels.map(labelLine).join('');
    let left = padLeft(formatValue(measure, value, unit), 10);
    for (const { name, inlined } of frames) {
      text += `${left}   ${name}${inlined ? ' (inline)' : ''}\n`;
      left = '          ';
    }
    yield text;
  }
  yield SEPARATOR;
}
