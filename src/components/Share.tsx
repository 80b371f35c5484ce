import styles from './Share.module.css';

/** A share as a bar behind its text; what is below 0 has another colour. */
export function Share({ share, text }: { readonly share: number; readonly text: string }) {
  return (
    <>
      <span className={styles.bar} data-less={share < 0 || undefined} style={{ width: `${Math.min(1, Math.abs(share) || 0) * 100}%` }} />
      <span className={styles.text}>{text.trim()}</span>
    </>
  );
}
