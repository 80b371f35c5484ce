import { useRef, useState } from 'react';
import { Button } from '#components/Button.tsx';
import { ContextMenu } from '#components/ContextMenu.tsx';
import { useAddress } from '#state/options.ts';
import { useExporting } from '#state/export.ts';
import { exportsOf } from './exports.ts';
import styles from './ExportMenu.module.css';

/** What one may take away from what is shown. All of it is made here; nothing leaves the machine. */
export function ExportMenu() {
  const view = useAddress((address) => address.view);
  const around = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<{ x: number; y: number }>();
  const open = () => {
    const box = around.current?.getBoundingClientRect();
    setAt(box && { x: box.left, y: box.bottom + 4 });
  };
  return (
    <div ref={around} className={styles.around}>
      <Button icon="export" aria-label="Export" title="Export (e)" data-key="e" aria-haspopup="menu" aria-expanded={at !== undefined} onClick={() => (at === undefined ? open() : setAt(undefined))} />
      <Said />
      {at !== undefined && <ContextMenu label="Export" at={at} items={exportsOf(view)} onClose={() => setAt(undefined)} />}
    </div>
  );
}

/** What is being made, and what came of it; why nothing did stands among the notices. */
function Said() {
  const exporting = useExporting();
  const said = exporting.kind === 'making' ? `Making ${exporting.what} …` : exporting.kind === 'done' ? exporting.said : '';
  return (
    <output aria-label="Exported" className={styles.said}>
      {said}
    </output>
  );
}
