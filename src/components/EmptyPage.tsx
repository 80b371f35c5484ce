import type { ReactNode } from 'react';
import type { Boxes } from '#layout/thumbnail.ts';
import { Button } from './Button.tsx';
import { Thumbnail } from './Thumbnail.tsx';
import styles from './EmptyPage.module.css';

export interface Example {
  readonly file: string;
  readonly title: string;
  readonly description: string;
  readonly kind: string;
  readonly thumbnail: Boxes;
}

interface EmptyPageProps {
  readonly examples: readonly Example[];
  readonly onChoose: () => void;
  readonly onExample: (example: Example) => void;
  /** Where an address is typed. */
  readonly address: ReactNode;
  /** What the browser keeps, and what is done with it. */
  readonly recent: ReactNode;
}

/** What stands where a profile will be. */
export function EmptyPage({ examples, onChoose, onExample, address, recent }: EmptyPageProps) {
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <h1 className={styles.title}>Drop a profile anywhere on this page.</h1>
        <p className={styles.lead}>
          Go and pprof profiles, goroutine dumps, perf script, Chrome and Node profiles, speedscope, folded stacks. Text can be pasted. Nothing leaves this
          machine.
        </p>
        <div className={styles.ways}>
          <Button kind="main" icon="open" onClick={onChoose}>
            Choose files
          </Button>
          <span className={styles.or}>or</span>
          <div className={styles.address}>{address}</div>
        </div>
        {examples.length > 0 && (
          <section aria-label="Examples" className={styles.examples}>
            {examples.map((example) => (
              <button key={example.file} type="button" className={styles.example} onClick={() => onExample(example)}>
                <Thumbnail boxes={example.thumbnail} />
                <span className={styles.caption}>
                  <span className={styles.name}>{example.title}</span>
                  <span className={styles.kind}>{example.kind}</span>
                  <span className={styles.description}>{example.description}</span>
                </span>
              </button>
            ))}
          </section>
        )}
        {recent}
      </div>
    </div>
  );
}
