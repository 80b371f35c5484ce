import type { KeyboardEvent, Ref } from 'react';
import { Icon } from './Icon.tsx';
import styles from './FindBox.module.css';

interface FindBoxProps {
  readonly text: string;
  /** What the view found, in its own words: "12 of 340"; empty while nothing is searched for. */
  readonly found: string;
  readonly input: Ref<HTMLInputElement>;
  readonly onChange: (text: string) => void;
  readonly onStep: (by: 1 | -1) => void;
  /** Escape in an empty box. */
  readonly onLeave: () => void;
}

/** Search in the view: Enter goes to the next match, Shift-Enter to the one before. */
export function FindBox({ text, found, input, onChange, onStep, onLeave }: FindBoxProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && text !== '') onChange('');
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className={styles.find}>
      <Icon name="find" />
      <input
        ref={input}
        type="search"
        className={styles.input}
        aria-label="Find"
        placeholder="Find"
        title="Text in a name or file, in any case; re: before it makes it a regular expression"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {text === '' ? <kbd className={styles.key}>/</kbd> : <output className={styles.found}>{found}</output>}
    </search>
  );
}
