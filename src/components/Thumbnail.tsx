import type { CSSProperties } from 'react';
import { THUMBNAIL_ROWS, type Boxes } from '#layout/thumbnail.ts';
import styles from './Thumbnail.module.css';

const ROW = 6;

/** A flame graph as small as a stamp. */
export function Thumbnail({ boxes }: { readonly boxes: Boxes }) {
  return (
    <svg className={styles.thumbnail} viewBox={`0 0 1000 ${THUMBNAIL_ROWS * ROW}`} preserveAspectRatio="none" aria-hidden="true">
      {boxes.map(([row, left, width, hue]) => (
        <rect key={`${row} ${left}`} x={left} y={row * ROW} width={width - 2} height={ROW - 0.5} className={hue < 0 ? styles.grey : styles.hued} style={hueOf(hue)} />
      ))}
    </svg>
  );
}

/** For the style sheet. */
function hueOf(hue: number): CSSProperties {
  const variable: Record<`--${string}`, number> = { '--hue': hue };
  return variable;
}
