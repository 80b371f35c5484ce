import { narrow, type Int64 } from '#model/int64.ts';
import { linesOf, quote } from './lines.ts';
import { ParseError } from './parseError.ts';

/** What pprof's text formats have in common: how lines and numbers are read. */

/** Characters of a line before pprof gives up. Source: Go, bufio.Scanner. */
const LONGEST = 65_535;

/** @throws ParseError for a line that pprof finds too long */
export function legacyLines(bytes: Uint8Array): string[] {
  const lines = [...linesOf(bytes)];
  const long = lines.findIndex((line) => line.length > LONGEST);
  if (long >= 0) throw new ParseError(`line ${long + 1} has ${lines[long].length} characters, and more than ${LONGEST} are no profile's (token too long)`);
  return lines;
}

/** @throws ParseError for what is no int64 */
export function int64Of(digits: string, line: string): Int64 {
  const value = BigInt(digits);
  if (value !== BigInt.asIntN(64, value)) throw new ParseError(`malformed sample: ${quote(line)}: ${digits} is more than 64 bits`);
  return narrow(value);
}

/** A number whose beginning says its base: 0x1f, 0b1, 0o7 and 07, 12; undefined for what is none, or no int64. Source: Go, strconv.ParseInt. */
export function integerOf(text: string): bigint | undefined {
  const [, sign, digits] = /^([+-]?)(0x[0-9a-f]+|0b[01]+|0o?[0-7]+|0|[1-9][0-9]*)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const size = BigInt(digits.replace(/^0(?=[0-7])/, '0o'));
  const value = sign === '-' ? -size : size;
  return value === BigInt.asIntN(64, value) ? value : undefined;
}

/** @throws ParseError for one of more than 64 bits */
export function addressesOf(text: string, line: string): bigint[] {
  return (text.match(/0x[0-9a-f]+/g) ?? []).map((group) => {
    const address = BigInt(group);
    if (address !== BigInt.asUintN(64, address)) throw new ParseError(`malformed sample: ${quote(line)}: ${group} is more than 64 bits`);
    return address;
  });
}

/** The address of the call, given the one that it returns to. */
export function callBefore(address: bigint): bigint {
  return BigInt.asUintN(64, address - 1n);
}
