import { useEffect } from 'react';
import type { Failure } from '#engine/protocol.ts';
import { groupedDigits } from '#model/count.ts';
import type { Found } from '#reports/lines.ts';
import { setFound } from '#state/viewActions.ts';
import type { GoTo } from './HotLines.tsx';

/** What one searches for is in the question too, and may be what is wrong with it. */
export function isWrongFind(failure: Failure | undefined): boolean {
  return failure?.cause === 'question' && failure.message.startsWith('parsing find ');
}

/** Says how much was found, and goes from one to the next. */
export function useFoundRows(found: Found | undefined, find: string, isWrong: boolean, cursor: number, goTo: GoTo): (by: 1 | -1) => void {
  const rows = find === '' ? undefined : found?.rows;
  useEffect(() => {
    const at = rows?.indexOf(cursor) ?? -1;
    const of = `${groupedDigits(rows?.length ?? 0)}${found?.more === true ? '+' : ''}`;
    setFound(isWrong ? 'not a pattern' : rows === undefined ? '' : at < 0 ? of : `${groupedDigits(at + 1)} of ${of}`);
    return () => setFound('');
  }, [rows, found, isWrong, cursor]);
  return (by) => {
    if (rows === undefined || rows.length === 0) return;
    const next = by === 1 ? rows.find((row) => row > cursor) : rows.findLast((row) => row < cursor);
    goTo(next ?? rows[by === 1 ? 0 : rows.length - 1]);
  };
}
