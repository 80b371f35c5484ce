import { visibleText } from '#model/visibleText.ts';
import { Icon } from './Icon.tsx';
import { Tabs } from './Tabs.tsx';
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

/** The open files. A tab holds no second button: its cross is for the pointer, Delete for the keyboard. */
export function FileTabs({ files, selected, panel, onSelect, onClose }: FileTabsProps) {
  const byId = new Map(files.map((file) => [file.id, file]));
  return (
    <Tabs
      label="Files"
      ids={files.map((file) => file.id)}
      selected={selected}
      onSelect={onSelect}
      onDelete={onClose}
      panel={panel}
      className={styles.tabs}
      tab={(id) => ({ content: <Label file={byId.get(id)} onClose={onClose} />, className: styles.tab, title: byId.get(id)?.name })}
    />
  );
}

function Label({ file, onClose }: { readonly file: FileTab | undefined; readonly onClose: (id: number) => void }) {
  if (file === undefined) return null;
  return (
    <>
      {file.state === 'failed' && <Icon name="warning" />}
      <bdi className={styles.name}>{visibleText(file.name)}</bdi>
      <span
        className={styles.close}
        title="Close (Delete)"
        onClick={(event) => {
          event.stopPropagation();
          onClose(file.id);
        }}
      >
        <Icon name="close" />
      </span>
      {file.state === 'loading' && <span className={styles.progress} style={{ width: `${file.done * 100}%` }} />}
    </>
  );
}
