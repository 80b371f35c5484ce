import type { MappedFile } from '#reports/binaries.ts';

/** An ELF file cannot be read, or does not say what is asked. */
export class ElfError extends Error {
  override readonly name = 'ElfError';
}

/** What an ELF file says of where its code is loaded. */
export interface Elf {
  readonly kind: 'executable' | 'relocatable' | 'shared' | 'other';
  /** What is loaded into memory. */
  readonly segments: readonly Segment[];
  /** The segment that holds the code, if any does. */
  readonly text: Segment | undefined;
  /** Hex digits; empty where there is none. */
  readonly buildId: string;
}

/** A part of the file that is loaded as one. */
export interface Segment {
  readonly offset: bigint;
  /** As the linker counts. */
  readonly address: bigint;
  readonly fileSize: bigint;
  readonly memorySize: bigint;
  readonly align: bigint;
  readonly isCode: boolean;
}

/** Bytes of a file from `offset` on, fewer where it ends. */
export type ReadAt = (offset: number, length: number) => Uint8Array;

const MAGIC = '\x7fELF';
const KINDS: Record<number, Elf['kind']> = { 1: 'relocatable', 2: 'executable', 3: 'shared' };
const [LOAD, NOTE, NOTE_SECTION] = [1, 4, 7];
const CODE_FLAG = 1;
/** Bytes of headers or notes; more is no file that a linker wrote. */
const LIMIT = 1 << 20;

/** Whether a file begins as ELF files do. */
export function isElf(read: ReadAt): boolean {
  return String.fromCharCode(...read(0, MAGIC.length)) === MAGIC;
}

/**
 * Reads the headers of an ELF file: 32 or 64 bits wide, little or big end first.
 * @throws ElfError
 */
export function readElf(read: ReadAt): Elf {
  const file = new Reader(read);
  const { programs, sections } = file;
  const segments = programs.filter(({ type }) => type === LOAD).map(segmentOf);
  const code = sections.find(({ name }) => name === '.text');
  return {
    kind: KINDS[file.type] ?? 'other',
    segments,
    text: code && segments.find(({ isCode, address, memorySize }) => isCode && code.address >= address && code.address < address + memorySize),
    buildId: buildIdOf(file, [...programs.filter(({ type }) => type === NOTE), ...sections.filter(({ type }) => type === NOTE_SECTION)]),
  };
}

/** A row of the program headers or of the section headers. */
interface Header {
  readonly type: number;
  readonly flags: number;
  readonly offset: bigint;
  readonly address: bigint;
  readonly fileSize: bigint;
  readonly memorySize: bigint;
  readonly align: bigint;
}

interface Section extends Header {
  readonly name: string;
}

function segmentOf({ offset, address, fileSize, memorySize, align, flags }: Header): Segment {
  return { offset, address, fileSize, memorySize, align, isCode: (flags & CODE_FLAG) !== 0 };
}

class Reader {
  readonly #read: ReadAt;
  readonly #wide: boolean;
  readonly littleEndian: boolean;
  readonly type: number;
  readonly programs: readonly Header[];
  readonly sections: readonly Section[];

  constructor(read: ReadAt) {
    this.#read = read;
    const ident = this.bytes(0, 16);
    this.#wide = ident[4] === 2;
    this.littleEndian = ident[5] === 1;
    const half = (at: number) => this.view(at, 2).getUint16(0, this.littleEndian);
    // The ELF header's fields, and where they stand in either width.
    const at = this.#wide ? { programs: 32, sections: 40, sizes: 54 } : { programs: 28, sections: 32, sizes: 42 };
    this.type = half(16);
    this.programs = this.#table(this.#word(at.programs), half(at.sizes), half(at.sizes + 2)).map((row) => this.#program(row));
    const rows = this.#table(this.#word(at.sections), half(at.sizes + 4), half(at.sizes + 6));
    this.sections = this.#named(rows, half(at.sizes + 8));
  }

  /** @throws ElfError where the file has fewer */
  bytes(offset: number, length: number): Uint8Array {
    if (length > LIMIT) throw new ElfError(`${length} bytes of headers`);
    const bytes = this.#read(offset, length);
    if (bytes.length < length) throw new ElfError('the file ends within its headers');
    return bytes;
  }

  view(offset: number, length: number): DataView {
    const { buffer, byteOffset } = this.bytes(offset, length);
    return new DataView(buffer, byteOffset, length);
  }

  #word(offset: number): number {
    return Number(this.#wide ? this.view(offset, 8).getBigUint64(0, this.littleEndian) : this.view(offset, 4).getUint32(0, this.littleEndian));
  }

