import { useState, type FormEvent, type ReactNode } from 'react';
import type { Boxes } from '#layout/thumbnail.ts';
import { Button } from './Button.tsx';
import { curlLine } from './curlLine.ts';
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
  /** What the browser keeps, and what is done with it. */
  readonly recent: ReactNode;
}

/** What stands where a profile will be. */
export function EmptyPage({ examples, onChoose, onExample, recent }: EmptyPageProps) {
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
          <AddressForm />
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

/** The place where live addresses will be opened; until then it says how to come by the file. */
function AddressForm() {
  const [address, setAddress] = useState('');
  const [asked, setAsked] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(address.trim());
  };
  return (
    <form className={styles.address} onSubmit={onSubmit}>
      <div className={styles.field}>
        <input
          className={styles.input}
          aria-label="Address"
          placeholder="localhost:6060/debug/pprof/heap"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          inputMode="url"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
        <Button kind="plain" submit disabled={address.trim() === ''}>
          Open
        </Button>
      </div>
      <div role="status" className={styles.answer}>
        {asked !== '' && (
          <>
            <p>This page cannot fetch from other servers yet. Save the profile, then drop the file here:</p>
            <p className={styles.command}>
              <code>{curlLine(asked)}</code>
              <Button onClick={() => void navigator.clipboard.writeText(curlLine(asked))}>Copy</Button>
            </p>
          </>
        )}
      </div>
    </form>
  );
}
