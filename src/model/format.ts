/**
 * Numbers as C and Go print them: rounded half to even on the exact binary value. JavaScript's own toFixed and
 * toPrecision round halves up, and halves are common among byte counts.
 */

/** `%.Nf`. */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const scaled = Math.abs(value) * 10 ** digits;
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (Math.abs(value) >= 1e15) return sign + exactDecimal(Math.abs(value), digits);
  const text = Math.abs(value).toFixed(digits);
  // An exact half is a multiple of 2^-(digits + 1), so the product below is exact and tells it.
  if (isHalf(Math.abs(value), digits) && Number(text.at(-1)) % 2 === 1 && Number(text) > Math.abs(value)) {
    return sign + (Math.floor(scaled) / 10 ** digits).toFixed(digits);
  }
  return sign + text;
}

/** Whether the value lies exactly between two decimals of so many digits: value × 10^digits × 2 is an odd whole number. */
function isHalf(value: number, digits: number): boolean {
  const quarter = value * 2 ** (digits + 1);
  if (!Number.isInteger(quarter)) return false;
  const twice = BigInt(quarter) * 5n ** BigInt(digits);
  return (twice & 1n) === 1n;
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
  // The half rule again: where toPrecision rounded an exact half up to an odd digit, the digit below is right.
  let text = magnitude.toExponential(digits - 1);
  const half = halfDown(magnitude, text, digits);
  if (half !== undefined) text = half;
  const [mantissa, exponentText] = text.split('e');
  const exponent = Number(exponentText);
  const sign = value < 0 ? '-' : '';
  const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  if (exponent < -4 || exponent >= digits) {
    const power = Math.abs(exponent).toString().padStart(2, '0');
    return `${sign}${trimmed}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  return sign + String(Number(`${trimmed}e${exponent}`));
}

function halfDown(magnitude: number, rounded: string, digits: number): string | undefined {
  const [mantissa, exponentText] = rounded.split('e');
  const decimals = digits - 1 - Number(exponentText);
  if (decimals < 0 || decimals > 40 || !isHalf(magnitude, decimals)) return undefined;
  const last = Number(mantissa.at(-1));
  if (last % 2 === 0 || Number(rounded) < magnitude) return undefined;
  return `${mantissa.slice(0, -1)}${last - 1}e${exponentText}`;
}
