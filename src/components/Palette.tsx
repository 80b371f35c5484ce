import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { visibleText } from '#model/visibleText.ts';
import { useDismiss } from './useDismiss.ts';
import styles from './Palette.module.css';

interface PaletteItem {
  readonly title: string;
  readonly group: string;
  readonly key?: string;
}

interface PaletteProps<Item extends PaletteItem> {
  /** What fits a text, the best first. */
  readonly find: (text: string) => readonly Item[];
  readonly onPick: (item: Item) => void;
  readonly onClose: () => void;
}

/** A box to type into, over the page, and what fits: arrows choose, Enter picks, Escape leaves. */
export function Palette<Item extends PaletteItem>({ find, onPick, onClose }: PaletteProps<Item>) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const cameFrom = useRef(document.activeElement);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  useDismiss(panel, true, onClose);
  useEffect(() => {
    const before = cameFrom.current;
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const items = find(text);
  const at = Math.min(chosen, items.length - 1);
  useLayoutEffect(() => {
    panel.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at, text]);

  const pick = (item: Item | undefined) => {
    if (item === undefined) return;
    onClose();
    onPick(item);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, PageDown: Math.min(items.length - 1, at + 10), PageUp: Math.max(0, at - 10) }[event.key];
    if (next !== undefined) setChosen(items.length === 0 ? 0 : next % items.length);
    else if (event.key === 'Enter') pick(items[at]);
    else if (event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.shade}>
      <div ref={panel} role="dialog" aria-modal="true" aria-label="Commands" className={styles.panel}>
        <input
          className={styles.input}
          role="combobox"
          aria-label="Command"
          aria-expanded="true"
          aria-controls={`${id}list`}
          aria-activedescendant={items.length > 0 ? `${id}${at}` : undefined}
          aria-autocomplete="list"
          placeholder="A view, a function, an option, a file …"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <ul id={`${id}list`} role="listbox" aria-label="What fits" className={styles.list}>
          {items.map((item, row) => (
            // The keyboard is with the box above.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <li key={`${item.group} ${item.title}`} id={`${id}${row}`} role="option" aria-selected={row === at} className={styles.item} onPointerMove={() => row !== at && setChosen(row)} onClick={() => pick(item)}>
              <span className={styles.title}>{visibleText(item.title)}</span>
              <span className={styles.group}>{item.group}</span>
              {item.key !== undefined && (
                <kbd className={styles.key} aria-hidden="true">
                  {item.key}
                </kbd>
              )}
            </li>
          ))}
        </ul>
        {items.length === 0 && <p className={styles.none}>Nothing has all of these words.</p>}
      </div>
    </div>
  );
}
