import { BASE_KEY, NONE, type Labels, type Profile } from '#model/profile.ts';
import { mergeProfiles } from './merge.ts';
import { inCommonUnits, normalizedTo, scaled, withCommonTypes } from './scale.ts';

/** Profiles to be looked at as one. */
export interface Combination {
  /** One or more; several are added. */
  readonly sources: readonly Profile[];
  /** What is subtracted from them; added first, where there are several. */
  readonly bases: readonly Profile[];
  /** Whether the bases are another run to compare with: their samples are marked and stay apart, and shares are of them. */
  readonly isDifference: boolean;
  /** Scale the sources to what the bases come to. */
  readonly normalize: boolean;
}

/**
 * Source: internal/driver/fetch.go (fetchProfiles).
 * @throws QuestionError where they have nothing in common that could be added
 */
export function combine({ sources, bases, isDifference, normalize }: Combination): Profile {
  const source = added(sources);
  if (bases.length === 0) return source;
  const all = added(bases);
  const base = isDifference ? marked(all) : all;
  return added([normalize ? normalizedTo(base, source) : source, scaled(base, base.sampleTypes.map(() => -1))]);
}

/** One alone stays as it is: its samples are not added up. */
function added(profiles: readonly Profile[]): Profile {
  const alike = inCommonUnits(withCommonTypes(profiles));
  return alike.length === 1 ? alike[0] : mergeProfiles(alike);
}

/** Every sample with the label of a base, in place of any text that it has under that key. */
function marked(profile: Profile): Profile {
  const { samples, labels, strings } = profile;
  const isBase = Uint8Array.from(labels.key, (key, row) => (strings[key] === BASE_KEY && labels.text[row] !== NONE ? 1 : 0));
  const label: number[] = [];
  const labelStart = new Int32Array(samples.count + 1);
  for (let sample = 0; sample < samples.count; sample++) {
    for (let at = samples.labelStart[sample]; at < samples.labelStart[sample + 1]; at++) if (isBase[samples.label[at]] === 0) label.push(samples.label[at]);
    label.push(labels.count);
    labelStart[sample + 1] = label.length;
  }
  return {
    ...profile,
    strings: [...strings, BASE_KEY, 'true'],
    labels: withText(labels, strings.length, strings.length + 1),
    samples: { ...samples, labelStart, label: Int32Array.from(label) },
  };
}

/** With one row more: a key and a text, by their rows. */
function withText({ count, key, text, number, unit }: Labels, ofKey: number, ofText: number): Labels {
  const longer = (column: Int32Array, last: number) => Int32Array.from({ length: count + 1 }, (_, row) => (row < count ? column[row] : last));
  const numbers = number instanceof Float64Array ? new Float64Array(count + 1) : new BigInt64Array(count + 1);
  (numbers as Float64Array).set(number as Float64Array);
  return { count: count + 1, key: longer(key, ofKey), text: longer(text, ofText), number: numbers, unit: longer(unit, 0) };
}
