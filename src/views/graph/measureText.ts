import { visibleText } from '#model/visibleText.ts';

/** Text is measured at this size once, and the width scaled. */
const SIZE = 100;
const FONT = `${SIZE}px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif`;

const known = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** The width of a text in the graph's font, as it is drawn. */
export function measureText(text: string, fontSize: number): number {
  let width = known.get(text);
  if (width === undefined) {
    context ??= document.createElement('canvas').getContext('2d');
    if (context !== null) context.font = FONT;
    width = context?.measureText(visibleText(text)).width ?? text.length * SIZE * 0.6;
    known.set(text, width);
  }
  return (width * fontSize) / SIZE;
}
