import type { ValueType } from '#model/profile.ts';
import { visibleText } from '#model/visibleText.ts';
import { Icon } from './Icon.tsx';
import styles from './SampleTypeMenu.module.css';

interface SampleTypeMenuProps {
  readonly types: readonly ValueType[];
  /** Column of `types`. */
  readonly selected: number;
  readonly onSelect: (column: number) => void;
}

/** What is measured. An option's name is the type's alone; its unit is there to be read. */
export function SampleTypeMenu({ types, selected, onSelect }: SampleTypeMenuProps) {
  return (
    <label className={styles.menu}>
      <select className={styles.select} aria-label="Sample type" title="What is measured" value={valueOf(types, selected)} onChange={(event) => onSelect(event.target.selectedIndex)}>
        {types.map(({ type, unit }, column) => (
          <option key={column} value={valueOf(types, column)} aria-label={visibleText(type)}>
            {visibleText(unit === '' || unit === type ? type : `${type} · ${unit}`)}
          </option>
        ))}
      </select>
      <Icon name="descending" />
    </label>
  );
}

/** The type's name, or its column where another before it has the same. */
function valueOf(types: readonly ValueType[], column: number): string {
  const name = types[column]?.type ?? '';
  return types.findIndex(({ type }) => type === name) === column ? name : String(column);
}
