import type { CSSProperties } from 'react';
import styles from './Thumbnail.module.css';

/** Boxes of a flame graph: row, left edge and width in 1000ths, hue in degrees or −1 for grey. */
export type Boxes = readonly (readonly [row: number, left: number, width: number, hue: number])[];

const ROWS = 12;
const ROW = 8;

/** A flame graph as small as a stamp. */
export function Thumbnail({ boxes }: { readonly boxes: Boxes }) {
  return (
    <svg className={styles.thumbnail} viewBox={`0 0 1000 ${ROWS * ROW}`} preserveAspectRatio="none" aria-hidden="true">
      {boxes
        .filter(([row]) => row < ROWS)
        .map(([row, left, width, hue]) => (
          <rect key={`${row} ${left}`} x={left} y={row * ROW} width={Math.max(0, width - 2)} height={ROW - 0.75} className={hue < 0 ? styles.grey : styles.hued} style={{ '--hue': hue } as CSSProperties} />
        ))}
    </svg>
  );
}
