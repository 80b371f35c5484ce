import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';

interface TabsProps<Id extends string | number> {
  readonly label: string;
  readonly ids: readonly Id[];
  readonly selected: Id | undefined;
  readonly onSelect: (id: Id) => void;
  /** Tabs that can be closed take Delete. */
  readonly onDelete?: (id: Id) => void;
  /** What the tabs choose between; the id of that element. */
  readonly panel: string;
  readonly className: string;
  readonly tab: (id: Id) => { readonly content: ReactNode; readonly className: string; readonly title: string | undefined };
}

/** A tablist: one of the tabs is in the order of focus, arrows, Home and End go on from there. */
export function Tabs<Id extends string | number>({ label, ids, selected, onSelect, onDelete, panel, className, tab }: TabsProps<Id>) {
  const list = useRef<HTMLDivElement>(null);
  const wasDeleted = useRef(false);
  useEffect(() => {
    if (wasDeleted.current) list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
    wasDeleted.current = false;
  }, [ids.length]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = selected === undefined ? 0 : ids.indexOf(selected);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (event.key === 'Delete' && selected !== undefined && onDelete !== undefined) {
      wasDeleted.current = true;
      onDelete(selected);
    }
    if (next === undefined) return;
    event.preventDefault();
    const row = (next + ids.length) % ids.length;
    onSelect(ids[row]);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[row]?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label={label} className={className} onKeyDown={onKeyDown}>
      {ids.map((id) => {
        const { content, ...rest } = tab(id);
        return (
          <button
            key={id}
            type="button"
            role="tab"
            aria-selected={id === selected}
            aria-controls={panel}
            aria-keyshortcuts={onDelete && 'Delete'}
            tabIndex={id === (selected ?? ids[0]) ? 0 : -1}
            onClick={() => onSelect(id)}
            {...rest}
          >
            {content}
          </button>
        );
      })}
    </div>
  );
}
