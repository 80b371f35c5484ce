import type { Progress } from '#engine/protocol.ts';
import { counted } from '#model/count.ts';
import { label } from '#model/units.ts';
import { visibleText } from '#model/visibleText.ts';
import { Button } from './Button.tsx';
import styles from './Loading.module.css';

/** How wide the bars are drawn that stand where the flame graph will be; per cent of the width, row by row. */
const BARS = [[100], [58, 30, 9], [52, 24, 8, 6], [38, 12, 20, 5], [30, 7, 11, 14], [22, 5, 9], [14, 6, 4], [8, 5]];

interface LoadingProps {
  readonly name: string;
  readonly progress: Progress;
  /** It is read, and its program is asked for the names of addresses. */
  readonly isNaming?: boolean;
  readonly onCancel: () => void;
}

/** A file on its way in. */
export function Loading({ name, progress, isNaming = false, onCancel }: LoadingProps) {
  const doing = isNaming ? `Asking the program for the names of addresses in ${visibleText(name)}` : `Reading ${visibleText(name)}`;
  const percent = Math.round(progress.done * 100);
  return (
    <div className={styles.loading}>
      <Skeleton />
      <div className={styles.box}>
        <p className={styles.name}>{doing}</p>
        <div role="progressbar" aria-label={doing} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100} aria-valuetext={`${percent}%, ${facts(progress)}`} className={styles.track}>
          <span className={styles.done} style={{ width: `${percent}%` }} />
        </div>
        <div className={styles.line}>
          <p className={styles.facts}>{facts(progress)}</p>
          <Button kind="plain" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Bars where the bars will be. */
export function Skeleton() {
  return (
    <div className={styles.bars} aria-hidden="true">
      {BARS.map((widths, row) => (
        <div key={row} className={styles.row}>
          {widths.map((width, i) => (
            <span key={i} className={styles.bar} style={{ width: `${width}%` }} />
          ))}
        </div>
      ))}
    </div>
  );
}

function facts({ bytesRead, bytesTotal, samples }: Progress): string {
  const read = label(bytesRead, 'B', 'auto');
  const bytes = bytesTotal > 0 ? `${read} of ${label(bytesTotal, 'B', 'auto')}` : bytesRead > 0 ? read : 'waiting for the first bytes';
  return samples === 0 ? bytes : `${bytes}, ${counted(samples, 'sample')}`;
}
