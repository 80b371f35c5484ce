import { DEFAULTS } from '#model/options.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { isKnownUnit, label } from '#model/units.ts';
import { hasGoroutines } from '#reports/goroutines.ts';
import { profileLines } from '#reports/legend.ts';
import { columnOf, measureOf, outputUnit } from '#reports/subject.ts';
import type { Facts } from './protocol.ts';

export function factsOf(name: string, size: number, profile: Profile): Facts {
  return {
    name,
    size,
    format: profile.format,
    sampleTypes: profile.sampleTypes,
    defaultColumn: profile.sampleTypes.length === 0 ? 0 : columnOf(profile, ''),
    header: headerOf(profile),
    comments: profile.comments,
    docUrl: /^https?:\/\//i.test(profile.docUrl) ? profile.docUrl : '',
    time: Number(profile.timeNanos / 1_000_000n),
    durationNanos: Number(profile.durationNanos),
    period: periodOf(profile),
    samples: profile.samples.count,
    functions: profile.functions.count,
    locations: profile.locations.count,
    mappings: mappingsOf(profile),
    hasGoroutines: hasGoroutines(profile),
    labelKeys: labelKeysOf(profile),
    notes: profile.notes,
  };
}

/** Those that say something. */
function mappingsOf({ mappings, strings }: Profile): Facts['mappings'] {
  const all = Array.from({ length: mappings.count }, (_, mapping) => ({ file: strings[mappings.file[mapping]], buildId: strings[mappings.buildId[mapping]] }));
  return all.filter(({ file, buildId }) => file !== '' || buildId !== '');
}

/** The lines above a report on the default sample type. */
function headerOf(profile: Profile): string[] {
  if (profile.sampleTypes.length === 0) return [];
  const measure = measureOf(profile, DEFAULTS);
  return profileLines({ profile, measure }, outputUnit(measure, 0, false));
}

/** "cpu: 10ms": what one sample stands for. Empty where the file does not say. */
function periodOf({ period, periodType: { type, unit } }: Profile): string {
  if (period === 0n) return '';
  const amount = isKnownUnit(unit) ? label(period, unit, 'auto') : `${period} ${unit}`.trimEnd();
  return type === '' ? amount : `${type}: ${amount}`;
}

/** In the order in which the file first names them; a sample with several values of a key counts once. */
function labelKeysOf({ labels, samples, strings }: Profile): Facts['labelKeys'] {
  const rowOf = new Map<string, number>();
  const keyOf = Int32Array.from(labels.key, (key) => {
    const row = rowOf.get(strings[key]) ?? rowOf.size;
    rowOf.set(strings[key], row);
    return row;
  });
  const counts = new Int32Array(rowOf.size);
  const lastSample = new Int32Array(rowOf.size).fill(NONE);
  for (let sample = 0; sample < samples.count; sample++) {
    for (let at = samples.labelStart[sample]; at < samples.labelStart[sample + 1]; at++) {
      const key = keyOf[samples.label[at]];
      if (lastSample[key] !== sample) counts[key]++;
      lastSample[key] = sample;
    }
  }
  return Array.from(rowOf, ([key, row]) => ({ key, samples: counts[row] }));
}
