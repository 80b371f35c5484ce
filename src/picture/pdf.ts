import type { Font } from './font.ts';
import type { Deflate } from './png.ts';
import type { Picture, Point, Shape, Text } from './shapes.ts';
import { DOTS, MITER } from './stroke.ts';
import { boxShapes, leftOf, typeset } from './typeset.ts';

/**
 * A picture as one page of lines and text, with the fonts that it uses: it can be searched, and stays sharp at any size.
 * Source: ISO 32000, "Portable Document Format".
 */
export function pdfFile(picture: Picture, title: string, fonts: readonly Font[], deflate: Deflate): Uint8Array {
  const file = new File(deflate);
  const page = new Page(fonts);
  for (const shape of picture.shapes) page.draw(shape);
  // A reader takes pages of 200 inches at most, but these may be large ones.
  const unit = Math.max(1, picture.width / LONGEST, picture.height / LONGEST);
  const [width, height] = [picture.width / unit, picture.height / unit];
  const ground = `${number(1 / unit)} 0 0 ${number(-1 / unit)} 0 ${number(height)} cm ${MITER} M\n`;

  const [pages, info] = [file.reserve(), file.add(`<< /Title ${textString(title)} /Producer (Proflens) >>`)];
  const content = file.addStream('', bytesOf(ground + page.content));
  const names = [...page.used].map(([font, { id, codes }]) => `/F${id} ${addFont(file, font, id, codes)} 0 R`);
  const size = `/MediaBox [0 0 ${number(width)} ${number(height)}] /UserUnit ${number(unit)}`;
  const only = file.add(`<< /Type /Page /Parent ${pages} 0 R ${size} /Resources << /Font << ${names.join(' ')} >> >> /Contents ${content} 0 R >>`);
  file.add(`<< /Type /Pages /Kids [${only} 0 R] /Count 1 >>`, pages);
  return file.finish(file.add(`<< /Type /Catalog /Pages ${pages} 0 R >>`), info);
}

const LONGEST = 14_400;

/** The operators that draw. */
class Page {
  content = '';
  /** Of each font that is used its number, and of each glyph its character. */
  readonly used = new Map<Font, { readonly id: number; readonly codes: Map<number, number> }>();
  readonly #fonts: readonly Font[];

  constructor(fonts: readonly Font[]) {
    this.#fonts = fonts;
  }

  draw(shape: Shape): void {
    if (shape.kind === 'text') return this.#text(shape);
    const { pen } = shape;
    if (shape.kind === 'area') this.content += `${color(shape.fill)} rg `;
    if (pen !== undefined) this.content += `${color(pen.color)} RG ${number(pen.width)} w [${pen.dotted ? DOTS.join(' ') : ''}] 0 d `;
    const [first, ...rest] = shape.points;
    this.content += `${at(first)} m `;
    for (const [i, point] of rest.entries()) this.content += shape.kind !== 'curve' ? `${at(point)} l ` : `${at(point)} ${i % 3 === 2 ? 'c ' : ''}`;
    this.content += `${shape.kind === 'area' ? (pen === undefined ? 'f' : 'b') : shape.kind === 'ring' ? 's' : 'S'}\n`;
  }

  #text(text: Text): void {
    const line = typeset(text.text, text.size, this.#fonts);
    const begin = leftOf(text, line.width);
    for (const { font, glyphs, codes, left } of line.runs) {
      const used = this.used.get(font) ?? { id: this.used.size, codes: new Map<number, number>() };
      this.used.set(font, used);
      glyphs.forEach((glyph, i) => used.codes.set(glyph, codes[i]));
      const hex = glyphs.map((glyph) => hex16(glyph)).join('');
      // The page's y grows downwards, letters do not.
      this.content += `BT ${color(text.color)} rg /F${used.id} ${number(text.size)} Tf 1 0 0 -1 ${at([begin + left, text.at[1]])} Tm <${hex}> Tj ET\n`;
    }
    for (const unknown of line.unknown) for (const shape of boxShapes(unknown, text, begin)) this.draw(shape);
  }
}

