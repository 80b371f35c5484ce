import type { Font } from './font.ts';
import type { Shape, Text } from './shapes.ts';

/** A text as a row of glyphs. */
export interface Line {
  /** Points, as all lengths here. */
  readonly width: number;
  readonly runs: readonly Run[];
  /** What no font has a glyph for. */
  readonly unknown: readonly Unknown[];
}

/** Characters of one font, side by side. */
export interface Run {
  readonly font: Font;
  readonly codes: readonly number[];
  readonly glyphs: readonly number[];
  /** From the line's begin. */
  readonly left: number;
}

export interface Unknown {
  readonly code: number;
  readonly left: number;
}

/** The glyphs of a text, each of the first font that has it. */
export function typeset(text: string, size: number, fonts: readonly Font[]): Line {
  const runs: { font: Font; codes: number[]; glyphs: number[]; left: number }[] = [];
  const unknown: Unknown[] = [];
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const font = fonts.find((candidate) => candidate.glyphOf(code) !== 0);
    if (font === undefined) {
      unknown.push({ code, left: width });
      width += boxWidth(code, size);
      continue;
    }
    const glyph = font.glyphOf(code);
    const run = runs.at(-1);
    // A box in between ends a run.
    if (run?.font === font && unknown.every(({ left }) => left < run.left)) {
      run.codes.push(code);
      run.glyphs.push(glyph);
    } else runs.push({ font, codes: [code], glyphs: [glyph], left: width });
    width += (size * font.advanceOf(glyph)) / font.unitsPerEm;
  }
  return { width, runs, unknown };
}

/** Where a text begins. */
export function leftOf({ align, at: [x] }: Text, width: number): number {
  return align === 'start' ? x : align === 'middle' ? x - width / 2 : x - width;
}

/** Of the font's size: a box, its digits, and what is free around it. */
const BOX = { height: 0.72, depth: 0.06, line: 0.04, gap: 0.05, digits: 0.36 };

/** Digits of a code in one of the two rows of its box. */
const inRow = (code: number) => (code > 0xffff ? 3 : 2);

function boxWidth(code: number, size: number): number {
  // A digit is half as wide as it is high.
  return size * (BOX.digits * 0.5 * inRow(code) + 6 * BOX.line + 2 * BOX.gap);
}

/** A character without a glyph: a box with its code in it, in two rows, so that one can look it up. */
export function boxShapes({ code, left }: Unknown, { size, color, at: [, baseline] }: Text, begin: number): Shape[] {
  const digits = code.toString(16).toUpperCase().padStart(2 * inRow(code), '0');
  const width = boxWidth(code, size);
  const [from, to] = [begin + left + size * BOX.gap, begin + left + width - size * BOX.gap];
  const [top, bottom] = [baseline - size * BOX.height, baseline + size * BOX.depth];
  const row = (text: string, y: number): Shape => ({ kind: 'text', text, size: size * BOX.digits, color, align: 'middle', at: [(from + to) / 2, y] });
  return [
    { kind: 'ring', points: [[from, top], [to, top], [to, bottom], [from, bottom]], pen: { color, width: size * BOX.line, dotted: false } },
    row(digits.slice(0, inRow(code)), baseline - size * 0.4),
    row(digits.slice(inRow(code)), baseline - size * 0.05),
  ];
}
