import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { BinaryError, type Binaries, type Binary, type BinaryFrame, type MappedFile } from '#reports/binaries.ts';
import { baseOf, ElfError, isElf, readElf, segmentAt, type Elf, type ReadAt } from './elf.ts';
import { parseAddr2line, parseObjdump, parseSizedSymbols, parseSymbolizer, parseSymbols, symbolAt, type SizedSymbol } from './binutilsText.ts';
import { run, toolsIn, type Tools } from './tools.ts';

/**
 * ELF files, read by the programs of binutils, GNU's or LLVM's, as far as these are installed.
 *
 * Rules: github.com/google/pprof, internal/binutils/binutils.go.
 * @param tools where they are: folders, or "objdump:folder" for one of them, parted by commas; empty for the PATH
 */
export function binutils(tools: string): Binaries {
  const found = toolsIn(tools);
  return {
    open: (mapping) => {
      try {
        return binaryOf(mapping, elfAt(mapping), found);
      } catch (error) {
        if (error instanceof BinaryError) return { error: error.message };
        throw error;
      }
    },
  };
}

/**
 * The headers of the file that a mapping names.
 * @throws BinaryError where it is not there, is no ELF file, or does not fit the mapping
 */
export function elfAt(mapping: MappedFile): Elf {
  const { file } = mapping;
  const descriptor = openFile(file);
  const read: ReadAt = (offset, length) => {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
  };
  try {
    if (!isElf(read)) throw new BinaryError(`unrecognized binary format: ${file}`);
    const elf = readElf(read);
    baseOf(elf.kind, elf.text, mapping);
    return elf;
  } catch (error) {
    throw error instanceof ElfError ? new BinaryError(`error reading ELF file ${file}: ${error.message}`) : error;
  } finally {
    closeSync(descriptor);
  }
}

function openFile(file: string): number {
  try {
    if (statSync(file).isFile()) return openSync(file, 'r');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new BinaryError(`stat ${file}: ${/^\w+: (.*?), /.exec(message)?.[1] ?? message}`);
  }
  throw new BinaryError(`error reading magic number from ${file}: read ${file}: is a directory`);
}

function binaryOf(mapping: MappedFile, elf: Elf, tools: Tools): Binary {
  // Not to be taken for a flag.
  const file = mapping.file.startsWith('-') ? `./${mapping.file}` : mapping.file;
  let base: { readonly value: bigint | undefined } | undefined;
  return {
    // As in pprof, the first address that is asked for tells which part of the file is mapped.
    addressOf: (address) => {
      base ??= { value: baseAt(elf, mapping, address) };
      return base.value === undefined ? undefined : BigInt.asUintN(64, address - base.value);
    },
    symbols: () => symbolsOf(file, tools),
    instructions: (start, end, intelSyntax) => parseObjdump(disassembled(file, start, end, intelSyntax, tools)),
    frames: (addresses) => framesOf(file, addresses.map((address) => BigInt.asUintN(64, address - (base?.value ?? 0n))), tools),
  };
}

function baseAt(elf: Elf, mapping: MappedFile, address: bigint): bigint | undefined {
  if (address < mapping.start || address >= mapping.limit) return undefined;
  try {
    return baseOf(elf.kind, segmentAt(elf, mapping, address), mapping);
  } catch (error) {
    if (error instanceof ElfError) return undefined;
    throw error;
  }
}

function symbolsOf(file: string, tools: Tools) {
  const nm = tools.nm();
  if (nm === undefined) throw new BinaryError('nm, which lists symbols, is not installed');
  const text = run(nm, ['-n', file]);
  // What C++ and Rust call their symbols.
  const isMangled = /\s_{1,3}[ZR]/.test(text);
  return parseSymbols(text, isMangled ? run(nm, ['-n', '--demangle', file]) : '');
}

function disassembled(file: string, start: bigint, end: bigint, intelSyntax: boolean, tools: Tools): string {
  const objdump = tools.objdump();
  if (objdump === undefined) throw new BinaryError('cannot disasm: no objdump tool available');
  const range = [`--start-address=0x${start.toString(16)}`, `--stop-address=0x${end.toString(16)}`];
  const intel = objdump.isLlvm ? ['--x86-asm-syntax=intel'] : ['-M', 'intel'];
  return run(objdump.path, ['--disassemble', '--demangle', '--no-show-raw-insn', '--line-numbers', ...range, ...(intelSyntax ? intel : []), file]);
}

/**
 * Undefined for all where the program fails.
 * @param addresses as the linker counts
 */
function framesOf(file: string, addresses: readonly bigint[], tools: Tools): readonly (readonly BinaryFrame[] | undefined)[] {
  try {
    return framesFrom(tools.symbolizer(), file, addresses, tools);
  } catch (error) {
    if (error instanceof BinaryError) return addresses.map(() => undefined);
    throw error;
  }
}

function framesFrom(tool: ReturnType<Tools['symbolizer']>, file: string, addresses: readonly bigint[], tools: Tools): readonly (readonly BinaryFrame[] | undefined)[] {
  const hex = addresses.map((address) => address.toString(16));
  switch (tool.kind) {
    case 'llvm':
      return parseSymbolizer(run(tool.path, ['--inlining', '-demangle=false', '--output-style=JSON'], hex.map((address) => `${file} 0x${address}\n`).join('')));
    case 'addr2line':
      return withFullNames(parseAddr2line(run(tool.path, ['-aif', '-e', file], hex.map((address) => `${address}\n`).join(''))), addresses, sizedSymbolsOf(file, tools) ?? []);
    case 'nm': {
      const symbols = sizedSymbolsOf(file, tools);
      return addresses.map((address) => symbols && framesAt(symbols, address));
    }
  }
}

function framesAt(symbols: readonly SizedSymbol[], address: bigint): BinaryFrame[] {
  const symbol = symbolAt(symbols, address);
  return symbol === undefined ? [] : [{ fn: symbol.name, file: '', line: 0 }];
}

/** Undefined where nobody lists them. */
function sizedSymbolsOf(file: string, tools: Tools): SizedSymbol[] | undefined {
  const nm = tools.nmForNames();
  if (nm === undefined) return undefined;
  try {
    return parseSizedSymbols(run(nm, ['--numeric-sort', '--print-size', '--format=posix', file]));
  } catch (error) {
    if (error instanceof BinaryError) return undefined;
    throw error;
  }
}

/** addr2line leaves parts of some names out; nm's is taken where it is longer by more than an underscore. */
function withFullNames(stacks: readonly BinaryFrame[][], addresses: readonly bigint[], symbols: readonly SizedSymbol[]): BinaryFrame[][] {
  return stacks.map((stack, row) => {
    const outermost = stack.at(-1);
    const name = symbolAt(symbols, addresses[row])?.name ?? '';
    return outermost === undefined || name.length <= outermost.fn.length + 1 ? stack : [...stack.slice(0, -1), { ...outermost, fn: name }];
  });
}
