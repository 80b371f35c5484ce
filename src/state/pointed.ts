import { create } from 'zustand';

/** What the pointer or the keyboard is on, as the line at the bottom of the page says it. */
export interface Pointed {
  /** From the root down, where the view knows them; drawn as far as there is room. */
  readonly callers: readonly string[];
  readonly name: string;
  /** File and line, or empty. */
  readonly place: string;
  /** "flat 12ms, 0.29%", "cum 1.20s, 17.40%", "inlined" … */
  readonly facts: readonly string[];
}

export const usePointed = create<{ readonly pointed: Pointed | undefined }>(() => ({ pointed: undefined }));

export function point(pointed: Pointed | undefined): void {
  usePointed.setState({ pointed });
}
