import { oklch } from '#layout/color.ts';
import type { FlameTheme } from './flamePaint.ts';

/** What a canvas needs of the style sheet, as it is now. */
export function readFlameTheme(canvas: HTMLCanvasElement, dark: boolean): FlameTheme {
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(name).trim();
  // On a coloured ground, where the page's muted ink is too faint.
  const muted = dark ? oklch(0.83, 0.01, 265) : oklch(0.42, 0.015, 265);
  const font = `${style.fontSize} ${style.fontFamily}`;
  const context = canvas.getContext('2d', { alpha: false });
  if (context !== null) context.font = font;
  return {
    dark,
    surface: token('--surface'),
    ink: token('--ink'),
    muted,
    accent: token('--accent'),
    font,
    character: (context?.measureText('0123456789').width ?? 72) / 10,
    hatch: hatch(context, dark ? '#ffffff26' : '#00000021'),
  };
}

const STEP = 6;

/** Slanted lines, for the kernel's frames. */
function hatch(context: CanvasRenderingContext2D | null, color: string): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = STEP;
  tile.height = STEP;
  const lines = tile.getContext('2d');
  if (context === null || lines === null) return null;
  lines.strokeStyle = color;
  lines.lineWidth = 1.25;
  for (const from of [-STEP, 0, STEP]) {
    lines.moveTo(from, STEP);
    lines.lineTo(from + STEP, 0);
  }
  lines.stroke();
  return context.createPattern(tile, 'repeat');
}
