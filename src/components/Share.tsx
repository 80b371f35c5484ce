import type { Int64 } from '#model/int64.ts';
import { percentage, signedPercentage } from '#model/units.ts';
import styles from './Share.module.css';

interface ShareProps {
  readonly value: Int64;
  readonly total: Int64;
  /** Shares carry their sign, which pprof's texts leave out. */
  readonly signed: boolean;
  /** In place of the share. */
  readonly text?: string;
}

/** A share of a total: a bar behind its text. What is below 0 has another colour. */
export function Share({ value, total, signed, text }: ShareProps) {
  const share = Number(value) / Number(total);
  return (
    <>
      <span className={styles.bar} data-less={value < 0 || undefined} style={{ width: `${Math.min(1, Math.abs(share) || 0) * 100}%` }} />
      <span className={styles.text}>{text ?? (signed ? signedPercentage(value, total) : percentage(value, total).trim())}</span>
    </>
  );
}
