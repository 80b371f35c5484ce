import { NONE, type Profile } from '#model/profile.ts';
import { compilePattern } from '#model/pattern.ts';
import { QuestionError } from '#model/questionError.ts';
import { scale } from '#model/units.ts';
import type { Int64 } from '#model/int64.ts';
import { keepSamples } from './tables.ts';

/** Whether a sample has a label that a tag filter asks for; and what there is to say of the filter. */
export interface TagFilter {
  readonly matches: (sample: number) => boolean;
  readonly note?: string;
}

/**
 * `KEY=EXPR` or `EXPR`, where EXPR is a range of numbers (`10kb`, `10kb:`, `:1mb`, `10kb:1mb`) or regular expressions
 * behind commas.
 *
 * Rules: github.com/google/pprof, internal/driver/driver_focus.go (compileTagFilter).
 * @param unitOf the unit of each numeric key
 * @throws QuestionError
 */
export function tagFilter(profile: Profile, name: string, text: string, unitOf: ReadonlyMap<string, string>): TagFilter {
  const equals = text.indexOf('=');
  const key = equals < 0 ? '' : text.slice(0, equals);
  const expression = text.slice(equals + 1);
  const inRange = rangeOf(expression);
  if (inRange !== undefined) {
    const hit = labelHits(profile, (label) => {
      const { labels, strings } = profile;
      if (labels.text[label] !== NONE) return false;
      const labelKey = strings[labels.key[label]];
      return (key === '' || labelKey === key) && inRange(labels.number[label], unitOf.get(labelKey) ?? '');
    });
    return { matches: (sample) => anyLabel(profile, sample, hit), note: `${name}:Interpreted '${expression}' as range, not regexp` };
  }
  const hits = expression.split(',').map((source) => textHits(profile, name, key, source));
  if (key !== '') return { matches: (sample) => hits.some((hit) => anyLabel(profile, sample, hit)) };
  return { matches: (sample) => hits.every((hit) => anyLabel(profile, sample, hit)) };
}

/** A byte for each label: whether its text matches. Without a key the pattern is held against "key:value". */
function textHits(profile: Profile, name: string, key: string, source: string): Uint8Array {
  const { labels, strings } = profile;
  const pattern = compilePattern(name, source);
  return labelHits(profile, (label) => {
    if (labels.text[label] === NONE) return false;
    const labelKey = strings[labels.key[label]];
    const value = strings[labels.text[label]];
    return key === '' ? pattern.matches(`${labelKey}:${value}`) : labelKey === key && pattern.matches(value);
  });
}

function labelHits(profile: Profile, matches: (label: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: profile.labels.count }, (_, label) => (matches(label) ? 1 : 0));
}

function anyLabel(profile: Profile, sample: number, hit: Uint8Array): boolean {
  const { labelStart, label } = profile.samples;
  for (let at = labelStart[sample]; at < labelStart[sample + 1]; at++) if (hit[label[at]] === 1) return true;
  return false;
}

const NUMBER = /([+-]?[0-9]+)([A-Za-z]+)?/g;

/** The test that a range makes, or undefined where the text is none. Numbers are compared in the first one's unit. */
function rangeOf(text: string): ((value: Int64, unit: string) => boolean) | undefined {
  const [first, second] = [...text.matchAll(NUMBER)].slice(0, 2);
  if (first === undefined) return undefined;
  const low = bound(first[1], first[2] ?? '', first[2] ?? '');
  const within = (from: number, to: number) => (value: Int64, unit: string) => {
    const scaled = scale(value, unit, low.unit);
    return scaled.unit === low.unit && scaled.value >= from && scaled.value <= to;
  };
  if (second === undefined) {
    if (text === first[0]) return within(low.value, low.value);
    if (text === `${first[0]}:`) return within(low.value, Infinity);
    return text === `:${first[0]}` ? within(-Infinity, low.value) : undefined;
  }
  if (text !== `${first[0]}:${second[0]}`) return undefined;
  const high = bound(second[1], second[2] ?? '', low.unit);
  return high.unit === low.unit ? within(low.value, high.value) : undefined;
}

function bound(digits: string, from: string, to: string) {
  const value = BigInt(digits.replace('+', ''));
  if (value !== BigInt.asIntN(64, value)) throw new QuestionError(`failed to parse int ${digits}: value out of range`);
  return scale(value, from, to);
}

/** Keeps the samples that `focus` matches and `ignore` does not. */
export function filterTags(profile: Profile, focus: TagFilter | undefined, ignore: TagFilter | undefined) {
  const hits = { focus: false, ignore: false };
  const keep = new Uint8Array(profile.samples.count);
  for (let sample = 0; sample < keep.length; sample++) {
    const focused = focus === undefined || focus.matches(sample);
    const ignored = ignore?.matches(sample) === true;
    hits.focus ||= focused;
    hits.ignore ||= ignored;
    keep[sample] = focused && !ignored ? 1 : 0;
  }
  return { profile: keepSamples(profile, keep), hits };
}
