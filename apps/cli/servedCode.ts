import type { CodePlace, FoundCode } from '#model/machineCode.ts';
import type { Pattern } from '#model/pattern.ts';
import { BinaryError, type Binaries, type Binary, type BinarySymbol, type MappedFile } from '#reports/binaries.ts';
import { symbolsMatching } from '#reports/disasm.ts';

/** Where the page's instructions come from. */
export interface CodeRequest {
  /** The program that the command line names; empty for none. */
  readonly program: string;
  /** Where the programs are that read binaries, as -tools has it. */
  readonly tools: string;
}

/** What reads binaries; loaded when it is needed: most pages ask for none. */
export interface CodeReaders {
  readonly binaries: Binaries;
  /** The binary that stands for another in the folders of binaries; undefined for none. */
  readonly localBinary: (mapping: MappedFile, buildId: string) => string | undefined;
}

/**
 * Instructions for the page: of the program that the command line names, or of binaries in the folders that pprof looks in.
 * A path that stands only in a profile, which is somebody else's, is not opened.
 */
export function servedCode({ program, tools }: CodeRequest, load: () => Promise<CodeReaders> = () => readers(tools)): (place: CodePlace) => Promise<FoundCode> {
  const opened = new Map<string, Binary | { readonly error: string }>();
  const symbols = new Map<string, readonly BinarySymbol[]>();
  return async (place) => {
    const { binaries, localBinary } = await load();
    const { start, limit, offset } = place;
    const file = place.isMain && program !== '' ? program : localBinary(place, place.buildId);
    if (file === undefined) return undefined;
    const key = [file, start, limit, offset].join('\n');
    const binary = opened.get(key) ?? binaries.open({ file, start, limit, offset });
    opened.set(key, binary);
    if ('error' in binary) return { problem: binary.error };
    try {
      return codeAt(place, binary, () => {
        const known = symbols.get(file) ?? binary.symbols();
        symbols.set(file, known);
        return known;
      });
    } catch (error) {
      if (error instanceof BinaryError) return { problem: error.message };
      throw error;
    }
  };
}

async function readers(tools: string): Promise<CodeReaders> {
  const [{ binutils }, { localBinary }] = await Promise.all([import('./binutils.ts'), import('./locate.ts')]);
  return { binaries: binutils(tools), localBinary };
}

const NO_NAME: Pattern = { source: '', matches: () => false };

function codeAt({ address, intelSyntax }: CodePlace, binary: Binary, symbols: () => readonly BinarySymbol[]): FoundCode {
  const at = binary.addressOf(address);
  if (at === undefined) return { problem: `0x${address.toString(16)} is not in the binary` };
  const [symbol] = symbolsMatching(symbols(), NO_NAME, at);
  if (symbol === undefined) return { problem: `the binary has no symbol at 0x${at.toString(16)}` };
  // A symbol's end is its last byte; the instruction there is its own.
  const instructions = binary.instructions(symbol.start, symbol.end + 1n, intelSyntax);
  return { base: BigInt.asUintN(64, address - at), instructions };
}
