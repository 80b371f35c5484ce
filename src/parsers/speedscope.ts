import { NO_CALLER, ProfileBuilder, type LabelParts } from '#model/builder.ts';
import { plus, type Int64 } from '#model/int64.ts';
import type { Profile, ValueType } from '#model/profile.ts';
import type { JsonForm } from './jsonForm.ts';
import { isObject, listOf, numberOf, objectOf, positionOf, shown, textOf, type JsonObject, type Place } from './jsonValue.ts';
import { ParseError } from './parseError.ts';

/**
 * speedscope's own form: frames, and profiles that are lists of stacks with weights, or of frames that open and close.
 *
 * Several profiles in a file (threads, mostly) become one whose samples have the label `profile`. Each kind of unit that
 * occurs is a sample type, and that of the profile to be looked at first is the default. What an evented profile measures
 * is the way from one event to the next, and belongs to the frames open there; where none is open there is no sample.
 * The samples of a stack are one sample here. Source of the form: jlfwong/speedscope, src/lib/file-format-spec.ts.
 */
export const speedscope: JsonForm = {
  name: 'speedscope files',
  understands: (file) => isObject(file) && isObject(file.shared) && Array.isArray(file.profiles),
  profileOf: (file) => profileOf(objectOf(file, () => 'the file')),
};

/** What a unit is measured in here, and how much of that it is. */
interface Measure {
  readonly type: ValueType;
  readonly factor: number;
}

const WEIGHT: Measure = { type: { type: 'weight', unit: 'count' }, factor: 1 };
const SPACE: Measure = { type: { type: 'space', unit: 'bytes' }, factor: 1 };
const TIME = { type: 'time', unit: 'nanoseconds' };

/** Other units are passed over, as speedscope does. */
const MEASURES: ReadonlyMap<unknown, Measure> = new Map([
  ['nanoseconds', { type: TIME, factor: 1 }],
  ['microseconds', { type: TIME, factor: 1e3 }],
  ['milliseconds', { type: TIME, factor: 1e6 }],
  ['seconds', { type: TIME, factor: 1e9 }],
  ['bytes', SPACE],
]);

/** One profile of the file. */
interface Part {
  readonly record: JsonObject;
  readonly measure: Measure;
  /** Other than that of all others. */
  readonly name: string;
  readonly place: string;
}

function profileOf(file: JsonObject): Profile {
  const parts = partsOf(listOf(file.profiles, () => 'profiles'));
  if (parts.length === 0) throw new ParseError('this speedscope file has no profiles');
  const types = [...new Set(parts.map(({ measure }) => measure.type))];
  const builder = new ProfileBuilder('speedscope', types);
  const frames = framesOf(objectOf(file.shared, () => 'shared'), builder);
  let duration = 0;
  for (const part of parts) {
    const { record, measure } = part;
    const labels: LabelParts[] = parts.length === 1 ? [] : [{ key: 'profile', text: part.name }];
    for (const [stack, sum] of sumsOf(part, frames, builder)) builder.sampleOf(stack, types.map((type) => (type === measure.type ? sum.total : 0)), labels);
    const boundOf = (key: string) => numberOf(record[key] ?? 0, () => `${part.place}.${key}`);
    if (measure.type === TIME) duration = Math.max(duration, (boundOf('endValue') - boundOf('startValue')) * measure.factor);
  }
  const active = (typeof file.activeProfileIndex === 'number' ? parts[file.activeProfileIndex] : undefined) ?? parts[0];
  return builder.finish({
    defaultSampleType: active.measure.type.type,
    durationNanos: duration > 0 && duration < 2 ** 63 ? BigInt(Math.round(duration)) : 0n,
    comments: ['name', 'exporter'].flatMap((key) => (typeof file[key] === 'string' ? [`${key}: ${file[key]}`] : [])),
    notes: parts.length === 1 ? [] : [`this file has ${parts.length} profiles, which are shown together; their label "profile" tells them apart`],
  });
}

function partsOf(profiles: readonly unknown[]): Part[] {
  const records = profiles.map((value, i) => objectOf(value, () => `profiles[${i}]`));
  const names = records.map(({ name }, i) => textOf(name ?? '', () => `profiles[${i}].name`));
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return records.map((record, i) => {
    const isAlone = names[i] !== '' && counts.get(names[i]) === 1;
    return { record, measure: MEASURES.get(record.unit) ?? WEIGHT, name: isAlone ? names[i] : `${names[i]} #${i + 1}`.trim(), place: `profiles[${i}]` };
  });
}

