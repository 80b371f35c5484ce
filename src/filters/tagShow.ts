import type { Profile } from '#model/profile.ts';
import { Matcher, type Pattern } from '#model/pattern.ts';

/** Removes labels whose key `show` does not match, or `hide` does. Source: profile/filter.go (FilterTagsByName). */
export function filterTagKeys(profile: Profile, show: Pattern | undefined, hide: Pattern | undefined) {
  const { samples, labels } = profile;
  const hits = { show: false, hide: false };
  const shown = show && new Matcher(show, profile.strings);
  const hidden = hide && new Matcher(hide, profile.strings);
  const keep = (label: number): boolean => {
    const isShown = shown === undefined || shown.matches(labels.key[label]);
    const isHidden = hidden?.matches(labels.key[label]) === true;
    hits.show ||= isShown;
    hits.hide ||= isHidden;
    return isShown && !isHidden;
  };
  return { profile: { ...profile, samples: keepLabels(samples, keep) }, hits };
}

/** The samples with only the labels that `keep` says. */
export function keepLabels(samples: Profile['samples'], keep: (label: number) => boolean): Profile['samples'] {
  const labelStart = new Int32Array(samples.count + 1);
  const label = new Int32Array(samples.label.length);
  let count = 0;
  for (let sample = 0; sample < samples.count; sample++) {
    for (let at = samples.labelStart[sample]; at < samples.labelStart[sample + 1]; at++) if (keep(samples.label[at])) label[count++] = samples.label[at];
    labelStart[sample + 1] = count;
  }
  return { ...samples, labelStart, label: label.slice(0, count) };
}
