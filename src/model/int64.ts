/**
 * The format's numbers are int64. A column of them is doubles as long as all entries, and every sum a report can form
 * of them, are safe integers; else it is BigInt64Array, whose sums wrap as Go's do. Both index and compare alike, so
 * code that goes through the functions here serves both; within one report all columns are of one kind.
 */
export type Int64Column = Float64Array | BigInt64Array;

/** One int64: a double where it is a safe integer, else a bigint. */
export type Int64 = number | bigint;

/** A column of zeros that can hold sums of `like`. */
export function zerosLike(like: Int64Column, length: number): Int64Column {
  return like instanceof Float64Array ? new Float64Array(length) : new BigInt64Array(length);
}

/** The tightest column that holds the numbers exactly (not their sums). */
export function int64Column(numbers: readonly Int64[]): Int64Column {
  if (numbers.every(isSafe)) return Float64Array.from(numbers, Number);
  return BigInt64Array.from(numbers, BigInt);
}

/** Whether a double holds the number exactly. */
export function isSafe(value: Int64): boolean {
  return typeof value === 'bigint' ? value === BigInt.asIntN(54, value) : Number.isSafeInteger(value);
}

/** `column` as BigInt64Array. */
export function widen(column: Int64Column): BigInt64Array {
  return column instanceof BigInt64Array ? column : BigInt64Array.from(column, BigInt);
}

/** Σ|value| of a column, as a bigint when it passes 2^53; does not wrap. */
export function magnitude(column: Int64Column): Int64 {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += Math.abs(Number(column[i]));
  if (sum <= Number.MAX_SAFE_INTEGER && column instanceof Float64Array) return sum;
  let exact = 0n;
  for (const value of column) exact += value < 0 ? -BigInt(value) : BigInt(value);
  return exact;
}

/** Columns that are shown together: wide, all of them, if doubles cannot hold every value and every sum. */
export function columnsAlike(columns: readonly Int64Column[]): readonly Int64Column[] {
  return columns.every((column) => column instanceof Float64Array && isSafe(magnitude(column))) ? columns : columns.map(widen);
}

export function hasNegative(column: Int64Column): boolean {
  for (let i = 0; i < column.length; i++) if (column[i] < 0) return true;
  return false;
}

/** `sums[i] += amounts[j]`; both columns are of one kind, which is what the assertion stands for. */
export function addTo(sums: Int64Column, i: number, amounts: Int64Column, j: number): void {
  (sums as Float64Array)[i] += (amounts as Float64Array)[j];
}

/** `sums[i] += amount`, where the amount comes from a column of the same kind. */
export function add(sums: Int64Column, i: number, amount: Int64): void {
  (sums as Float64Array)[i] += amount as number;
}

/** a + b as int64: exact, wrapping past 2^63. */
export function plus(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return narrow(BigInt.asIntN(64, BigInt(a) + BigInt(b)));
}

/** |a| as int64: −2^63 stays what it is, as in Go. */
export function abs64(a: Int64): Int64 {
  if (typeof a === 'number') return Math.abs(a);
  return a < 0n ? BigInt.asIntN(64, -a) : a;
}

/** a × factor ÷ divisor in int64: the product wraps, the quotient is cut toward zero; the divisor is not 0. */
export function mulDiv(a: Int64, factor: number, divisor: Int64): number {
  const product = Number(a) * factor;
  if (Number.isSafeInteger(product) && typeof divisor === 'number') return Math.trunc(product / divisor);
  return Number(BigInt.asIntN(64, BigInt(a) * BigInt(factor)) / BigInt(divisor));
}

/** a ÷ b cut toward zero; a where b is 0, as a mean without a divisor is the sum. */
export function quotient(a: Int64, b: Int64): Int64 {
  if (Number(b) === 0) return a;
  if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b) + 0;
  return narrow(BigInt(a) / BigInt(b));
}

/** Go's int64(float) on amd64: cut toward zero; NaN and what does not fit become −2^63. */
export function truncate(value: number): Int64 {
  const whole = Math.trunc(value) + 0;
  if (Number.isSafeInteger(whole)) return whole;
  if (!(whole >= -(2 ** 63) && whole < 2 ** 63)) return -(2n ** 63n);
  return BigInt(whole);
}

/** The same number, as a double where that is exact. */
export function narrow(value: bigint): Int64 {
  return isSafe(value) ? Number(value) : value;
}

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function compare64(a: Int64, b: Int64): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
