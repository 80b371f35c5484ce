import type { FlameWindow } from '#engine/protocol.ts';
import type { FlameColor, FlameOptions } from '#model/flameOptions.ts';

/** What is asked of the engine for a graph that is to be drawn so. */
export function wishOf({ pivot, inverted, foldRecursion, group, order, width }: FlameOptions): Omit<FlameWindow, 'root' | 'minShare' | 'find'> {
  return { pivot, inverted, foldRecursion, group, order, width: width === '' ? 'both' : width };
}

/** What colours say. Where nothing became less, a change would say nothing. */
export function colorOf({ color }: FlameOptions, signed: boolean): FlameColor {
  if (color === '' || (color === 'change' && !signed)) return signed ? 'change' : 'package';
  return color;
}
