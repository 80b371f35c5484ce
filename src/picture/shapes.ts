/**
 * A picture as a list of what is drawn, from the ground up. Lengths are points, y grows downwards, colours are `#rrggbb`.
 */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export type Shape = Area | Stroke | Text;

/** A closed outline with its inside; without a pen its outline is not drawn. */
export interface Area {
  readonly kind: 'area';
  readonly points: readonly Point[];
  readonly fill: string;
  readonly pen: Pen | undefined;
}

/** A line: through all points (`line`, or `ring` back to the first), or Bézier curves (`curve`) of one point and three for each. */
export interface Stroke {
  readonly kind: 'line' | 'ring' | 'curve';
  readonly points: readonly Point[];
  readonly pen: Pen;
}

export interface Text {
  readonly kind: 'text';
  readonly text: string;
  readonly size: number;
  readonly color: string;
  readonly align: 'start' | 'middle' | 'end';
  /** Where its baseline begins, has its middle or ends. */
  readonly at: Point;
}

export interface Pen {
  readonly color: string;
  readonly width: number;
  readonly dotted: boolean;
}

export type Point = readonly [x: number, y: number];

/**
 * What is drawn in an SVG of Graphviz: polygons, lines, curves and texts, a tag each, all inside one group that is moved.
 * Its `json` would say the same, but cuts texts that have backslashes.
 */
export function pictureOf(svg: string): Picture {
  const [, , width, height] = numbers(/viewBox="([^"]*)"/.exec(svg)?.[1] ?? '');
  const [dx, dy] = numbers(/translate\(([^)]*)\)/.exec(svg)?.[1] ?? '');
  const shapes: Shape[] = [];
  for (const [, tag, text, content] of svg.matchAll(/<(polygon|polyline|path|text)\b([^>]*)>([^<]*)/g)) {
    const attributes = new Map(Array.from(text.matchAll(/([\w-]+)="([^"]*)"/g), ([, name, value]) => [name, unescaped(value)]));
    const place = (coordinates: string) => pairs(numbers(coordinates)).map(([x, y]): Point => [x + dx, y + dy]);
    const shape = shapeOf(tag, (name) => attributes.get(name) ?? '', unescaped(content), place);
    // The ground has no outline, and is the paper.
    if (shape.kind !== 'area' || shape.pen !== undefined) shapes.push(shape);
  }
  return { width, height, shapes };
}

function shapeOf(tag: string, attribute: (name: string) => string, content: string, place: (coordinates: string) => Point[]): Shape {
  if (tag === 'text') {
    const [at] = place(`${attribute('x')} ${attribute('y')}`);
    return { kind: 'text', text: content, size: Number(attribute('font-size')), color: colorOf(attribute('fill')) ?? BLACK, align: ALIGNS.find((align) => align === attribute('text-anchor')) ?? 'start', at };
  }
  const points = place(attribute(tag === 'path' ? 'd' : 'points'));
  const [fill, color] = [colorOf(attribute('fill')), colorOf(attribute('stroke'))];
  const pen = color === undefined ? undefined : { color, width: Number(attribute('stroke-width') || 1), dotted: attribute('stroke-dasharray') !== '' };
  if (tag === 'polygon') points.pop();
  if (fill !== undefined) return { kind: 'area', points, fill, pen };
  return { kind: STROKES[tag] ?? 'line', points, pen: pen ?? { color: BLACK, width: 0, dotted: false } };
}

const STROKES: Record<string, Stroke['kind']> = { polygon: 'ring', path: 'curve' };
const ALIGNS = ['start', 'middle', 'end'] as const;

const BLACK = '#000000';
const NAMED: Record<string, string | undefined> = { none: undefined, transparent: undefined, white: '#ffffff', '': BLACK };

function colorOf(text: string): string | undefined {
  return text.startsWith('#') ? text : text in NAMED ? NAMED[text] : BLACK;
}

/** Whatever separates them: blanks, commas, the letters of a path. */
function numbers(text: string): number[] {
  return Array.from(text.matchAll(/-?[\d.]+(?:e-?\d+)?/g), ([number]) => Number(number));
}

function pairs(list: readonly number[]): Point[] {
  return Array.from({ length: list.length >> 1 }, (_, i) => [list[2 * i], list[2 * i + 1]]);
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code?: string, name?: string) => (code === undefined ? (ENTITIES[name ?? ''] ?? whole) : String.fromCodePoint(Number(code))));
}
