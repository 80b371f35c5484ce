import { useState } from 'react';
import { visibleText } from '#model/visibleText.ts';
import { Icon } from './Icon.tsx';
import styles from './Chips.module.css';

export interface Chip {
  readonly id: string;
  /** "focus". */
  readonly name: string;
  readonly value: string;
  readonly help: string;
  /** Why it does not do what it should: a pattern's error, or that it matched nothing. */
  readonly problem?: string | undefined;
  /** Switched off: kept, and of no effect. */
  readonly off?: boolean;
}

interface ChipsProps {
  readonly chips: readonly Chip[];
  readonly onEdit: (id: string, value: string) => void;
  readonly onRemove: (id: string) => void;
  readonly onSwitch: (id: string, on: boolean) => void;
}

/** What narrows the profile; a press on one lets its value be edited where it stands. */
export function Chips({ chips, onEdit, onRemove, onSwitch }: ChipsProps) {
  const [editing, setEditing] = useState<string>();
  return (
    <ul className={styles.chips} aria-label="Refinements" role="list">
      {chips.map((chip) => (
        <li key={chip.id} className={styles.chip} data-problem={chip.problem !== undefined || undefined} data-off={chip.off === true || undefined}>
          <input type="checkbox" className={styles.switch} aria-label={`${chip.name} on`} title={chip.off === true ? 'Switch on' : 'Switch off, and keep it'} checked={chip.off !== true} onChange={(event) => onSwitch(chip.id, event.target.checked)} />
          {editing === chip.id ? (
            <Editor
              chip={chip}
              onDone={(value) => {
                setEditing(undefined);
                if (value === '') onRemove(chip.id);
                else if (value !== undefined && value !== chip.value) onEdit(chip.id, value);
              }}
            />
          ) : (
            <button type="button" className={styles.value} title={chip.problem ?? `${chip.help}. Press to edit.`} disabled={chip.off === true} onClick={() => setEditing(chip.id)}>
              <span className={styles.name}>{chip.name}:</span> <bdi className={styles.text}>{visibleText(chip.value)}</bdi>
            </button>
          )}
          {chip.problem !== undefined && <span className={styles.problem}>{visibleText(chip.problem)}</span>}
          <button type="button" className={styles.remove} aria-label="Remove" title={`Remove ${chip.name}`} onClick={() => onRemove(chip.id)}>
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Editor({ chip, onDone }: { readonly chip: Chip; readonly onDone: (value: string | undefined) => void }) {
  const [text, setText] = useState(chip.value);
  return (
    <label className={styles.value}>
      <span className={styles.name}>{chip.name}:</span>{' '}
      <input
        className={styles.input}
        autoFocus
        value={text}
        aria-label={chip.name}
        size={Math.max(8, Math.min(48, text.length + 1))}
        spellCheck={false}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => onDone(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onDone(undefined);
        }}
      />
    </label>
  );
}