  #table(offset: number, size: number, count: number): DataView[] {
    return Array.from({ length: count }, (_, row) => this.view(offset + row * size, size));
  }

  #program(row: DataView): Header {
    const half = (at: number) => row.getUint32(at, this.littleEndian);
    const word = this.#words(row);
    return this.#wide
      ? { type: half(0), flags: half(4), offset: word(8), address: word(16), fileSize: word(32), memorySize: word(40), align: word(48) }
      : { type: half(0), offset: word(4), address: word(8), fileSize: word(16), memorySize: word(20), flags: half(24), align: word(28) };
  }

  /** Names stand in a section of their own. */
  #named(rows: readonly DataView[], names: number): Section[] {
    const sections = rows.map((row) => ({ row, ...this.#section(row) }));
    const table = sections.at(names);
    const text = table === undefined ? new Uint8Array() : this.bytes(Number(table.offset), Number(table.fileSize));
    return sections.map(({ row, ...section }) => {
      const begin = row.getUint32(0, this.littleEndian);
      return { ...section, name: String.fromCharCode(...text.subarray(begin, text.indexOf(0, begin))) };
    });
  }

  #section(row: DataView): Header {
    const word = this.#words(row);
    const [address, offset, size, align] = (this.#wide ? [16, 24, 32, 48] : [12, 16, 20, 32]).map(word);
    return { type: row.getUint32(4, this.littleEndian), flags: 0, address, offset, fileSize: size, memorySize: size, align };
  }

  #words(row: DataView): (at: number) => bigint {
    return (at) => (this.#wide ? row.getBigUint64(at, this.littleEndian) : BigInt(row.getUint32(at, this.littleEndian)));
  }
}

/** The note that GNU's linkers leave. Of a file that has several nobody knows which one it is. */
function buildIdOf(file: Reader, places: readonly Header[]): string {
  for (const { offset, fileSize, align } of places) {
    const found = buildIds(file, file.view(Number(offset), Number(fileSize)), Math.max(1, Number(align)));
    if (found.length > 0) return found.length === 1 ? found[0] : '';
  }
  return '';
}

const GNU_BUILD_ID = 3;

function buildIds({ littleEndian }: Reader, notes: DataView, align: number): string[] {
  const padded = (size: number) => Math.ceil(size / align) * align;
  const text = (begin: number, end: number) => new Uint8Array(notes.buffer, notes.byteOffset + begin, Math.max(0, Math.min(end, notes.byteLength) - begin));
  const ids: string[] = [];
  for (let at = 0; at + 12 <= notes.byteLength; ) {
    const [nameSize, size, type] = [0, 4, 8].map((field) => notes.getUint32(at + field, littleEndian));
    const begin = padded(at + 12 + nameSize);
    const name = String.fromCharCode(...text(at + 12, at + 12 + nameSize));
    if (name === 'GNU\0' && type === GNU_BUILD_ID) ids.push(Array.from(text(begin, begin + size), (byte) => byte.toString(16).padStart(2, '0')).join(''));
    at = padded(begin + size);
  }
  return ids;
}

/** Addresses from here on are the kernel's. */
const KERNEL = 1n << 63n;
const MOST = (1n << 64n) - 1n;
const PAGE = 4096n;

/**
 * What is to be taken from an address of the process to have it as the linker counts.
 *
 * Rules: github.com/google/pprof, internal/elfexec/elfexec.go (GetBase); a kernel whose symbols would be needed for it has none.
 * @param segment the one that was mapped
 * @throws ElfError where nobody can tell
 */
export function baseOf(kind: Elf['kind'], segment: Segment | undefined, { start, limit, offset }: Omit<MappedFile, 'file'>): bigint {
  // Some profiles have one mapping for all there is, as their addresses are the linker's.
  if (start === 0n && offset === 0n && (limit === MOST || limit === 0n)) return 0n;
  switch (kind) {
    case 'relocatable':
      if (offset !== 0n) break;
      return start;
    case 'executable':
      if (segment === undefined) return 0n;
      if (start > 0n && start < KERNEL) return userBase(segment, start, offset);
      return kernelBase(segment, start, limit, offset) ?? (start === 0n ? wrapped(start - segment.address) : unknownBase());
    case 'shared':
      if (segment === undefined) return wrapped(start - offset);
      return kernelBase(segment, start, limit, offset) ?? userBase(segment, start, offset);
    case 'other':
  }
  return unknownBase();
}

function userBase(segment: Segment, start: bigint, offset: bigint): bigint {
  return wrapped(start - offset + segment.offset - segment.address);
}

const POWERPC_KERNEL = 0xc000000000000000n;

function kernelBase(segment: Segment, start: bigint, limit: bigint, offset: bigint): bigint | undefined {
  if (segment.address === wrapped(start - offset)) return offset;
  const isKernel = start >= KERNEL && limit > start && (offset === 0n || offset === POWERPC_KERNEL || offset === start);
  return isKernel ? wrapped(start - segment.address) : undefined;
}

function unknownBase(): never {
  throw new ElfError('where it was loaded is not known');
}

function wrapped(address: bigint): bigint {
  return BigInt.asUintN(64, address);
}

/**
 * The segment that a mapping shows at an address.
 *
 * Rules: github.com/google/pprof, internal/binutils/binutils.go (findProgramHeader), internal/elfexec/elfexec.go.
 * @throws ElfError where there is none or more than one
 */
export function segmentAt({ segments, text }: Elf, { start, limit, offset }: Omit<MappedFile, 'file'>, address: bigint): Segment | undefined {
  if (start >= limit || limit >= KERNEL) return text;
  if (segments.length === 0) return undefined;
  const mapped = segments.filter((segment) => isMapped(segment, offset, offset + limit - start));
  const at = address - start + offset;
  const here = mapped.length === 1 ? mapped : mapped.filter((segment) => at >= segment.offset && at < segment.offset + segment.memorySize);
  if (here.length !== 1) throw new ElfError(`${here.length} parts of the file fit its mapping`);
  return here[0];
}

/** Whether a segment may be in the mapping of the bytes from `begin` to before `end` of the file. */
function isMapped({ offset, address, fileSize, memorySize, align }: Segment, begin: bigint, end: bigint): boolean {
  const behind = offset + memorySize;
  if (fileSize === 0n || begin >= behind || offset >= end) return false;
  const intoPage = address & (align - 1n);
  // A mapping that begins before the page of the segment is another's.
  if (offset > intoPage && begin < offset - intoPage) return false;
  // So is one that has less than a page of the segment, and more than a page behind it.
  return !(begin > offset && behind < begin + PAGE && end >= behind + PAGE);
}
