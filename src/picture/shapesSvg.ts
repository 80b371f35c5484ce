import type { Pen, Picture, Shape } from './shapes.ts';

/** A box of a picture of boxes: what is drawn of it, and what it is called when one asks. */
export interface Titled {
  readonly title: string;
  readonly shapes: readonly Shape[];
}

/**
 * Boxes and texts as an SVG, which any program draws.
 * @param font as CSS has it
 */
export function shapesSvg({ width, height, groups }: Pick<Picture, 'width' | 'height'> & { readonly groups: readonly Titled[] }, font: string): string {
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(font)}">\n<rect width="100%" height="100%" fill="#ffffff"/>\n`;
  const drawn = groups.map(({ title, shapes }) => `<g>${title === '' ? '' : `<title>${escaped(title)}</title>`}${shapes.map(svgOf).join('')}</g>\n`);
  return `${head}${drawn.join('')}</svg>\n`;
}

function svgOf(shape: Shape): string {
  if (shape.kind === 'text') return `<text x="${round(shape.at[0])}" y="${round(shape.at[1])}" font-size="${shape.size}" fill="${shape.color}" text-anchor="${shape.align}" xml:space="preserve">${escaped(shape.text)}</text>`;
  const fill = shape.kind === 'area' ? shape.fill : 'none';
  const xs = shape.points.map(([x]) => x);
  const ys = shape.points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return `<rect x="${round(left)}" y="${round(top)}" width="${round(Math.max(...xs) - left)}" height="${round(Math.max(...ys) - top)}" fill="${fill}"${penOf(shape.pen)}/>`;
}

function penOf(pen: Pen | undefined): string {
  return pen === undefined ? '' : ` stroke="${pen.color}" stroke-width="${pen.width}"`;
}

function round(length: number): number {
  return Math.round(length * 100) / 100;
}

/** Markup is text; what no XML may hold is left to whoever makes the text visible. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
