import { changeColor } from '#layout/color.ts';
import styles from './ChangeLegend.module.css';

const STEPS = [-1, -0.5, -0.15, 0, 0.15, 0.5, 1] as const;

/** What the colours of a comparison say. */
export function ChangeLegend({ dark }: { readonly dark: boolean }) {
  return (
    <p className={styles.legend} title="Of a frame and all that it calls: what is new less what was, as a share of both">
      <span>− gone</span>
      <span className={styles.scale} aria-hidden="true">
        {STEPS.map((change) => (
          <span key={change} style={{ background: changeColor(change, dark) }} />
        ))}
      </span>
      <span>new +</span>
    </p>
  );
}
