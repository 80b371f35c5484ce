import { Tabs } from './Tabs.tsx';
import styles from './ViewTabs.module.css';

export interface ViewTab {
  readonly id: string;
  readonly title: string;
  readonly key: string;
}

/** The views of the open profile. */
export function ViewTabs({ views, selected, panel, onSelect }: { readonly views: readonly ViewTab[]; readonly selected: string; readonly panel: string; readonly onSelect: (id: string) => void }) {
  const byId = new Map(views.map((view) => [view.id, view]));
  return (
    <Tabs
      label="Views"
      ids={views.map((view) => view.id)}
      selected={selected}
      onSelect={onSelect}
      panel={panel}
      className={styles.tabs}
      tab={(id) => ({ content: byId.get(id)?.title, className: styles.tab, title: `${byId.get(id)?.title} (${byId.get(id)?.key})` })}
    />
  );
}
