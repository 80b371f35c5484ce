import type { ReactNode } from 'react';
import type { FetchFailure } from '#model/live.ts';
import { visibleText } from '#model/visibleText.ts';
import { Button } from './Button.tsx';
import { curlLine } from './curlLine.ts';
import styles from './FetchProblem.module.css';

interface FetchProblemProps {
  readonly failure: FetchFailure;
  /** What was asked for, without secrets. */
  readonly url: string;
  /** What can be done here. */
  readonly children?: ReactNode;
}

/** Why a program gave nothing, what to do about it, and how to come by the file without this page. */
export function FetchProblem({ failure, url, children }: FetchProblemProps) {
  const command = curlLine(url, failure.code === 'auth-401');
  return (
    <div role="alert" className={styles.problem}>
      <p className={styles.message}>{asSentence(failure.message)}</p>
      {failure.next !== '' && <p className={styles.next}>{asSentence(failure.next)}</p>}
      {failure.sample !== undefined && failure.sample !== '' && <pre className={styles.sample}>{visibleText(failure.sample)}</pre>}
      <div className={styles.actions}>{children}</div>
      <p className={styles.next}>By hand: save it with this, then drop the file here.</p>
      <p className={styles.command}>
        <code>{command}</code>
        <Button onClick={() => void navigator.clipboard.writeText(command)}>Copy</Button>
      </p>
    </div>
  );
}

function asSentence(text: string): string {
  return visibleText(text.charAt(0).toUpperCase() + text.slice(1));
}
