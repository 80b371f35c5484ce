import { LabelOrder, type LabelGroup } from '#model/labelOrder.ts';
import { MappingFlag, NONE, type Profile } from '#model/profile.ts';
import { compareBytes, padLeft } from '#model/text.ts';
import { localTime } from './legend.ts';
import { listed, sectionsOf, startsOf, type Lines } from './lines.ts';

/**
 * The tables of a profile as text, a line each, as `pprof -raw` prints them.
 *
 * Source: github.com/google/pprof, profile/profile.go (String).
 */
export function* rawText(profile: Profile): Generator<string> {
  yield* headerLines(profile);
  yield `${SAMPLES}\n`;
  yield `${typesLine(profile)}\n`;
  const sampleLines = samplePrinter(profile);
  for (let sample = 0; sample < profile.samples.count; sample++) yield* sampleLines(sample);
  yield `${LOCATIONS}\n`;
  for (let location = 0; location < profile.locations.count; location++) yield* locationLines(profile, location);
  yield `${MAPPINGS}\n`;
  for (let mapping = 0; mapping < profile.mappings.count; mapping++) yield mappingLine(profile, mapping);
}

const SAMPLES = 'Samples:';
const LOCATIONS = 'Locations';
const MAPPINGS = 'Mappings';

/** The same with each line at hand, for who looks at a few of them. A line break in a name ends no line here. */
export function rawLines(profile: Profile): Lines {
  const sampleLines = samplePrinter(profile);
  const header = [...headerLines(profile)].join('').split('\n').slice(0, -1);
  return sectionsOf([
    listed([...header, SAMPLES, typesLine(profile)]),
    { starts: startsOf(profile.samples.count, (sample) => linesOfSample(profile, sample)), linesOf: (sample) => [...sampleLines(sample)].map(unbroken) },
    listed([LOCATIONS]),
    { starts: startsOf(profile.locations.count, (location) => linesOfLocation(profile, location)), linesOf: (location) => [...locationLines(profile, location)].map(unbroken) },
    listed([MAPPINGS]),
    { starts: startsOf(profile.mappings.count, () => 1), linesOf: (mapping) => [unbroken(mappingLine(profile, mapping))] },
  ]);
}

function unbroken(line: string): string {
  return line.slice(0, -1);
}

/** Itself, and one each for its texts and its numbers. */
function linesOfSample({ samples, labels }: Profile, sample: number): number {
  let hasText = 0;
  let hasNumber = 0;
  for (let at = samples.labelStart[sample]; at < samples.labelStart[sample + 1]; at++) {
    if (labels.text[samples.label[at]] === NONE) hasNumber = 1;
    else hasText = 1;
  }
  return 1 + hasText + hasNumber;
}

function linesOfLocation({ locations, frames }: Profile, location: number): number {
  const begin = locations.frame[location];
  const end = locations.frame[location + 1];
  return begin === end || frames.fn[begin] === NONE ? 1 : end - begin;
}

function typesLine({ sampleTypes, defaultSampleType }: Profile): string {
  return sampleTypes.map(({ type, unit }) => `${type}/${unit}${type === defaultSampleType ? '[dflt]' : ''}`).join(' ').trim();
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

/** What prints a sample. */
function samplePrinter(profile: Profile): (sample: number) => Generator<string> {
  const { samples, stacks, frames, locations } = profile;
  const ids = Array.from(locations.id, (id) => `${id} `);
  const order = new LabelOrder(profile);
  return function* (sample) {
    let line = '';
    for (const column of samples.values) line += ` ${padLeft(String(column[sample]), 10)}`;
    line += ': ';
    for (let stack = samples.stack[sample]; stack !== NONE; stack = stacks.parent[stack]) {
      const frame = stacks.frame[stack];
      if (frames.inlined[frame] === 0) line += ids[frames.location[frame]];
    }
    yield `${line}\n`;
    yield* labelLines(profile, order.groupsOf(sample));
  };
}

/** A line of the labels that are texts, and one of those that are numbers. */
function* labelLines(profile: Profile, groups: readonly LabelGroup[]): Generator<string> {
  if (groups.length === 0) return;
  for (const ofTexts of [true, false]) {
    const items = groups.filter(({ isText }) => isText === ofTexts).map((group) => `${group.key}:[${group.isText ? texts(profile, group) : numbers(profile, group)}]`);
    if (items.length > 0) yield `                ${items.sort(compareBytes).join(' ')}\n`;
  }
}

function texts({ labels, strings }: Profile, { rows }: LabelGroup): string {
  return rows.map((row) => strings[labels.text[row]]).join(' ');
}

/** With units, though some be empty, where there is one. */
function numbers({ labels, strings }: Profile, { rows }: LabelGroup): string {
  const hasUnits = rows.some((row) => labels.unit[row] !== 0);
  return rows.map((row) => (hasUnits ? `${labels.number[row]} ${strings[labels.unit[row]]}` : String(labels.number[row]))).join(' ');
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
