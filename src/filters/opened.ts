import type { Profile } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { dropUninteresting } from './prune.ts';

/**
 * A profile as pprof has it once it is open: without sample types that come twice, and without the frames that the
 * profile itself calls uninteresting. Source: internal/driver/fetch.go, profile/merge.go (CompatibilizeSampleTypes).
 * @param allFrames keep the uninteresting ones
 * @throws QuestionError when no sample type is left
 */
export function opened(profile: Profile, allFrames = false): Profile {
  const distinct = distinctTypes(profile);
  return allFrames ? distinct : dropUninteresting(distinct);
}

function distinctTypes(profile: Profile): Profile {
  const types = profile.sampleTypes;
  const times = new Map<string, number>();
  for (const { type } of types) times.set(type, (times.get(type) ?? 0) + 1);
  const kept = types.map((_, column) => column).filter((column) => times.get(types[column].type) === 1);
  if (kept.length === types.length) return profile;
  if (kept.length === 0) throw new QuestionError('profiles have empty common sample type list');
  const hasDefault = kept.some((column) => types[column].type === profile.defaultSampleType);
  return {
    ...profile,
    sampleTypes: kept.map((column) => types[column]),
    defaultSampleType: hasDefault ? profile.defaultSampleType : types[kept[0]].type,
    samples: { ...profile.samples, values: kept.map((column) => profile.samples.values[column]) },
    notes: [...profile.notes, 'sample types whose name comes twice were left out'],
  };
}
