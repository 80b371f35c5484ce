import { useCallback, useRef, useState, type ReactNode } from 'react';
import { useDismiss } from './useDismiss.ts';
import styles from './Popover.module.css';

interface PopoverProps {
  /** Accessible name of what opens. */
  readonly label: string;
  readonly button: (toggle: { readonly open: boolean; readonly onClick: () => void }) => ReactNode;
  readonly children: (close: () => void) => ReactNode;
  readonly align?: 'start' | 'end';
}

/** A button and what it opens below itself; Escape or a press elsewhere closes it, and the focus goes back. */
export function Popover({ label, button, children, align = 'start' }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const around = useRef<HTMLDivElement>(null);
  const close = useCallback(() => {
    setOpen(false);
    around.current?.querySelector('button')?.focus();
  }, []);
  useDismiss(around, open, close);
  return (
    <div ref={around} className={styles.around}>
      {button({ open, onClick: () => setOpen(!open) })}
      {open && (
        <div role="dialog" aria-label={label} className={styles.panel} data-align={align}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
