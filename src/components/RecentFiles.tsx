import { label } from '#model/units.ts';
import { visibleText } from '#model/visibleText.ts';
import { Button } from './Button.tsx';
import styles from './RecentFiles.module.css';

export interface RecentEntry {
  readonly id: number;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

interface RecentFilesProps {
  readonly files: readonly RecentEntry[];
  readonly isKept: boolean;
  readonly onKeep: (isKept: boolean) => void;
  readonly onOpen: (file: RecentEntry) => void;
  readonly onRemove: (file: RecentEntry) => void;
}

/** Files that this browser keeps, if one wants that. */
export function RecentFiles({ files, isKept, onKeep, onOpen, onRemove }: RecentFilesProps) {
  return (
    <section aria-label="Recent files" className={styles.recent}>
      {files.length > 0 && <h2>Recent files</h2>}
      {files.length > 0 && (
        <ul className={styles.list} aria-label="Recent files">
          {files.map((file) => (
            <li key={file.id} className={styles.item}>
              <button type="button" className={styles.open} onClick={() => onOpen(file)}>
                <bdi className={styles.name}>{visibleText(file.name)}</bdi>
                <span className={styles.fact}>{label(file.size, 'B', 'auto')}</span>
                <span className={styles.fact}>{new Date(file.time).toLocaleString()}</span>
              </button>
              <Button icon="close" aria-label={`Remove ${visibleText(file.name)}`} onClick={() => onRemove(file)} />
            </li>
          ))}
        </ul>
      )}
      <label className={styles.keep}>
        <input type="checkbox" checked={isKept} onChange={(event) => onKeep(event.target.checked)} />
        <span>
          Keep files that I open in this browser <span className={styles.help}>{isKept ? 'Switching this off removes them.' : 'Nothing is kept until you say so.'}</span>
        </span>
      </label>
    </section>
  );
}
