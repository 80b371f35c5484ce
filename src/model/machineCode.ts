/** Where a function is in the memory of a process: what it takes to find its instructions in a binary. */
export interface CodePlace {
  /** The binary's path as the profile has it. */
  readonly file: string;
  readonly buildId: string;
  /** Whether its mapping is the first of the profile, as that of the program itself is. */
  readonly isMain: boolean;
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  /** One of the function's, as the process counts. */
  readonly address: bigint;
  readonly intelSyntax: boolean;
}

/** Instructions of a function. */
export interface MachineCode {
  /** What the process adds to the binary's addresses; modulo 2^64. */
  readonly base: bigint;
  /** In order of address. */
  readonly instructions: readonly MachineInstruction[];
}

export interface MachineInstruction {
  /** As the binary counts. */
  readonly address: bigint;
  readonly text: string;
  /** Where it comes from; empty or 0 where that is not known. */
  readonly fn: string;
  readonly file: string;
  readonly line: number;
}

/** The instructions, or why there are none, as a sentence; nothing where nobody has the binary. */
export type FoundCode = MachineCode | { readonly problem: string } | undefined;

/** As JSON has them: numbers of 64 bits as hexadecimal text. */
export type CodePlaceJson = { readonly [Field in keyof CodePlace]: CodePlace[Field] extends bigint ? string : CodePlace[Field] };

export type FoundCodeJson = null | { readonly problem: string } | { readonly base: string; readonly instructions: readonly (readonly [address: string, text: string, fn: string, file: string, line: number])[] };

export function placeToJson({ start, limit, offset, address, ...rest }: CodePlace): CodePlaceJson {
  return { ...rest, start: start.toString(16), limit: limit.toString(16), offset: offset.toString(16), address: address.toString(16) };
}

/** Undefined where it is none. */
export function placeFromJson(fields: ReadonlyMap<string, unknown>): CodePlace | undefined {
  const [file, buildId, isMain, intelSyntax] = ['file', 'buildId', 'isMain', 'intelSyntax'].map((name) => fields.get(name));
  const [start, limit, offset, address] = ['start', 'limit', 'offset', 'address'].map((name) => fromHex(fields.get(name)));
  if (typeof file !== 'string' || typeof buildId !== 'string' || typeof isMain !== 'boolean' || typeof intelSyntax !== 'boolean') return undefined;
  if (start === undefined || limit === undefined || offset === undefined || address === undefined) return undefined;
  return { file, buildId, isMain, start, limit, offset, address, intelSyntax };
}

function fromHex(value: unknown): bigint | undefined {
  return typeof value === 'string' && /^[\da-f]{1,16}$/.test(value) ? BigInt(`0x${value}`) : undefined;
}

export function codeToJson(found: FoundCode): FoundCodeJson {
  if (found === undefined) return null;
  if ('problem' in found) return found;
  return { base: found.base.toString(16), instructions: found.instructions.map(({ address, text, fn, file, line }) => [address.toString(16), text, fn, file, line]) };
}

/** Of what `codeToJson` made. */
export function codeFromJson(json: FoundCodeJson): FoundCode {
  if (json === null) return undefined;
  if ('problem' in json) return json;
  return { base: BigInt(`0x${json.base}`), instructions: json.instructions.map(([address, text, fn, file, line]) => ({ address: BigInt(`0x${address}`), text, fn, file, line })) };
}
