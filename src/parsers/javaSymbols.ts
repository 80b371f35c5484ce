import { ProfileBuilder, type LabelParts, type ProfileParts } from '#model/builder.ts';
import { narrow, type Int64 } from '#model/int64.ts';
import { NONE, type Profile, type ValueType } from '#model/profile.ts';
import { quote } from './lines.ts';
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
export function profileOfJava(format: string, sampleTypes: readonly ValueType[], samples: readonly JavaSample[], symbolLines: Iterable<string>, parts: ProfileParts): Profile {
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

function readSymbols(lines: Iterable<string>, addresses: ReadonlySet<bigint>): Map<bigint, JavaSymbol> {
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
  const place = /:(-?[0-9]+)\)$/.exec(text);
  // A file has a name of one character at least.
  const inFile = place === null ? NONE : parenthesis(text, place.index - 2);
  if (place !== null && inFile !== NONE) return { name: text.slice(0, inFile - 1), file: text.slice(inFile + 1, place.index), line: lineNumber(place[1]) };
  const inLibrary = text.endsWith(')') ? parenthesis(text, text.length - 2) : NONE;
  if (inLibrary !== NONE) return { name: text.slice(0, inLibrary - 1), file: baseName(text.slice(inLibrary + 1, -1)), line: 0 };
  return { name: text.includes('generated stub/JIT') ? 'STUB' : text, file: '', line: 0 };
}

/** The last parenthesis up to `last` that opens behind a space; NONE where there is none. */
function parenthesis(text: string, last: number): number {
  for (let at = last; at > 0; at--) if (text[at] === '(' && /[\t\f\r ]/.test(text[at - 1])) return at;
  return NONE;
}

function lineNumber(digits: string): Int64 {
  const number = BigInt(digits);
  return number > 0n && number === BigInt.asIntN(64, number) ? narrow(number) : 0;
}

/** As Go's filepath.Base on a path of slashes. */
function baseName(path: string): string {
  if (path === '') return '.';
  const parts = path.split('/').filter((part) => part !== '');
  return parts.at(-1) ?? '/';
}
