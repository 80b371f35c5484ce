import type { ReactNode } from 'react';
import { visibleText } from '#model/visibleText.ts';
import { Icon } from './Icon.tsx';
import styles from './ErrorPane.module.css';

interface ErrorPaneProps {
  /** What is wrong, and where; text from a file may be in it. */
  readonly sentence: string;
  /** What to try. */
  readonly advice: string;
  readonly children?: ReactNode;
}

/** What stands where the picture would be. */
export function ErrorPane({ sentence, advice, children }: ErrorPaneProps) {
  return (
    <div className={styles.pane}>
      <div role="alert" className={styles.alert}>
        <p className={styles.sentence}>{asSentence(sentence)}</p>
        <p className={styles.advice}>{advice}</p>
      </div>
      <div className={styles.actions}>{children}</div>
    </div>
  );
}

/** The same in one line, where there is still a picture to be seen. */
export function ErrorLine({ sentence }: { readonly sentence: string }) {
  return (
    <div role="alert" className={styles.line}>
      <Icon name="warning" />
      <span>{asSentence(sentence)}</span>
    </div>
  );
}

/** Messages begin small, as a command prints them behind its name. */
function asSentence(text: string): string {
  return visibleText(text.charAt(0).toUpperCase() + text.slice(1));
}