/** A font whose characters are its glyphs' numbers, with a table that says which letters these are, for whoever searches or copies. */
function addFont(file: File, font: Font, id: number, codes: ReadonlyMap<number, number>): number {
  const name = `Proflens${id}`;
  const perThousand = (units: number) => Math.round((units * 1000) / font.unitsPerEm);
  const glyphs = [...codes.keys()].sort((a, b) => a - b);
  const program = file.addStream(`/Length1 ${font.file.length}`, font.file);
  const metrics = `/FontBBox [${font.bounds.map(perThousand).join(' ')}] /ItalicAngle 0 /Ascent ${perThousand(font.ascent)} /Descent ${perThousand(font.descent)} /CapHeight ${perThousand(font.ascent)} /StemV 80`;
  const descriptor = file.add(`<< /Type /FontDescriptor /FontName /${name} /Flags 4 ${metrics} /FontFile2 ${program} 0 R >>`);
  const widths = glyphs.map((glyph) => `${glyph} [${perThousand(font.advanceOf(glyph))}]`).join(' ');
  const system = '/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>';
  const descendant = file.add(`<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} ${system} /FontDescriptor ${descriptor} 0 R /W [${widths}] /CIDToGIDMap /Identity >>`);
  const letters = file.addStream('', bytesOf(letterTable(glyphs.map((glyph) => [glyph, codes.get(glyph) ?? 0]))));
  return file.add(`<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${letters} 0 R >>`);
}

/** Entries that one block of the table may have. */
const BLOCK = 100;

function letterTable(letters: readonly (readonly [glyph: number, code: number])[]): string {
  const blocks: string[] = [];
  for (let from = 0; from < letters.length; from += BLOCK) {
    const block = letters.slice(from, from + BLOCK);
    blocks.push(`${block.length} beginbfchar\n${block.map(([glyph, code]) => `<${hex16(glyph)}> <${utf16(String.fromCodePoint(code))}>`).join('\n')}\nendbfchar\n`);
  }
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Letters def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
${blocks.join('')}endcmap CMapName currentdict /CMap defineresource pop end end
`;
}

/** Numbered objects, and at the end a table of where each of them begins. */
class File {
  readonly #deflate: Deflate;
  readonly #parts: Uint8Array[] = [];
  /** By number; 0 is none. */
  readonly #begins: number[] = [0];
  #length = 0;

  constructor(deflate: Deflate) {
    this.#deflate = deflate;
    // The second line tells whoever moves the file that it is not text.
    this.#write('%PDF-1.6\n%\u00e2\u00e3\u00cf\u00d3\n');
  }

  /** A number for an object that is added later. */
  reserve(): number {
    return this.#begins.push(0) - 1;
  }

  add(body: string, number = this.reserve()): number {
    this.#begins[number] = this.#length;
    this.#write(`${number} 0 obj\n${body}\nendobj\n`);
    return number;
  }

  addStream(entries: string, bytes: Uint8Array): number {
    const packed = this.#deflate(bytes);
    const number = this.reserve();
    this.#begins[number] = this.#length;
    this.#write(`${number} 0 obj\n<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`);
    this.#write(packed);
    this.#write('\nendstream\nendobj\n');
    return number;
  }

  finish(root: number, info: number): Uint8Array {
    const table = this.#length;
    const entries = this.#begins.slice(1).map((begin) => `${String(begin).padStart(10, '0')} 00000 n \n`);
    this.#write(`xref\n0 ${this.#begins.length}\n0000000000 65535 f \n${entries.join('')}`);
    this.#write(`trailer\n<< /Size ${this.#begins.length} /Root ${root} 0 R /Info ${info} 0 R >>\nstartxref\n${table}\n%%EOF\n`);
    const file = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      file.set(part, at);
      at += part.length;
    }
    return file;
  }

  #write(what: string | Uint8Array): void {
    const bytes = typeof what === 'string' ? bytesOf(what) : what;
    this.#parts.push(bytes);
    this.#length += bytes.length;
  }
}

/** Characters below 256, a byte each. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function number(value: number): string {
  return String(Number(value.toFixed(3)));
}

function at([x, y]: Point): string {
  return `${number(x)} ${number(y)}`;
}

/** Red, green and blue of `#rrggbb`, 0 … 1. */
function color(text: string): string {
  return [1, 3, 5].map((from) => number(Number.parseInt(text.slice(from, from + 2), 16) / 255)).join(' ');
}

function hex16(value: number): string {
  return value.toString(16).padStart(4, '0');
}

function utf16(text: string): string {
  return Array.from({ length: text.length }, (_, i) => hex16(text.charCodeAt(i))).join('');
}

/** Marked as UTF-16. */
function textString(text: string): string {
  return `<feff${utf16(text)}>`;
}
