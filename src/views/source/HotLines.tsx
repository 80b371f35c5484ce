import { useState } from 'react';
import { Button } from '#components/Button.tsx';
import type { HotLine } from '#reports/listing.ts';
import styles from './SourceView.module.css';

/** Brings a row into sight and puts the cursor on it. */
export type GoTo = (row: number, align?: 'center' | 'nearest') => void;

/** Steps from the hottest line to the next; the first step is to the hottest. */
export function useHotLines(hot: readonly HotLine[], goTo: GoTo): { readonly at: number; readonly step: (by: 1 | -1) => void } {
  const [at, setAt] = useState(-1);
  const step = (by: 1 | -1) => {
    if (hot.length === 0) return;
    const next = Math.max(0, Math.min(hot.length - 1, at + by));
    setAt(next);
    goTo(hot[next].row);
  };
  return { at: Math.min(at, hot.length - 1), step };
}

interface HotLinesProps {
  /** What they are called: "line", "address". */
  readonly name: string;
  readonly count: number;
  readonly at: number;
  readonly onStep: (by: 1 | -1) => void;
}

export function HotLines({ name, count, at, onStep }: HotLinesProps) {
  return (
    <div className={styles.hot}>
      <span>{at < 0 ? `Hottest ${name}` : `Hot ${name} ${at + 1} of ${count}`}</span>
      <Button icon="previous" aria-label={`Hotter ${name}`} title={`Hotter ${name} (k)`} disabled={at <= 0} onClick={() => onStep(-1)} />
      <Button icon="next" aria-label={`Next hottest ${name}`} title={`Next hottest ${name} (j)`} disabled={at >= count - 1} onClick={() => onStep(1)} />
    </div>
  );
}
