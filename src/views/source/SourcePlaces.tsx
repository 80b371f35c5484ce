import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/Button.tsx';
import { Text } from '#components/Name.tsx';
import { counted, groupedDigits } from '#model/count.ts';
import { addFiles, addText, addZip, useSources } from '#state/sources.ts';
import styles from './SourcePlaces.module.css';

/** Where the text comes from, and where else it may be looked for. */
export function SourcePlaces({ missing, files }: { readonly missing: number; readonly files: number }) {
  const { given, server, problem } = useSources();
  const folder = useRef<HTMLInputElement>(null);
  const zip = useRef<HTMLInputElement>(null);
  // React knows no such attribute.
  useEffect(() => folder.current?.setAttribute('webkitdirectory', ''), []);
  const known = [...given.map(({ name, count }) => `${name} (${counted(count, 'file')})`), ...(server === undefined ? [] : ['this machine'])];
  return (
    <div className={styles.places}>
      <p className={styles.sentence} role="status" aria-label="Source text">
        {problem !== '' ? (
          <span className={styles.problem}>
            <Text text={problem} />
          </span>
        ) : (
          <>
            {missing > 0 && <span>{`The text of ${whichOf(missing, files)} was not found. `}</span>}
            {known.length > 0 && (
              <span className={styles.known}>
                <Text text={`${missing > 0 ? 'Looked in' : 'Text from'} ${known.join(', ')}`} />
              </span>
            )}
          </>
        )}
      </p>
      <input
        ref={folder}
        type="file"
        aria-label="Folder of sources"
        tabIndex={-1}
        className={styles.unseen}
        onChange={(event) => {
          addFiles(event.target.files ?? []);
          event.target.value = '';
        }}
      />
      <input
        ref={zip}
        type="file"
        accept=".zip,application/zip"
        aria-label="Zip of sources"
        tabIndex={-1}
        className={styles.unseen}
        onChange={(event) => {
          const file = event.target.files?.item(0);
          if (file) void addZip(file);
          event.target.value = '';
        }}
      />
      <Button kind={missing > 0 ? 'plain' : 'quiet'} title="Choose the folder of the sources, or drop it on the page. Nothing leaves this machine" onClick={() => folder.current?.click()}>
        Folder …
      </Button>
      <Button kind={missing > 0 ? 'plain' : 'quiet'} title="Choose a zip of the sources, or drop it on the page" onClick={() => zip.current?.click()}>
        Zip …
      </Button>
    </div>
  );
}

function whichOf(missing: number, files: number): string {
  if (files === 1) return 'this file';
  return missing === files ? `these ${groupedDigits(files)} files` : `${groupedDigits(missing)} of ${groupedDigits(files)} files`;
}

/** Takes the text of one file. */
export function PasteForm({ file, onClose }: { readonly file: string; readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <form
      className={styles.paste}
      aria-label="Paste source"
      onSubmit={(event) => {
        event.preventDefault();
        addText(file, text);
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <label className={styles.label}>
        <span>
          The text of <Text text={file} />
        </span>
        <textarea ref={box} className={styles.box} rows={6} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <div className={styles.ends}>
        <Button kind="main" submit disabled={text === ''}>
          Use it
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
