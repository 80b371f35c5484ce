import { useState, type KeyboardEvent, type Ref } from 'react';
import { isRegexp, withRegexp } from '#model/search.ts';
import { ContextMenu, type MenuItem } from './ContextMenu.tsx';
import { Icon } from './Icon.tsx';
import styles from './FindBox.module.css';

interface FindBoxProps {
  readonly text: string;
  /** What the view found, in its own words: "12 of 340"; empty while nothing is searched for. */
  readonly found: string;
  readonly input: Ref<HTMLInputElement>;
  readonly onChange: (text: string) => void;
  readonly onStep: (by: 1 | -1) => void;
  /** What can be done with all that is found; the first by Ctrl-Enter too. Empty where there is no expression for it. */
  readonly refinements: readonly MenuItem[];
  /** Escape in an empty box. */
  readonly onLeave: () => void;
}

/** Search in the view: Enter goes to the next match, Shift-Enter to the one before. */
export function FindBox({ text, found, input, refinements, onChange, onStep, onLeave }: FindBoxProps) {
  const [menu, setMenu] = useState<{ x: number; y: number }>();
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) refinements[0]?.onPick();
    else if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
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
        title="Terms in a name or file, in any case; re: before it makes it a regular expression"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {text === '' ? <kbd className={styles.key}>/</kbd> : <output className={styles.found}>{found}</output>}
      {text !== '' && (
        <>
          <button type="button" className={styles.tool} aria-label="Regular expression" title="Regular expression (RE2)" aria-pressed={isRegexp(text)} onClick={() => onChange(withRegexp(text, !isRegexp(text)))}>
            .*
          </button>
          <button
            type="button"
            className={styles.tool}
            aria-label="Refine by what is found"
            title="Focus, ignore, hide … what is found (Ctrl Enter focuses)"
            aria-haspopup="menu"
            aria-expanded={menu !== undefined}
            disabled={refinements.length === 0}
            onClick={(event) => setMenu({ x: event.currentTarget.getBoundingClientRect().left, y: event.currentTarget.getBoundingClientRect().bottom + 4 })}
          >
            <Icon name="next" />
          </button>
        </>
      )}
      {menu !== undefined && <ContextMenu label={`What has ${text}`} at={menu} items={[refinements]} onClose={() => setMenu(undefined)} />}
    </search>
  );
}
