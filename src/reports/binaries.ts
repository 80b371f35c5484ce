import type { MachineInstruction } from '#model/machineCode.ts';

/**
 * What a report asks of the binaries that were running: their instructions and where these come from. The command has
 * binutils for that; the page has nobody to ask.
 */
export interface Binaries {
  /** The binary that a mapping names, or why it cannot be read, as a sentence. */
  open(mapping: MappedFile): Binary | { readonly error: string };
}

/** A part of a binary in the memory of the process. */
export interface MappedFile {
  readonly file: string;
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
}

export interface Binary {
  /** An address of the process as the binary counts it, or undefined where the mapping does not tell. */
  addressOf(address: bigint): bigint | undefined;
  /** In order of address; several may have the same. */
  symbols(): readonly BinarySymbol[];
  /**
   * The instructions from `start` to before `end`, both as the binary counts, in Intel's syntax or the usual one.
   * @throws BinaryError
   */
  instructions(start: bigint, end: bigint, intelSyntax: boolean): readonly Instruction[];
  /** For each address of the process the frames that it is in, what was inlined first; undefined where nobody can tell. */
  frames(addresses: readonly bigint[]): readonly (readonly BinaryFrame[] | undefined)[];
}

export interface BinarySymbol {
  readonly address: bigint;
  /** As the linker knows it. */
  readonly name: string;
  /** As its author wrote it. */
  readonly readableName: string;
}

/** Where something stands in the source; empty or 0 where that is not known. */
export interface BinaryFrame {
  readonly fn: string;
  readonly file: string;
  readonly line: number;
}

export type Instruction = MachineInstruction;

/** A binary cannot be read, and why. */
export class BinaryError extends Error {
  override readonly name = 'BinaryError';
}

/** Where there are none. */
export const NO_BINARIES: Binaries = { open: ({ file }) => ({ error: `${file} cannot be read here` }) };
