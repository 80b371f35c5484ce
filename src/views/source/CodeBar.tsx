import type { ReactNode } from 'react';
import type { useListed } from './useListed.ts';
import styles from './CodeBar.module.css';

interface CodeBarProps {
  /** Accessible name of the box. */
  readonly label: string;
  readonly listed: ReturnType<typeof useListed>;
  /** What is typed will not do. */
  readonly failed: boolean;
  readonly children: ReactNode;
}

/** Which functions' code one reads. */
export function CodeBar({ label, listed: { typed, type }, failed, children }: CodeBarProps) {
  return (
    <div className={styles.bar}>
      <input
        type="text"
        className={styles.input}
        aria-label={label}
        placeholder={`${label}: a regular expression`}
        title="A regular expression for names and files, or an address; while there is none, the selected functions, or those focused on, or the hottest"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        aria-invalid={failed && typed !== ''}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || typed === '') return;
          type('');
          event.stopPropagation();
        }}
      />
      {children}
    </div>
  );
}
