import { filterProfile } from '#filters/filter.ts';
import { tagNodes } from '#filters/tagNodes.ts';
import type { Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { measureOf, type Subject } from '#reports/subject.ts';

/**
 * What the options make of an opened profile: label frames, the measure, the filters. Shares are of what there was before
 * the filters, unless relative percentages are asked. Source: internal/driver/driver.go (generateRawReport).
 * @throws QuestionError
 */
export function subjectOf(profile: Profile, options: Options): { subject: Subject; notes: readonly string[] } {
  const labelled = tagNodes(profile, options);
  const filtered = filterProfile(labelled.profile, options);
  const measure = measureOf(options.relativePercentages ? filtered.profile : labelled.profile, options);
  return { subject: { profile: filtered.profile, measure }, notes: [...labelled.notes, ...filtered.notes] };
}
