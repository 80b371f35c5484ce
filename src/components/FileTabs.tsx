import { Icon } from './Icon.tsx';
import { Tabs } from './Tabs.tsx';
import { visibleText } from './nameParts.ts';
import styles from './FileTabs.module.css';

export interface FileTab {
  readonly id: number;
  readonly name: string;
  readonly state: 'loading' | 'ready' | 'failed';
  /** 0 … 1 while it loads. */
  readonly done: number;
}

interface FileTabsProps {
  readonly files: readonly FileTab[];
  readonly selected: number | undefined;
  readonly panel: string;
  readonly onSelect: (id: number) => void;
  readonly onClose: (id: number) => void;
}

/** The open files; the chosen one has its cross beside the list, as a tab holds no second button. */
export function FileTabs({ files, selected, panel, onSelect, onClose }: FileTabsProps) {
  const byId = new Map(files.map((file) => [file.id, file]));
  const chosen = selected === undefined ? undefined : byId.get(selected);
  return (
    <div className={styles.files}>
      <Tabs
        label="Files"
        ids={files.map((file) => file.id)}
        selected={selected}
        onSelect={onSelect}
        panel={panel}
        className={styles.tabs}
        tab={(id) => ({ content: <Label file={byId.get(id)} />, className: styles.tab, title: byId.get(id)?.name })}
      />
      {chosen !== undefined && (
        <button type="button" className={styles.close} aria-label={`Close ${visibleText(chosen.name)}`} title="Close this file" onClick={() => onClose(chosen.id)}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

function Label({ file }: { readonly file: FileTab | undefined }) {
  if (file === undefined) return null;
  return (
    <>
      {file.state === 'failed' && <Icon name="warning" />}
      <bdi className={styles.name}>{visibleText(file.name)}</bdi>
      {file.state === 'loading' && <span className={styles.progress} style={{ width: `${file.done * 100}%` }} />}
    </>
  );
}
