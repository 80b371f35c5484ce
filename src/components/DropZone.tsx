import { useEffect, useRef, useState, type ReactNode } from 'react';
import styles from './DropZone.module.css';

interface DropZoneProps {
  readonly onFiles: (files: readonly File[]) => void;
  readonly onFolder: (folder: FileSystemDirectoryEntry) => void;
  /** Text pasted anywhere but into a field. */
  readonly onText: (text: string) => void;
  readonly children: ReactNode;
}

/** The whole page takes what is dropped or pasted on it. */
export function DropZone({ onFiles, onFolder, onText, children }: DropZoneProps) {
  const [over, setOver] = useState(false);
  /** Entered less left: moving onto a child is an enter and a leave. */
  const depth = useRef(0);

  useEffect(() => {
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const settle = (change: number) => {
      depth.current = Math.max(0, depth.current + change);
      setOver(depth.current > 0);
    };
    const onEnter = (event: DragEvent) => carriesFiles(event) && settle(1);
    const onLeave = (event: DragEvent) => carriesFiles(event) && settle(-1);
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      settle(-depth.current);
      const { files, folders } = droppedIn(event.dataTransfer);
      if (files.length > 0) onFiles(files);
      for (const folder of folders) onFolder(folder);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isField(event.target) || event.clipboardData === null) return;
      const files = [...event.clipboardData.files];
      const text = event.clipboardData.getData('text/plain');
      if (files.length > 0) onFiles(files);
      else if (text.trim() !== '') onText(text);
    };
    const listening = new AbortController();
    const { signal } = listening;
    addEventListener('dragenter', onEnter, { signal });
    addEventListener('dragleave', onLeave, { signal });
    addEventListener('dragover', onOver, { signal });
    addEventListener('drop', onDrop, { signal });
    addEventListener('paste', onPaste, { signal });
    return () => listening.abort();
  }, [onFiles, onFolder, onText]);

  return (
    <>
      {children}
      {over && (
        <div className={styles.over}>
          <p className={styles.words}>Drop to open</p>
        </div>
      )}
    </>
  );
}

/** Among the files that a browser tells of, folders look like files that cannot be read. */
function droppedIn(data: DataTransfer | null): { readonly files: readonly File[]; readonly folders: readonly FileSystemDirectoryEntry[] } {
  const items = [...(data?.items ?? [])].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  return { folders: entries.filter(isFolder), files: [...(data?.files ?? [])].filter((_, row) => !isFolder(entries[row])) };
}

function isFolder(entry: FileSystemEntry | null | undefined): entry is FileSystemDirectoryEntry {
  return entry?.isDirectory === true;
}

/** Whether keys and pastes belong to a field. */
export function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=file]), textarea, select'));
}
