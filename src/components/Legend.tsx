import styles from './Legend.module.css';

/** pprof's legend lines, behind a word. */
export function Legend({ lines }: { readonly lines: readonly string[] }) {
  return (
    <details className={styles.legend}>
      <summary className={styles.summary}>Legend</summary>
      <ul className={styles.lines}>
        {lines.map((line, i) => (
          <li key={i}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
