/** What a picture shows of its width, and how far it is moved up or down while it is on its way. */
export interface Stretch {
  readonly left: number;
  readonly right: number;
  readonly shift: number;
}

/** Milliseconds; long enough for the eye to follow, too short to wait for. */
export const DURATION = 140;

/** How far a motion has come, 0 … 1, by its share of the time. It starts at full speed, as what was pressed has to answer at once. */
export function easedOut(time: number): number {
  return 1 - (1 - Math.max(0, Math.min(1, time))) ** 3;
}

/** Between two stretches; `time` is the share of it that has passed. */
export function between(from: Stretch, to: Stretch, time: number): Stretch {
  const part = easedOut(time);
  const mix = (a: number, b: number) => a + (b - a) * part;
  return { left: mix(from.left, to.left), right: mix(from.right, to.right), shift: mix(from.shift, to.shift) };
}

/** `left … right` made `factor` times as wide around `at`, within 0 … `whole` and no narrower than `least`. */
export function scaled(left: number, right: number, at: number, factor: number, whole: number, least: number): readonly [left: number, right: number] {
  const width = Math.min(whole, Math.max(least, (right - left) * factor));
  const from = at - ((at - left) / (right - left)) * width;
  return moved(from, from + width, 0, whole);
}

/** Moved along, as far as there is room. */
export function moved(left: number, right: number, by: number, whole: number): readonly [left: number, right: number] {
  const width = right - left;
  const from = Math.max(0, Math.min(whole - width, left + by));
  return [from, from + width];
}
