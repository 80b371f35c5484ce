import type { FlamePivot } from '#reports/flame.ts';
import { shortName } from '#model/names.ts';
import { counted } from '#model/count.ts';
import { visibleText } from '#model/visibleText.ts';
import { Button } from './Button.tsx';
import styles from './FlamePivotLine.module.css';

interface FlamePivotLineProps {
  readonly pivot: FlamePivot;
  /** What the stacks with it come to: "1.20s, 17.4%". */
  readonly cost: string;
  readonly onLeave: () => void;
}

/** What stands in the middle of the flame graph, or why nothing does. */
export function FlamePivotLine({ pivot, cost, onLeave }: FlamePivotLineProps) {
  const { names, frames, pattern, problem } = pivot;
  const others = frames > 1 ? ` and ${counted(frames - 1, 'more frame')}` : '';
  return (
    <div className={styles.line}>
      <p role="status" aria-label="Pivot" className={styles.text} title={names.length > 0 ? names.map(visibleText).join('\n') : visibleText(pattern)}>
        {frames > 0 ? (
          <>
            <span className={styles.muted}>Pivot </span>
            <span className={styles.name}>{visibleText(shortName(names[0]))}</span>
            {others} · {cost}
          </>
        ) : problem !== '' ? (
          `Pivot: ${problem}`
        ) : (
          <>
            No frame matches the pivot <span className={styles.name}>{visibleText(pattern)}</span>
          </>
        )}
      </p>
      <Button icon="close" aria-label="Leave the pivot" title="Leave the pivot (Esc)" onClick={onLeave} />
    </div>
  );
}