/** Locations. */
function framesOf(shared: JsonObject, builder: ProfileBuilder): number[] {
  return listOf(shared.frames, () => 'shared.frames').map((value, i) => {
    const at = (key: string) => () => `shared.frames[${i}]${key}`;
    const frame = objectOf(value, at(''));
    const fn = builder.fn({ name: textOf(frame.name, at('.name')), file: textOf(frame.file ?? '', at('.file')) });
    return builder.location({ lines: [{ fn, line: positionOf(frame.line, at('.line')), column: positionOf(frame.col, at('.col')) }] });
  });
}

/** The frame that a profile names. @throws ParseError where there is none */
function frameAt(frames: readonly number[], index: unknown, place: Place): number {
  const frame = typeof index === 'number' ? frames[index] : undefined;
  if (frame === undefined) throw new ParseError(`${place()} is ${shown(index)}, which is none of the ${frames.length} frames`);
  return frame;
}

function sumsOf(part: Part, frames: readonly number[], builder: ProfileBuilder): ReadonlyMap<number, Sum> {
  const { record, place } = part;
  if (record.type === 'sampled') return sumsOfSamples(part, frames, builder);
  if (record.type === 'evented') return sumsOfEvents(part, frames, builder);
  throw new ParseError(`${place}.type is ${shown(record.type)}, neither "sampled" nor "evented"`);
}

function sumsOfSamples({ record, measure, place }: Part, frames: readonly number[], builder: ProfileBuilder): ReadonlyMap<number, Sum> {
  const samples = listOf(record.samples, () => `${place}.samples`);
  const weights = listOf(record.weights, () => `${place}.weights`);
  if (samples.length !== weights.length) throw new ParseError(`${place} has ${samples.length} samples and ${weights.length} weights`);
  const sums = new Sums();
  samples.forEach((sample, i) => {
    let stack = NO_CALLER;
    listOf(sample, () => `${place}.samples[${i}]`).forEach((frame, depth) => {
      stack = builder.stack(stack, frameAt(frames, frame, () => `${place}.samples[${i}][${depth}]`));
    });
    const at = () => `${place}.weights[${i}]`;
    sums.add(stack, numberOf(weights[i], at) * measure.factor, at);
  });
  return sums.ofStack;
}

/** Frames that are open at the end close there. */
function sumsOfEvents({ record, measure, place }: Part, frames: readonly number[], builder: ProfileBuilder): ReadonlyMap<number, Sum> {
  const sums = new Sums();
  const open: { readonly frame: unknown; readonly caller: number }[] = [];
  let stack = NO_CALLER;
  let last: number | undefined;
  const passTo = (time: number, at: Place) => {
    if (last !== undefined && time < last) throw new ParseError(`${at()} is ${time}, and the event before it is at ${last}`);
    if (open.length > 0 && last !== undefined && time > last) sums.add(stack, (time - last) * measure.factor, at);
    last = time;
  };
  listOf(record.events, () => `${place}.events`).forEach((value, i) => {
    const at = (key: string) => () => `${place}.events[${i}]${key}`;
    const { type, frame, at: time } = objectOf(value, at(''));
    passTo(numberOf(time, at('.at')), at('.at'));
    const location = frameAt(frames, frame, at('.frame'));
    if (type === 'O') {
      open.push({ frame, caller: stack });
      stack = builder.stack(stack, location);
    } else if (type === 'C') {
      const top = open.pop();
      if (top === undefined || top.frame !== frame) throw new ParseError(`${at('')()} closes frame ${frame}, and ${top === undefined ? 'none is open' : `it is frame ${top.frame} that was opened last`}`);
      stack = top.caller;
    } else throw new ParseError(`${at('.type')()} is ${shown(type)}, neither "O" nor "C"`);
  });
  if (open.length > 0) passTo(Math.max(last ?? 0, numberOf(record.endValue ?? last, () => `${place}.endValue`)), () => `${place}.endValue`);
  return sums.ofStack;
}

/** Sums by stack. */
class Sums {
  readonly ofStack = new Map<number, Sum>();

  /** @throws ParseError for a value that no int64 holds */
  add(stack: number, value: number, place: Place): void {
    if (Math.abs(value) >= 2 ** 63) throw new ParseError(`${place()} makes ${value}, which is more than a profile can hold`);
    let sum = this.ofStack.get(stack);
    if (sum === undefined) this.ofStack.set(stack, (sum = new Sum()));
    sum.add(value);
  }
}

/** Of numbers that need not be whole: rounded once, at the end, and exact where they are. */
class Sum {
  #whole: Int64 = 0;
  #rest = 0;

  add(value: number): void {
    const whole = Math.trunc(value);
    this.#whole = plus(this.#whole, whole);
    this.#rest += value - whole;
  }

  get total(): Int64 {
    return plus(this.#whole, Math.round(this.#rest));
  }
}
