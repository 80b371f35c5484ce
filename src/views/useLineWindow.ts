import { useCallback, useState } from 'react';
import type { Range, SomeLines } from '#engine/protocol.ts';

/** Lines are asked for in blocks, with one to spare on either side of what is in sight. */
const BLOCK = 250;

/** The lines to ask for, and what moves them along. */
export function useLineWindow(): { readonly lines: Range; readonly onSee: (first: number, last: number) => void } {
  const [lines, setLines] = useState<Range>({ begin: 0, end: 2 * BLOCK });
  const onSee = useCallback((first: number, last: number) => {
    const begin = Math.max(0, Math.floor(first / BLOCK) - 1) * BLOCK;
    const end = (Math.ceil(last / BLOCK) + 1) * BLOCK;
    setLines((known) => (known.begin <= Math.max(0, first - BLOCK / 4) && known.end >= last + BLOCK / 4 ? known : { begin, end }));
  }, []);
  return { lines, onSee };
}

/** A line of an answer, if it is among those. */
export function lineOf<Line>({ begin, lines }: SomeLines<Line>, at: number): Line | undefined {
  return lines[at - begin];
}
