import { formatFixed, formatPrecision } from './format.ts';
import type { Int64 } from './int64.ts';

/** A family of units that convert into each other. Source: github.com/google/pprof, internal/measurement. */
interface Family {
  /** The unit for values below the smallest unit, and for a target of another family. */
  readonly base: string;
  readonly units: readonly Unit[];
}

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

const unit = (name: string, factor: number, ...aliases: string[]): Unit => ({ name, factor, aliases });

const MEMORY: Family = {
  base: 'B',
  units: [
    unit('B', 1, 'b', 'byte'),
    unit('kB', 2 ** 10, 'kb', 'kbyte', 'kilobyte'),
    unit('MB', 2 ** 20, 'mb', 'mbyte', 'megabyte'),
    unit('GB', 2 ** 30, 'gb', 'gbyte', 'gigabyte'),
    unit('TB', 2 ** 40, 'tb', 'tbyte', 'terabyte'),
    unit('PB', 2 ** 50, 'pb', 'pbyte', 'petabyte'),
  ],
};

const TIME: Family = {
  base: 's',
  units: [
    unit('ns', 1, 'ns', 'nanosecond'),
    unit('us', 1e3, 'μs', 'us', 'microsecond'),
    unit('ms', 1e6, 'ms', 'millisecond'),
    unit('s', 1e9, 's', 'sec', 'second'),
    unit('hrs', 3.6e12, 'hour', 'hr'),
  ],
};

const GCU: Family = {
  base: 'GCU',
  units: [
    unit('n*GCU', 1e-9, 'nanogcu'),
    unit('u*GCU', 1e-6, 'microgcu'),
    unit('m*GCU', 1e-3, 'milligcu'),
    unit('GCU', 1, 'gcu'),
    unit('k*GCU', 1e3, 'kilogcu'),
    unit('M*GCU', 1e6, 'megagcu'),
    unit('G*GCU', 1e9, 'gigagcu'),
    unit('T*GCU', 1e12, 'teragcu'),
    unit('P*GCU', 1e15, 'petagcu'),
  ],
};

const FAMILIES = [MEMORY, TIME, GCU];

export interface Scaled {
  readonly value: number;
  readonly unit: string;
}

/**
 * `value`, given in unit `from`, in unit `to`, which may be "minimum" or "auto": the largest unit in which it is at least
 * 1. Unknown units leave the value alone.
 */
export function scale(value: Int64, from: string, to: string): Scaled {
  const number = Number(value);
  if (number < 0 && number > -(2 ** 63)) {
    const positive = scale(-number, from, to);
    return { value: -positive.value, unit: positive.unit };
  }
  for (const family of FAMILIES) {
    const source = find(family, from);
    if (source !== undefined) return convert(number, source, family, to);
  }
  return { value: number, unit: PLAIN.has(to) ? '' : to };
}

/** Targets that say nothing of a unit. */
const PLAIN = new Set(['count', 'sample', 'unit', 'minimum', 'auto']);

function convert(value: number, from: Unit, family: Family, to: string): Scaled {
  const amount = value * from.factor;
  if (to === 'minimum' || to === 'auto') {
    let best: Unit | undefined;
    for (const candidate of family.units) if (amount / candidate.factor >= 1 && (best === undefined || candidate.factor > best.factor)) best = candidate;
    const chosen = best ?? baseOf(family);
    return { value: amount / chosen.factor, unit: chosen.name };
  }
  const target = find(family, to) ?? baseOf(family);
  return { value: amount / target.factor, unit: target.name };
}

function baseOf(family: Family): Unit {
  return find(family, family.base) ?? family.units[0];
}

/** A unit by any of its aliases, in any case, with or without a plural s; "m*GCU" is how it prints, not an alias. */
function find(family: Family, name: string): Unit | undefined {
  let wanted = name.toLowerCase();
  if ([...wanted].length > 2 && wanted.endsWith('s')) wanted = wanted.slice(0, -1);
  return family.units.find((candidate) => candidate.aliases.includes(wanted));
}

/** Whether the unit is one of time, so that it can be set against a duration. */
export function isTime(name: string): boolean {
  return find(TIME, name) !== undefined;
}

/** Whether values of the unit can be converted at all. */
export function isKnownUnit(name: string): boolean {
  return FAMILIES.some((family) => find(family, name) !== undefined);
}

/** The names of the units that values in `name` may be given in; none for one that is not known. */
export function unitsLike(name: string): string[] {
  return FAMILIES.find((family) => find(family, name) !== undefined)?.units.map((known) => known.name) ?? [];
}

/** Whether values in one of the units can be given in the other. */
export function areConvertible(a: string, b: string): boolean {
  return FAMILIES.some((family) => find(family, a) !== undefined && find(family, b) !== undefined);
}

/** As pprof prints a value: at most two decimals, the unit behind. `0` has no unit. */
export function label(value: Int64, from: string, to: string): string {
  const scaled = scale(value, from, to);
  let text = formatFixed(scaled.value, 2);
  if (text.endsWith('.00')) text = text.slice(0, -3);
  return text === '0' || text === '-0' ? '0' : text + scaled.unit;
}

/** `+1.24%`, `-0.50%`, `0%`: a share of what changed. */
export function signedPercentage(value: Int64, total: Int64): string {
  return `${value > 0 ? '+' : value < 0 ? '-' : ''}${percentage(value, total).trim()}`;
}

/** As pprof prints a share: without its sign, padded to five places before the "%"; `  100%`, ` 1.00%`, `0.0012%`. */
export function percentage(value: Int64, total: Int64): string {
  const whole = Number(total);
  const ratio = whole === 0 ? 0 : Math.abs(Number(value) / whole) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) return '  100%';
  return `${(ratio >= 1 ? formatFixed(ratio, 2) : formatPrecision(ratio, 2)).padStart(5)}%`;
}
