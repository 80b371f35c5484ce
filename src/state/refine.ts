import type { Options } from '#model/options.ts';
import { setFlame, setOptions, useAddress } from './options.ts';

/** The refinements one may ask for on a function that one sees. */
export type Refining = 'focus' | 'ignore' | 'hide' | 'show' | 'showFrom' | 'pruneFrom';

/** Narrows to the functions, or without them. */
export function refine(by: Refining, functions: Iterable<string>): void {
  refineBy(by, patternOf(functions));
}

/** Narrows to what an RE2 expression matches, or without it. */
export function refineBy(by: Refining, pattern: string): void {
  if (pattern !== '') setOptions(refined(useAddress.getState().options, by, pattern));
}

/** Puts the functions in the middle of the flame graph. */
export function pivotOn(functions: Iterable<string>): void {
  const pattern = patternOf(functions);
  if (pattern !== '') setFlame({ pivot: pattern });
}

/**
 * What one focuses on, shows or shows from takes the place of what was; what one ignores or hides is added to it.
 * Rules: github.com/google/pprof, internal/driver/html/common.js.
 */
export function refined(options: Options, by: Refining, pattern: string): Partial<Options> {
  const before = options[by];
  const adds = by === 'ignore' || by === 'hide';
  return { [by]: adds && before !== '' && before !== pattern ? `${pattern}|${before}` : pattern };
}

/** An RE2 expression that matches just these names, as pprof writes it. */
export function patternOf(functions: Iterable<string>): string {
  return [...functions].map((name) => `^${name.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')}$`).join('|');
}
