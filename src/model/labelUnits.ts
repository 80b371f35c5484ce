import { NONE, type Profile } from './profile.ts';
import { compareBytes } from './text.ts';

/**
 * The unit of each numeric label's key: the first that a sample gives. A key without any is in bytes where it is called
 * "alignment" or "request", else its own name is its unit. Others that were met are told.
 *
 * Rules: github.com/google/pprof, profile/profile.go (NumLabelUnits).
 */
export function labelUnits(profile: Profile): LabelUnits {
  const known = KNOWN.get(profile);
  if (known !== undefined) return known;
  const units = unitsOf(profile);
  KNOWN.set(profile, units);
  return units;
}

export interface LabelUnits {
  readonly unitOf: ReadonlyMap<string, string>;
  /** Sentences about units that were passed over. */
  readonly notes: readonly string[];
}

/** A profile never changes, and several steps to one report ask for its units. */
const KNOWN = new WeakMap<Profile, LabelUnits>();

function unitsOf(profile: Profile): LabelUnits {
  const { labels, samples, strings } = profile;
  const unitOf = new Map<string, string>();
  const ignored = new Map<string, Set<string>>();
  const keys = new Set<string>();
  // The first use in sample order decides; a label once looked at says the same again.
  const done = new Uint8Array(labels.count);
  for (const label of samples.label) {
    if (done[label] === 1 || labels.text[label] !== NONE) continue;
    done[label] = 1;
    const key = strings[labels.key[label]];
    const unit = strings[labels.unit[label]];
    keys.add(key);
    if (unit === '') continue;
    const known = unitOf.get(key);
    if (known === undefined) unitOf.set(key, unit);
    else if (known !== unit) ignored.set(key, (ignored.get(key) ?? new Set()).add(unit));
  }
  for (const key of keys) if (!unitOf.has(key)) unitOf.set(key, key === 'alignment' || key === 'request' ? 'bytes' : key);
  const notes = [...ignored].map(
    ([key, units]) => `For tag ${key} used unit ${unitOf.get(key)}, also encountered unit(s) ${[...units].sort(compareBytes).join(', ')}`,
  );
  return { unitOf, notes };
}
