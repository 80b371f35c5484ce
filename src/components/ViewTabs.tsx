import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { Icon } from './Icon.tsx';
import { Tabs } from './Tabs.tsx';
import styles from './ViewTabs.module.css';

export interface ViewTab {
  readonly id: string;
  readonly title: string;
  /** The key that goes there, if there is one. */
  readonly key?: string;
}

interface ViewTabsProps {
  readonly views: readonly ViewTab[];
  readonly selected: string;
  readonly panel: string;
  readonly onSelect: (id: string) => void;
}

/** The views of the open profile. Where there is no room for all they scroll, and fade at the end that goes on. */
export function ViewTabs({ views, selected, panel, onSelect }: ViewTabsProps) {
  const byId = new Map(views.map((view) => [view.id, view]));
  const around = useRef<HTMLDivElement>(null);
  const ends = useEnds(around);
  useLayoutEffect(() => {
    // Before it is painted, but not before all that changes with it is here: the browser lays the page out once.
    const frame = requestAnimationFrame(() => around.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'center' }));
    return () => cancelAnimationFrame(frame);
  }, [selected]);
  const scroll = (by: 1 | -1) => {
    const list = listIn(around);
    list?.scrollBy({ left: by * list.clientWidth * 0.8 });
  };
  return (
    <div ref={around} className={styles.around} data-before={ends.before || undefined} data-after={ends.after || undefined}>
      <Tabs
        label="Views"
        ids={views.map((view) => view.id)}
        selected={selected}
        onSelect={onSelect}
        panel={panel}
        className={styles.tabs}
        tab={(id) => ({ content: byId.get(id)?.title, className: styles.tab, title: titleOf(byId.get(id)) })}
      />
      {ends.before && <End by={-1} onClick={scroll} />}
      {ends.after && <End by={1} onClick={scroll} />}
    </div>
  );
}

function titleOf(view: ViewTab | undefined): string | undefined {
  return view?.key === undefined ? view?.title : `${view.title} (${view.key})`;
}

/** For the pointer alone: the keyboard goes through the tabs themselves. */
function End({ by, onClick }: { readonly by: 1 | -1; readonly onClick: (by: 1 | -1) => void }) {
  return (
    <button type="button" aria-hidden="true" tabIndex={-1} className={by === 1 ? styles.after : styles.before} onClick={() => onClick(by)}>
      <Icon name={by === 1 ? 'forward' : 'backward'} />
    </button>
  );
}

/** At which ends there are tabs out of sight. A wheel that turns only one way scrolls them too. */
function useEnds(around: RefObject<HTMLElement | null>) {
  const [ends, setEnds] = useState({ before: false, after: false });
  useEffect(() => {
    const list = listIn(around);
    if (list === null) return;
    const look = () => {
      const before = list.scrollLeft > 1;
      const after = list.scrollLeft < list.scrollWidth - list.clientWidth - 1;
      setEnds((known) => (known.before === before && known.after === after ? known : { before, after }));
    };
    const turn = (event: WheelEvent) => {
      if (event.deltaX !== 0 || event.ctrlKey || list.scrollWidth <= list.clientWidth) return;
      event.preventDefault();
      list.scrollLeft += event.deltaY;
    };
    const observer = new ResizeObserver(look);
    observer.observe(list);
    list.addEventListener('scroll', look, { passive: true });
    list.addEventListener('wheel', turn, { passive: false });
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', look);
      list.removeEventListener('wheel', turn);
    };
  }, [around]);
  return ends;
}

function listIn(around: RefObject<HTMLElement | null>): HTMLElement | null {
  return around.current?.querySelector<HTMLElement>('[role=tablist]') ?? null;
}
