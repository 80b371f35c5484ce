import { ProfileBuilder, type LabelParts, type ProfileParts } from '#model/builder.ts';
import { isSafe, type Int64 } from '#model/int64.ts';
import type { Profile, ValueType } from '#model/profile.ts';
import { quote } from './addressText.ts';
import { placeAddresses } from './memoryMap.ts';
import { ParseError } from './parseError.ts';

export interface JavaSample {
  /** The leaf first. */
  readonly addresses: readonly bigint[];
  readonly values: readonly Int64[];
  readonly labels?: readonly LabelParts[];
}

/**
 * A Java agent invents addresses and says below the samples what they stand for, so the profile has the symbols alone.
 *
 * Source: github.com/google/pprof, profile/legacy_java_profile.go (parseJavaLocations), profile/profile.go (Aggregate).
 * @param symbolLines `0x7f1a2b  com.shop.Cart.add (Cart.java:42)`; other lines are passed over
 * @throws ParseError
 */
export function profileOfJava(format: string, sampleTypes: readonly ValueType[], samples: readonly JavaSample[], symbolLines: readonly string[], parts: ProfileParts): Profile {
  const builder = new ProfileBuilder(format, sampleTypes);
  const addresses = new Set<bigint>();
  for (const sample of samples) for (const address of sample.addresses) addresses.add(address);
  const symbols = readSymbols(symbolLines, addresses);
  const mappingOf = placeAddresses(builder, [...addresses].filter((address) => !symbols.has(address)), []);
  const rows = new Map<bigint, number>();
  for (const address of addresses) {
    const symbol = symbols.get(address);
    if (symbol === undefined) rows.set(address, builder.location({ mapping: mappingOf(address) }));
    else rows.set(address, builder.location({ lines: [{ fn: builder.fn({ name: symbol.name, file: symbol.file }), line: symbol.line }] }));
  }
  const locate = (address: bigint): number => {
    const row = rows.get(address);
    if (row === undefined) throw new Error(`no location for address ${address}`);
    return row;
  };
  for (const { addresses: stack, values, labels } of samples) builder.sample(stack.map(locate), values, labels);
  return builder.finish(parts);
}

interface JavaSymbol {
  readonly name: string;
  readonly file: string;
  /** 0 is unknown. */
  readonly line: Int64;
}

function readSymbols(lines: readonly string[], addresses: ReadonlySet<bigint>): Map<bigint, JavaSymbol> {
  const symbols = new Map<bigint, JavaSymbol>();
  const fileOf = new Map<string, string>();
  for (const line of lines) {
    const [, digits, text] = /^0x([0-9a-fA-F]+)[\t\f\r ]+([^]*)$/.exec(line.trim()) ?? [];
    if (digits === undefined) continue;
    const address = BigInt(`0x${digits}`);
    if (address !== BigInt.asUintN(64, address)) throw new ParseError(`a symbol's address has more than 64 bits: ${quote(line)}`);
    if (!addresses.has(address)) continue;
    const symbol = symbolOf(text);
    // A function is its name alone; where it comes again with another file the first one counts.
    if (!fileOf.has(symbol.name)) fileOf.set(symbol.name, symbol.file);
    symbols.set(address, { ...symbol, file: fileOf.get(symbol.name) ?? '' });
  }
  return symbols;
}

/** `function (file:line)`, `function (/path/to/library.so)`, or what the agent calls a state of its own, as "GC". */
function symbolOf(text: string): JavaSymbol {
  const tail = /:(-?[0-9]+)\)$/.exec(text);
  const line = tail === null ? null : beforeParenthesis(text.slice(0, tail.index));
  if (tail !== null && line !== null && line.inside !== '') return { name: line.before, file: line.inside, line: lineNumber(tail[1]) };
  const library = text.endsWith(')') ? beforeParenthesis(text.slice(0, -1)) : null;
  if (library !== null) return { name: library.before, file: baseName(library.inside), line: 0 };
  return { name: text.includes('generated stub/JIT') ? 'STUB' : text, file: '', line: 0 };
}

/** What stands on both sides of the last parenthesis that opens behind a space. */
function beforeParenthesis(text: string): { readonly before: string; readonly inside: string } | null {
  for (let at = text.lastIndexOf('('); at > 0; at = text.lastIndexOf('(', at - 1)) {
    if (/[\t\f\r ]/.test(text[at - 1])) return { before: text.slice(0, at - 1), inside: text.slice(at + 1) };
  }
  return null;
}

function lineNumber(digits: string): Int64 {
  const number = BigInt(digits);
  if (number < 1n || number !== BigInt.asIntN(64, number)) return 0;
  return isSafe(number) ? Number(number) : number;
}

/** As Go's filepath.Base on a path of slashes. */
function baseName(path: string): string {
  if (path === '') return '.';
  const parts = path.split('/').filter((part) => part !== '');
  return parts.at(-1) ?? '/';
}
