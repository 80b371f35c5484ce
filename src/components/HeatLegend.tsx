import { heatColor } from '#layout/color.ts';
import styles from './ChangeLegend.module.css';

const STEPS = [0, 0.02, 0.1, 0.25, 0.5, 1] as const;

/** What colours say of own costs. */
export function HeatLegend({ dark }: { readonly dark: boolean }) {
  return (
    <p className={styles.legend} title="What a frame costs by itself, in all places where it occurs, as a share of the most that any does">
      <span>none of its own</span>
      <span className={styles.scale} aria-hidden="true">
        {STEPS.map((heat) => (
          <span key={heat} style={{ background: heatColor(heat, dark) }} />
        ))}
      </span>
      <span>most</span>
    </p>
  );
}
