import { useState, type FormEvent } from 'react';
import { visibleText } from '#model/visibleText.ts';
import { Button } from './Button.tsx';
import styles from './RuleForm.module.css';

/** What a rule can look at: a column, and what a number of its form stands for. */
export interface RuleColumn {
  readonly column: string;
  readonly title: string;
  /** "MB"; empty for plain numbers. */
  readonly unit: string;
  /** How many of the column's own one of the unit is. */
  readonly factor: number;
}

export type RuleAsked =
  | { readonly kind: 'above' | 'below'; readonly value: number }
  | { readonly kind: 'grew'; readonly percent: number; readonly minutes: number };

interface RuleFormProps {
  readonly columns: readonly RuleColumn[];
  /** Profiles that may be taken. */
  readonly captures: readonly { readonly name: string; readonly title: string }[];
  readonly onAdd: (column: string, test: RuleAsked, captures: readonly string[]) => void;
}

/** When [goroutines] [is above] [10000] capture [goroutine]. */
export function RuleForm({ columns, captures, onAdd }: RuleFormProps) {
  const [column, setColumn] = useState('');
  const [kind, setKind] = useState<RuleAsked['kind']>('above');
  const chosen = columns.find((known) => known.column === column) ?? columns.at(0);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const number = (name: string) => Number(data.get(name));
    const test: RuleAsked = kind === 'grew' ? { kind, percent: number('percent'), minutes: number('minutes') } : { kind, value: number('value') * (chosen?.factor ?? 1) };
    if (chosen !== undefined) onAdd(chosen.column, test, [String(data.get('capture'))]);
  };
  if (chosen === undefined || captures.length === 0) return null;
  return (
    <form className={styles.form} aria-label="New rule" onSubmit={onSubmit}>
      <span>When</span>
      <select className={styles.select} aria-label="What" value={chosen.column} onChange={(event) => setColumn(event.target.value)}>
        {columns.map((known) => (
          <option key={known.column} value={known.column}>
            {visibleText(known.title)}
          </option>
        ))}
      </select>
      <select className={styles.select} aria-label="Does" value={kind} onChange={(event) => setKind(event.target.value as RuleAsked['kind'])}>
        <option value="above">is above</option>
        <option value="below">is below</option>
        <option value="grew">grew by</option>
      </select>
      {kind === 'grew' ? (
        <>
          <input key="percent" className={styles.number} data-short name="percent" type="number" min={1} step="any" required defaultValue={20} aria-label="Per cent" />
          <span>% in</span>
          <input key="minutes" className={styles.number} data-short name="minutes" type="number" min={0.1} max={360} step="any" required defaultValue={5} aria-label="Minutes" />
          <span>min</span>
        </>
      ) : (
        <>
          <input key={chosen.unit} className={styles.number} name="value" type="number" min={0} step="any" required defaultValue={chosen.unit === '' ? 10_000 : 100} aria-label="Value" />
          {chosen.unit !== '' && <span>{chosen.unit}</span>}
        </>
      )}
      <span>capture</span>
      <select className={styles.select} name="capture" aria-label="Profile">
        {captures.map(({ name, title }) => (
          <option key={name} value={name}>
            {visibleText(title)}
          </option>
        ))}
      </select>
      <Button kind="plain" submit>
        Add rule
      </Button>
    </form>
  );
}
