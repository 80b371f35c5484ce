import styles from './Totals.module.css';

interface TotalsProps {
  /** pprof's own. */
  readonly sentence: string;
  /** Of the total, what the filters left; 0 … 1. */
  readonly share: number;
}

/** From here on pprof prints 100%, and there is nothing to draw. */
const ALL = 0.9995;

/** What of the whole is shown. */
export function Totals({ sentence, share }: TotalsProps) {
  return (
    <div role="status" aria-label="Total" className={styles.totals} title={sentence}>
      {sentence !== '' && share < ALL && (
        <span className={styles.track} aria-hidden="true">
          <span className={styles.share} style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
        </span>
      )}
      <span className={styles.sentence}>{sentence}</span>
    </div>
  );
}
