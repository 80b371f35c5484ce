import { packageColor } from '#layout/color.ts';
import { visibleText } from '#model/visibleText.ts';
import styles from './PackageLegend.module.css';

export interface LegendPackage {
  readonly name: string;
  readonly isGrey: boolean;
}

interface PackageLegendProps {
  /** What they are: "Packages". */
  readonly label: string;
  readonly packages: readonly LegendPackage[];
  readonly dark: boolean;
  readonly highlighted: string | undefined;
  /** Undefined takes it back. */
  readonly onHighlight: (name: string | undefined) => void;
}

/** Which colour is which package; a press on one leaves the others faint. */
export function PackageLegend({ label, packages, dark, highlighted, onHighlight }: PackageLegendProps) {
  const names = packages.map(({ name }) => name);
  return (
    <ul aria-label={label} className={styles.legend}>
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
            <span className={styles.name}>{visibleText(shortest(name, names))}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** As many last segments of a path as tell it from the others: `serve` of `example.com/shop/serve`. */
function shortest(name: string, names: readonly string[]): string {
  for (let count = 1; count < name.split('/').length; count++) {
    const end = lastSegments(name, count);
    if (names.every((other) => other === name || lastSegments(other, count) !== end)) return end;
  }
  return name;
}

/** A version goes with what it is one of. */
function lastSegments(name: string, count: number): string {
  const segments = name.split('/');
  const isVersion = /^v\d+$/.test(segments.at(-1) ?? '');
  return segments.slice(-count - (isVersion ? 1 : 0)).join('/');
}
