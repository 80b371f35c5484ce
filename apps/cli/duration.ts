/** Milliseconds of a unit. Source: Go, time/format.go (unitMap). */
const UNITS = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

/** Milliseconds of what Go's flags take for a duration: `30m`, `1h30m`, `1.5h`; undefined for what is none, or below zero. */
export function durationIn(text: string): number | undefined {
  const unsigned = text.replace(/^\+/, '');
  if (unsigned === '0') return 0;
  let sum = 0;
  PART.lastIndex = 0;
  for (let end = 0; end < unsigned.length || end === 0; end = PART.lastIndex) {
    const [, number, unit] = PART.exec(unsigned) ?? [];
    if (number === undefined) return undefined;
    sum += Number(number) * (UNITS.get(unit) ?? NaN);
  }
  return sum;
}
