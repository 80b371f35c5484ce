import type { Int64 } from '#model/int64.ts';
import { MappingFlag, NONE, type Profile } from '#model/profile.ts';
import { compareBytes, padLeft } from '#model/text.ts';
import { localTime } from './legend.ts';

/**
 * The tables of a profile as text, a line each, as `pprof -raw` prints them.
 *
 * Source: github.com/google/pprof, profile/profile.go (String).
 */
export function* rawText(profile: Profile): Generator<string> {
  yield* headerLines(profile);
  yield 'Samples:\n';
  yield `${profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}${type === profile.defaultSampleType ? '[dflt]' : ''}`).join(' ').trim()}\n`;
  for (let sample = 0; sample < profile.samples.count; sample++) yield* sampleLines(profile, sample);
  yield 'Locations\n';
  for (let location = 0; location < profile.locations.count; location++) yield* locationLines(profile, location);
  yield 'Mappings\n';
  for (let mapping = 0; mapping < profile.mappings.count; mapping++) yield mappingLine(profile, mapping);
}

function* headerLines({ comments, docUrl, periodType, period, timeNanos, durationNanos }: Profile): Generator<string> {
  for (const comment of comments) yield `Comment: ${comment}\n`;
  if (docUrl !== '') yield `Doc: ${docUrl}\n`;
  yield `PeriodType: ${periodType.type} ${periodType.unit}\n`;
  yield `Period: ${period}\n`;
  if (timeNanos !== 0n) yield `Time: ${fullTime(timeNanos)}\n`;
  // Go cuts the text of a duration where it was told to round the number.
  if (durationNanos !== 0n) yield `Duration: ${durationText(durationNanos).slice(0, 4)}\n`;
}

function* sampleLines(profile: Profile, sample: number): Generator<string> {
  const { samples, stacks, frames, locations } = profile;
  let line = samples.values.map((column) => ` ${padLeft(String(column[sample]), 10)}`).join('');
  line += ': ';
  for (let stack = samples.stack[sample]; stack !== NONE; stack = stacks.parent[stack]) {
    const frame = stacks.frame[stack];
    if (frames.inlined[frame] === 0) line += `${locations.id[frames.location[frame]]} `;
  }
  yield `${line}\n`;
  for (const labels of labelLists(profile, sample)) if (labels !== '') yield `                ${labels}\n`;
}

/** The labels that are text, and those that are numbers. */
function labelLists({ samples, labels, strings }: Profile, sample: number): [string, string] {
  const texts = new Map<string, string[]>();
  const numbers = new Map<string, { readonly value: Int64; readonly unit: string }[]>();
  for (let at = samples.labelStart[sample]; at < samples.labelStart[sample + 1]; at++) {
    const label = samples.label[at];
    const key = strings[labels.key[label]];
    const text = labels.text[label];
    if (text === NONE) put(numbers, key, { value: labels.number[label], unit: strings[labels.unit[label]] });
    else put(texts, key, strings[text]);
  }
  const ofNumbers = [...numbers].map(([key, list]) => {
    const hasUnits = list.some(({ unit }) => unit !== '');
    return `${key}:[${list.map(({ value, unit }) => (hasUnits ? `${value} ${unit}` : String(value))).join(' ')}]`;
  });
  const ofTexts = [...texts].map(([key, list]) => `${key}:[${list.join(' ')}]`);
  return [ofTexts.sort(compareBytes).join(' '), ofNumbers.sort(compareBytes).join(' ')];
}

function put<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function* locationLines({ locations, frames, functions, mappings, strings }: Profile, location: number): Generator<string> {
  const mapping = locations.mapping[location];
  const place = mapping === NONE ? '' : `M=${mappings.id[mapping]} `;
  let head = `${padLeft(String(locations.id[location]), 6)}: ${hex(locations.address[location])} ${place}${locations.folded[location] === 1 ? '[F] ' : ''}`;
  const begin = locations.frame[location];
  const end = locations.frame[location + 1];
  if (begin === end || frames.fn[begin] === NONE) {
    yield `${head}\n`;
    return;
  }
  for (let frame = end - 1; frame >= begin; frame--) {
    const fn = frames.fn[frame];
    const name = strings[functions.name[fn]];
    const systemName = strings[functions.systemName[fn]];
    const line = `${name} ${strings[functions.file[fn]]}:${frames.line[frame]}:${frames.column[frame]} s=${functions.startLine[fn]}`;
    yield `${head}${line}${name === systemName ? '' : `(${systemName})`}\n`;
    head = '             ';
  }
}

const FLAGS = [
  [MappingFlag.functions, '[FN]'],
  [MappingFlag.filenames, '[FL]'],
  [MappingFlag.lineNumbers, '[LN]'],
  [MappingFlag.inlineFrames, '[IN]'],
] as const;

function mappingLine({ mappings, strings }: Profile, mapping: number): string {
  const { id, start, limit, offset, file, buildId, flags } = mappings;
  const marks = FLAGS.map(([bit, mark]) => ((flags[mapping] & bit) === 0 ? '' : mark)).join('');
  return `${id[mapping]}: ${hex(start[mapping])}/${hex(limit[mapping])}/${hex(offset[mapping])} ${strings[file[mapping]]} ${strings[buildId[mapping]]} ${marks}\n`;
}

function hex(address: bigint): string {
  return `0x${address.toString(16)}`;
}

/** `2026-02-28 22:01:30.25 +0100 CET`. Source: Go, time.Time's String. */
function fullTime(nanos: bigint): string {
  const [day, clock, zone] = localTime(nanos).split(' ');
  const second = 1_000_000_000n;
  const fraction = decimal(((nanos % second) + second) % second, 9).slice(1);
  const offset = -new Date(Number(nanos / 1_000_000n)).getTimezoneOffset();
  const hours = String(Math.trunc(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  return `${day} ${clock}${fraction} ${offset < 0 ? '-' : '+'}${hours}${minutes} ${zone}`;
}

/** `1h40m19.923s`, `302.22ms`, `1.5µs`. Source: Go, time.Duration's String. */
function durationText(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const sign = nanos < 0n ? '-' : '';
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}µs`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return sign + seconds;
  return minutes < 60n ? `${sign}${minutes}m${seconds}` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** value ÷ 10^digits without trailing zeros. */
function decimal(value: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const rest = String(value % unit).padStart(digits, '0').replace(/0+$/, '');
  return rest === '' ? String(value / unit) : `${value / unit}.${rest}`;
}
