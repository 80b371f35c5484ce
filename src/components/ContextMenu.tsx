import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { visibleText } from '#model/visibleText.ts';
import { useDismiss } from './useDismiss.ts';
import styles from './ContextMenu.module.css';

export interface MenuItem {
  readonly title: string;
  /** The key that does the same without the menu. */
  readonly key?: string;
  readonly onPick: () => void;
}

interface ContextMenuProps {
  readonly label: string;
  readonly at: { readonly x: number; readonly y: number };
  /** Groups, with a line between them. */
  readonly items: readonly (readonly MenuItem[])[];
  readonly onClose: () => void;
}

/** A menu at a point: arrows, Home and End move, Enter picks, the keys beside the words pick too. */
export function ContextMenu({ label, at, items, onClose }: ContextMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const cameFrom = useRef(document.activeElement);
  useDismiss(menu, true, onClose);

  useLayoutEffect(() => {
    const box = menu.current?.getBoundingClientRect();
    if (menu.current === null || box === undefined) return;
    menu.current.style.left = `${Math.max(4, Math.min(at.x, innerWidth - box.width - 4))}px`;
    menu.current.style.top = `${Math.max(4, Math.min(at.y, innerHeight - box.height - 4))}px`;
  }, [at]);
  useEffect(() => {
    const before = cameFrom.current;
    buttons(menu.current)[0]?.focus();
    return () => {
      if (before instanceof HTMLElement || before instanceof SVGElement) before.focus();
    };
  }, []);

  const pick = (item: MenuItem) => {
    onClose();
    item.onPick();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = buttons(menu.current);
    const row = all.findIndex((button) => button === document.activeElement);
    const next = { ArrowDown: row + 1, ArrowUp: row - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    const byKey = items.flat().find((item) => item.key === event.key);
    if (next !== undefined) all[next % all.length]?.focus();
    else if (byKey !== undefined) pick(byKey);
    else if (event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={menu} role="menu" aria-label={visibleText(label)} className={styles.menu} onKeyDown={onKeyDown} onContextMenu={(event) => event.preventDefault()}>
      {items.map((group, i) => (
        <div key={i} role="group" className={styles.group}>
          {group.map((item) => (
            <button key={item.title} type="button" role="menuitem" tabIndex={-1} className={styles.item} onClick={() => pick(item)}>
              <span>{item.title}</span>
              {item.key !== undefined && (
                <kbd className={styles.key} aria-hidden="true">
                  {item.key}
                </kbd>
              )}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

function buttons(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
}
