import type { BinaryFrame, BinarySymbol, Instruction } from '#reports/binaries.ts';

/**
 * What the programs of binutils, GNU's and LLVM's, print.
 *
 * Rules: github.com/google/pprof, internal/binutils (disasm.go, addr2liner.go, addr2liner_llvm.go, addr2liner_nm.go).
 */

const INSTRUCTION = /^([\da-f]{1,16}):[\t\f\r ]+(.*)$/i;
const PLACE = /^;?\s?(.*):(\d+)/;
const FUNCTION = /^;?\s?(\S.*)\(\):/;
const FUNCTION_OF_LLVM = /^(?:[\da-f]+)?\s?(.*):/i;

/** Of `objdump --disassemble --line-numbers`: a place or a function holds for the instructions behind it. */
export function parseObjdump(text: string): Instruction[] {
  const instructions: Instruction[] = [];
  let [fn, file, line] = ['', '', 0];
  for (const input of linesOf(text)) {
    const [, address, code] = INSTRUCTION.exec(input) ?? [];
    const [, path, number] = PLACE.exec(input) ?? [];
    if (address !== undefined) instructions.push({ address: BigInt(`0x${address}`), text: code, fn, file, line });
    else if (path === undefined) {
      const name = FUNCTION.exec(input)?.[1] ?? FUNCTION_OF_LLVM.exec(input)?.[1];
      if (name === undefined) [fn, file, line] = ['', '', 0];
      else fn = name;
    } else if (Number(number) < 2 ** 32) [file, line] = [path, Number(number)];
  }
  return instructions;
}

/**
 * Of `nm -n`, and of `nm -n --demangle`, which lists the same symbols.
 * @param readable empty where all names are readable as they are
 */
export function parseSymbols(text: string, readable: string): BinarySymbol[] {
  const names = symbolLines(readable);
  return symbolLines(text).map(({ address, name }, row) => ({ address, name, readableName: names.at(row)?.address === address ? names[row].name : name }));
}

function symbolLines(text: string): { address: bigint; name: string }[] {
  return linesOf(text).flatMap((input) => {
    const [, address, name] = /^([\da-f]{1,16})\s+.\s+(.*)$/i.exec(input) ?? [];
    return address === undefined ? [] : [{ address: BigInt(`0x${address}`), name }];
  });
}

/** A symbol with the bytes that it takes. */
export interface SizedSymbol {
  readonly address: bigint;
  readonly size: bigint;
  readonly name: string;
  /** nm's letter. */
  readonly type: string;
}

/** Of `nm --numeric-sort --print-size --format=posix`. Symbols without a size are passed over. */
export function parseSizedSymbols(text: string): SizedSymbol[] {
  return linesOf(text).flatMap((input) => {
    const [name, type, address, size, ...rest] = input.split(' ');
    const isSymbol = rest.length === 0 && /^[\da-f]{1,16}$/i.test(address ?? '') && /^[\da-f]{1,16}$/i.test(size ?? '');
    return isSymbol ? [{ name, type, address: BigInt(`0x${address}`), size: BigInt(`0x${size}`) }] : [];
  });
}

/** The symbol that an address belongs to: the last that is not behind it, of data only as far as that reaches. */
export function symbolAt(symbols: readonly SizedSymbol[], address: bigint): SizedSymbol | undefined {
  const last = symbols.at(-1);
  if (last === undefined || address < symbols[0].address || address >= last.address + last.size) return undefined;
  let [low, high] = [0, symbols.length];
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (symbols[middle].address <= address) low = middle;
    else high = middle;
  }
  const found = symbols[low];
  return /[bBdDrRvVW]/.test(found.type) && address >= found.address + found.size ? undefined : found;
}

/** Of `addr2line -aif`: the frames of each address, in the order in which these were asked. */
export function parseAddr2line(text: string): BinaryFrame[][] {
  const stacks: BinaryFrame[][] = [];
  const lines = linesOf(text);
  for (let i = 0; i + 1 < lines.length; ) {
    if (lines[i].startsWith('0x')) {
      stacks.push([]);
      i++;
      continue;
    }
    const frame = { fn: lines[i] === '??' ? '' : lines[i], ...placeOf(lines[i + 1]) };
    if (frame.fn !== '' || frame.file !== '') stacks.at(-1)?.push(frame);
    i += 2;
  }
  return stacks;
}

/** Of "main.c:12 (discriminator 3)" the file and the line; what is no number belongs to the file. */
function placeOf(text: string): { file: string; line: number } {
  if (text === '??:0') return { file: '', line: 0 };
  const place = text.replace(/(?<=.) \(discriminator.*$/, '');
  const [, file, line] = /^(.*):([+-]?\d+)$/.exec(place) ?? [];
  return file === undefined ? { file: place, line: 0 } : { file, line: Number(line) };
}

/** Of `llvm-symbolizer --output-style=JSON`: a line for each address; undefined for one that says something else. */
export function parseSymbolizer(text: string): (BinaryFrame[] | undefined)[] {
  return linesOf(text)
    .filter((line) => line !== '')
    .map((line) => {
      const answer = json(line);
      if (typeof answer !== 'object' || answer === null) return undefined;
      const symbols: unknown = 'Symbol' in answer ? answer.Symbol : [];
      return Array.isArray(symbols) ? symbols.map(frameOf) : undefined;
    });
}

function frameOf(symbol: unknown): BinaryFrame {
  const of = typeof symbol === 'object' && symbol !== null ? symbol : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    fn: 'FunctionName' in of ? text(of.FunctionName) : '',
    file: 'FileName' in of ? text(of.FileName) : '',
    line: 'Line' in of && typeof of.Line === 'number' ? of.Line : 0,
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without space at either end. */
function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim());
}
