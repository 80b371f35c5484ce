/** For tests: an ELF file of 64 bits, little end first, with nothing in it but its headers, a build ID and a place for code. */

export interface ElfParts {
  /** 2 is fixed in place, 3 is not. */
  readonly type: 1 | 2 | 3;
  /** The loaded segments. */
  readonly segments: readonly { readonly offset: bigint; readonly address: bigint; readonly size: bigint; readonly isCode: boolean }[];
  /** Where .text begins. */
  readonly text: bigint;
  /** Hex digits; none leaves the note out. */
  readonly buildId: string;
}

const [PROGRAM, SECTION] = [56, 64];
const NAMES = '\0.text\0';

export function elfFile({ type, segments, text, buildId }: ElfParts): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(4096);
  const view = new DataView(file.buffer);
  const [programs, sections, names, note] = [64, 1024, 2048, 2560];
  const half = (at: number, value: number) => view.setUint16(at, value, true);
  const word = (at: number, value: number) => view.setUint32(at, value, true);
  const long = (at: number, value: bigint) => view.setBigUint64(at, value, true);
  const ascii = (at: number, chars: string) => file.set(Array.from(chars, (char) => char.charCodeAt(0)), at);
  ascii(0, '\x7fELF\x02\x01\x01');
  half(16, type);
  long(32, BigInt(programs));
  long(40, BigInt(sections));
  [PROGRAM, segments.length + (buildId === '' ? 0 : 1), SECTION, 2, 1].forEach((value, i) => half(54 + 2 * i, value));
  segments.forEach(({ offset, address, size, isCode }, row) => {
    const at = programs + row * PROGRAM;
    word(at, 1);
    word(at + 4, isCode ? 5 : 4);
    [offset, address, address, size, size, 0x1000n].forEach((value, i) => long(at + 8 + 8 * i, value));
  });
  if (buildId !== '') {
    const at = programs + segments.length * PROGRAM;
    word(at, 4);
    const size = BigInt(16 + buildId.length / 2);
    [BigInt(note), 0n, 0n, size, size, 4n].forEach((value, i) => long(at + 8 + 8 * i, value));
    [4, buildId.length / 2, 3].forEach((value, i) => word(note + 4 * i, value));
    ascii(note + 12, 'GNU\0');
    file.set(Buffer.from(buildId, 'hex'), note + 16);
  }
  word(sections, 1);
  long(sections + 16, text);
  long(sections + SECTION + 24, BigInt(names));
  long(sections + SECTION + 32, BigInt(NAMES.length));
  ascii(names, NAMES);
  return file;
}
