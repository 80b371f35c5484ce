/**
 * Numbers as C and Go print them: rounded half to even on the exact binary value. JavaScript's own toFixed and
 * toPrecision round halves up, and halves are common among byte counts.
 */

/** `%.Nf`. */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const magnitude = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (magnitude >= 1e15) return sign + exactDecimal(magnitude, digits);
  return sign + halfToEven(magnitude.toFixed(digits), magnitude, digits);
}

/** `rounded` as it is, unless an exact half was rounded up to an odd last digit. */
function halfToEven(rounded: string, value: number, digits: number): string {
  const last = Number(rounded.at(-1));
  return isHalf(value, digits) && last % 2 === 1 ? rounded.slice(0, -1) + String(last - 1) : rounded;
}

/** Whether value × 10^digits ends in one half: then value × 2^(digits + 1) is a whole odd number, as 5^digits is odd. */
function isHalf(value: number, digits: number): boolean {
  const doubled = value * 2 ** (digits + 1);
  return Number.isInteger(doubled) && doubled % 2 !== 0;
}

/** A large double in full, which toFixed gives in exponent form from 1e21 on. */
function exactDecimal(value: number, digits: number): string {
  const whole = BigInt(Math.trunc(value));
  const rest = value - Math.trunc(value);
  return `${whole}${digits > 0 ? rest.toFixed(digits).slice(1) : ''}`;
}

/** `%.Ng`: so many significant digits, no trailing zeros, exponent form below 1e-4 and from 10^N on. */
export function formatPrecision(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const magnitude = Math.abs(value);
  const [rounded, exponentText] = magnitude.toExponential(digits - 1).split('e');
  const exponent = Number(exponentText);
  const decimals = digits - 1 - exponent;
  const mantissa = decimals >= 0 ? halfToEven(rounded, magnitude, decimals) : rounded;
  const sign = value < 0 ? '-' : '';
  const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  if (exponent < -4 || exponent >= digits) {
    const power = Math.abs(exponent).toString().padStart(2, '0');
    return `${sign}${trimmed}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  return sign + String(Number(`${trimmed}e${exponent}`));
}

/** `%v`: the fewest digits that read back as the value, in exponent form below 1e-4 and from 1e21 on. */
export function formatShortest(value: number): string {
  const [mantissa, exponent] = value.toExponential().split('e');
  return Number(exponent) < -4 ? `${mantissa}e-${exponent.slice(1).padStart(2, '0')}` : String(value);
}
