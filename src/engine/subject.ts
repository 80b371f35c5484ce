import { FILTER_FIELDS, filterProfile } from '#filters/filter.ts';
import { tagNodes } from '#filters/tagNodes.ts';
import { labelUnits } from '#model/labelUnits.ts';
import type { Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { measureOf, type Subject } from '#reports/subject.ts';

/** An opened profile with the label frames that were asked for, before its filters and after. */
export interface Narrowed {
  readonly before: Profile;
  readonly after: Profile;
  readonly notes: readonly string[];
}

/** @throws QuestionError for a pattern that does not compile */
export function narrow(profile: Profile, options: Options): Narrowed {
  const labelled = tagNodes(profile, options);
  const filtered = filterProfile(labelled.profile, options);
  return { before: labelled.profile, after: filtered.profile, notes: [...labelled.notes, ...filtered.notes] };
}

/** The options that `narrow` reads, as a key: options with the same key narrow alike. */
export function narrowingKey(options: Options): string {
  const labelFrames = options.tagRoot === '' && options.tagLeaf === '' ? [] : [options.tagRoot, options.tagLeaf, options.unit];
  return JSON.stringify([...FILTER_FIELDS.map((field) => options[field]), ...labelFrames]);
}

/**
 * What a report is about. Shares are of what there was before the filters, unless relative percentages are asked.
 * Source: internal/driver/driver.go (generateRawReport).
 * @throws QuestionError for a sample type that is not there
 */
export function subjectIn({ before, after }: Narrowed, options: Options): Subject {
  if (!options.relativePercentages) return { profile: after, measure: measureOf(before, options) };
  // A label's unit is that of the whole profile all the same.
  return { profile: after, measure: { ...measureOf(after, options), unitOf: labelUnits(before).unitOf } };
}

/** All of the above at once. */
export function subjectOf(profile: Profile, options: Options): { subject: Subject; notes: readonly string[] } {
  const narrowed = narrow(profile, options);
  return { subject: subjectIn(narrowed, options), notes: narrowed.notes };
}
