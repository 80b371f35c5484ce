import { packageColor } from '#layout/color.ts';
import { visibleText } from './nameParts.ts';
import styles from './PackageLegend.module.css';

export interface LegendPackage {
  readonly name: string;
  readonly isGrey: boolean;
}

interface PackageLegendProps {
  readonly packages: readonly LegendPackage[];
  readonly dark: boolean;
  readonly highlighted: string | undefined;
  /** Undefined takes it back. */
  readonly onHighlight: (name: string | undefined) => void;
}

/** Which colour is which package; a press on one leaves the others faint. */
export function PackageLegend({ packages, dark, highlighted, onHighlight }: PackageLegendProps) {
  return (
    <ul aria-label="Packages" className={styles.legend}>
      {packages.map(({ name, isGrey }) => (
        <li key={name} className={styles.item}>
          <button
            type="button"
            className={styles.package}
            title={`${visibleText(name)}: press to see it alone`}
            aria-pressed={name === highlighted}
            onClick={() => onHighlight(name === highlighted ? undefined : name)}
          >
            <span className={styles.swatch} style={{ background: packageColor(name, isGrey, dark) }} />
            <span className={styles.name}>{visibleText(lastSegment(name))}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** `serve` of `example.com/shop/serve`, `shop/v2` where that is a version. */
function lastSegment(name: string): string {
  const segments = name.split('/');
  const isVersion = /^v\d+$/.test(segments.at(-1) ?? '');
  return segments.slice(isVersion ? -2 : -1).join('/');
}
