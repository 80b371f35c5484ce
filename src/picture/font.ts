/**
 * A font as TrueType keeps it: which glyph a character has, how wide it is, and its outline.
 * Source: ISO/IEC 14496-22, "Open Font Format"; W3C, "WOFF File Format 1.0".
 */
export interface Font {
  /** As a TrueType file, to put into a document. */
  readonly file: Uint8Array;
  /** In its own units, as all lengths below; so many are one em. */
  readonly unitsPerEm: number;
  readonly ascent: number;
  /** Below zero. */
  readonly descent: number;
  readonly bounds: readonly [left: number, bottom: number, right: number, top: number];
  readonly glyphs: number;
  /** 0 for a character that it has no glyph for. */
  glyphOf(code: number): number;
  advanceOf(glyph: number): number;
  /** Closed outlines of quadratic curves, y upwards. */
  outlineOf(glyph: number): readonly Contour[];
}

/** From each point to the next; where `on` is 0 the point pulls the curve between its neighbours. */
export interface Contour {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly on: readonly (0 | 1)[];
}

export type Inflate = (bytes: Uint8Array) => Uint8Array;

/**
 * Reads a font for the web.
 * @param inflate of zlib
 */
export function readFont(woff: Uint8Array, inflate: Inflate): Font {
  const tables = tablesOf(woff, inflate);
  const table = (name: string) => viewOf(tables.get(name) ?? new Uint8Array(0));
  const [head, hhea, hmtx, loca, glyf] = [table('head'), table('hhea'), table('hmtx'), table('loca'), table('glyf')];
  const widths = hhea.getUint16(34);
  const isLong = head.getInt16(50) === 1;
  const offset = (glyph: number) => (isLong ? loca.getUint32(4 * glyph) : 2 * loca.getUint16(2 * glyph));
  const codes = glyphCodes(table('cmap'));
  const outlineOf = (glyph: number): Contour[] => {
    const [from, to] = [offset(glyph), offset(glyph + 1)];
    return to > from ? readGlyph(new DataView(glyf.buffer, glyf.byteOffset + from, to - from), outlineOf) : [];
  };
  return {
    file: sfnt(tables),
    unitsPerEm: head.getUint16(18),
    ascent: hhea.getInt16(4),
    descent: hhea.getInt16(6),
    bounds: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    glyphs: table('maxp').getUint16(4),
    glyphOf: (code) => codes.get(code) ?? 0,
    advanceOf: (glyph) => hmtx.getUint16(4 * Math.min(glyph, widths - 1)),
    outlineOf,
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** What a document needs; the rest (kerning, ligatures, names) is left behind. */
const WANTED = new Set(['cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp']);

function tablesOf(woff: Uint8Array, inflate: Inflate): Map<string, Uint8Array> {
  const view = viewOf(woff);
  const tables = new Map<string, Uint8Array>();
  for (let entry = 44; entry < 44 + 20 * view.getUint16(12); entry += 20) {
    const name = String.fromCharCode(...woff.subarray(entry, entry + 4));
    const [offset, packed, size] = [view.getUint32(entry + 4), view.getUint32(entry + 8), view.getUint32(entry + 12)];
    const bytes = woff.subarray(offset, offset + packed);
    if (WANTED.has(name)) tables.set(name, packed < size ? inflate(bytes) : bytes);
  }
  return tables;
}

/** The tables behind a directory of them; checksums are not looked at in a document, and stay zero. */
function sfnt(tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const begin = 12 + 16 * tables.size;
  const aligned = (size: number) => (size + 3) & ~3;
  const file = new Uint8Array(begin + [...tables.values()].reduce((sum, { length }) => sum + aligned(length), 0));
  const view = viewOf(file);
  const power = 31 - Math.clz32(tables.size);
  view.setUint32(0, 0x00010000);
  [tables.size, 16 << power, power, 16 * tables.size - (16 << power)].forEach((value, i) => view.setUint16(4 + 2 * i, value));
  let [entry, offset] = [12, begin];
  for (const [name, bytes] of [...tables].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (let i = 0; i < 4; i++) file[entry + i] = name.charCodeAt(i);
    view.setUint32(entry + 8, offset);
    view.setUint32(entry + 12, bytes.length);
    file.set(bytes, offset);
    entry += 16;
    offset += aligned(bytes.length);
  }
  return file;
}

/** Of the table's encodings the one of most characters: format 12 holds all of Unicode, format 4 its first 65,536. */
function glyphCodes(cmap: DataView): Map<number, number> {
  let best: DataView | undefined;
  for (let entry = 4; entry < 4 + 8 * cmap.getUint16(2); entry += 8) {
    const table = new DataView(cmap.buffer, cmap.byteOffset + cmap.getUint32(entry + 4));
    const format = table.getUint16(0);
    if (format === 12 || (format === 4 && best === undefined)) best = table;
  }
  if (best === undefined) return new Map();
  return new Map(best.getUint16(0) === 12 ? groups(best) : segments(best));
}

function* groups(table: DataView): Generator<[code: number, glyph: number]> {
  for (let group = 16; group < 16 + 12 * table.getUint32(12); group += 12) {
    const [first, last, glyph] = [table.getUint32(group), table.getUint32(group + 4), table.getUint32(group + 8)];
    for (let code = first; code <= last; code++) yield [code, glyph + code - first];
  }
}

/** Four columns: last code, first code, what is added to a code, and where a list of glyphs stands instead. */
function* segments(table: DataView): Generator<[code: number, glyph: number]> {
  const doubled = table.getUint16(6);
  for (let segment = 0; segment < doubled; segment += 2) {
    const [last, first] = [table.getUint16(14 + segment), table.getUint16(16 + doubled + segment)];
    const delta = table.getUint16(16 + 2 * doubled + segment);
    const ranges = 16 + 3 * doubled + segment;
    const range = table.getUint16(ranges);
    for (let code = first; code <= last && code < 0xffff; code++) {
      const listed = range === 0 ? code : table.getUint16(ranges + range + 2 * (code - first));
      if (listed !== 0) yield [code, (listed + delta) & 0xffff];
    }
  }
}

function readGlyph(view: DataView, outlineOf: (glyph: number) => Contour[]): Contour[] {
  const contours = view.getInt16(0);
  return contours >= 0 ? readContours(view, contours) : readParts(view, outlineOf);
}

/** Flags of a point. */
const ON = 1;
const REPEATED = 8;
const X = { short: 2, same: 16 };
const Y = { short: 4, same: 32 };

function readContours(view: DataView, count: number): Contour[] {
  const ends = Array.from({ length: count }, (_, i) => view.getUint16(10 + 2 * i));
  const points = count === 0 ? 0 : ends[count - 1] + 1;
  let at = 10 + 2 * count;
  at += 2 + view.getUint16(at);
  const flags: number[] = [];
  while (flags.length < points) {
    const flag = view.getUint8(at++);
    const times = (flag & REPEATED) === 0 ? 1 : 1 + view.getUint8(at++);
    for (let i = 0; i < times; i++) flags.push(flag);
  }
  /** Differences: one byte with its sign in the flag, none, or two bytes. */
  const readColumn = ({ short, same }: { readonly short: number; readonly same: number }) => {
    let value = 0;
    return flags.map((flag) => {
      if ((flag & short) !== 0) value += (flag & same) === 0 ? -view.getUint8(at++) : view.getUint8(at++);
      else if ((flag & same) === 0) {
        value += view.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const [x, y] = [readColumn(X), readColumn(Y)];
  const on = flags.map((flag): 0 | 1 => ((flag & ON) === 0 ? 0 : 1));
  return ends.map((end, i) => {
    const from = i === 0 ? 0 : ends[i - 1] + 1;
    return { x: x.slice(from, end + 1), y: y.slice(from, end + 1), on: on.slice(from, end + 1) };
  });
}

/** Flags of a part. */
const WORDS = 1;
const OFFSETS = 2;
const SCALE = 8;
const MORE = 32;
const TWO_SCALES = 64;
const MATRIX = 128;

/** A glyph made of others, each moved and turned, as é is e and an accent. */
function readParts(view: DataView, outlineOf: (glyph: number) => Contour[]): Contour[] {
  const contours: Contour[] = [];
  let at = 10;
  for (let flags = MORE; (flags & MORE) !== 0; ) {
    flags = view.getUint16(at);
    const glyph = view.getUint16(at + 2);
    const isWide = (flags & WORDS) !== 0;
    const [dx, dy] = isWide ? [view.getInt16(at + 4), view.getInt16(at + 6)] : [view.getInt8(at + 4), view.getInt8(at + 5)];
    at += isWide ? 8 : 6;
    const numbers = (flags & MATRIX) !== 0 ? 4 : (flags & TWO_SCALES) !== 0 ? 2 : (flags & SCALE) !== 0 ? 1 : 0;
    const scales = Array.from({ length: numbers }, (_, i) => view.getInt16(at + 2 * i) / (1 << 14));
    at += 2 * numbers;
    const [a, b, c, d] = numbers === 4 ? scales : [scales[0] ?? 1, 0, 0, scales.at(-1) ?? 1];
    const [left, up] = (flags & OFFSETS) === 0 ? [0, 0] : [dx, dy];
    for (const { x, y, on } of outlineOf(glyph)) {
      contours.push({ x: x.map((value, i) => a * value + c * y[i] + left), y: y.map((value, i) => b * x[i] + d * value + up), on });
    }
  }
  return contours;
}
