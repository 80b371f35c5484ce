import { useEffect, useState, type ReactNode } from 'react';
import { clock } from '#model/clock.ts';
import type { FetchFailure, FetchState } from '#model/live.ts';
import { label } from '#model/units.ts';
import { visibleText } from '#model/visibleText.ts';
import { Button } from './Button.tsx';
import { FetchProblem } from './FetchProblem.tsx';
import styles from './CaptureList.module.css';

/** A capture as it is listed. */
export interface CaptureEntry {
  readonly id: number;
  /** "heap". */
  readonly kind: string;
  /** When it was asked for; milliseconds since 1970. */
  readonly time: number;
  /** How long the program gathers. */
  readonly seconds: number;
  readonly url: string;
  /** The rule that asked for it; empty where somebody did. */
  readonly why: string;
  readonly progress:
    | { readonly state: 'running'; readonly fetch: FetchState; readonly bytes: number }
    | { readonly state: 'done'; readonly bytes: number; readonly hasView: boolean; readonly hasBefore: boolean }
    | { readonly state: 'failed'; readonly failure: FetchFailure }
    | { readonly state: 'cancelled' };
}

interface CaptureListProps {
  readonly entries: readonly CaptureEntry[];
  readonly onCancel: (id: number) => void;
  readonly onOpen: (id: number) => void;
  readonly onSave: (id: number) => void;
  readonly onRepeat: (id: number) => void;
  readonly onCompare: (id: number) => void;
  readonly onForget: (id: number) => void;
  /** What helps where a program wants to know who asks. */
  readonly signIn: (id: number) => ReactNode;
}

/** Captures under way and made, the newest first. */
export function CaptureList(props: CaptureListProps) {
  const { entries } = props;
  const done = entries.find(({ progress }) => progress.state === 'done');
  return (
    <>
      <p role="status" className={styles.unseen}>
        {done === undefined ? '' : `${visibleText(done.kind)} captured at ${clock(done.time)}`}
      </p>
      <ul aria-label="Captures" className={styles.list}>
        {entries.map((entry) => (
          <li key={entry.id} className={styles.item}>
            <Entry entry={entry} {...props} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Entry({ entry, ...on }: CaptureListProps & { readonly entry: CaptureEntry }) {
  const { id, progress } = entry;
  const time = <time className={styles.fact}>{clock(entry.time)}</time>;
  const name = visibleText(entry.kind);
  const repeat = (
    <Button aria-label={`Repeat ${name}`} title="" onClick={() => on.onRepeat(id)}>
      Repeat
    </Button>
  );
  const why = entry.why !== '' && <span className={styles.fact}>{entry.why}</span>;
  switch (progress.state) {
    case 'running':
      return <RunningEntry entry={entry} fetch={progress.fetch} bytes={progress.bytes} onCancel={() => on.onCancel(id)} />;
    case 'done':
      return (
        <>
          <div className={styles.line}>
            {progress.hasView ? (
              <button type="button" className={styles.open} aria-label={`Open ${name}`} onClick={() => on.onOpen(id)}>
                {name}
              </button>
            ) : (
              <span className={styles.name}>{name}</span>
            )}
            {time}
            <span className={styles.fact}>{label(progress.bytes, 'B', 'auto')}</span>
            {why}
            <span className={styles.gap} />
            <span className={styles.actions}>
            <Button aria-label={`Save ${name}`} title="The bytes as the program sent them" onClick={() => on.onSave(id)}>
              Save
            </Button>
            {repeat}
            {progress.hasBefore && <Button onClick={() => on.onCompare(id)}>Compare with last</Button>}
            <Button icon="close" aria-label={`Remove ${name} from the list`} onClick={() => on.onForget(id)} />
            </span>
          </div>
          {!progress.hasView && <p className={styles.fact}>The trace view is still to come: save it, and go tool trace opens it.</p>}
        </>
      );
    case 'failed':
      return (
        <>
          <div className={styles.line}>
            <span className={styles.name}>{name}</span>
            {time}
            {why}
          </div>
          <FetchProblem failure={progress.failure} url={entry.url}>
            {progress.failure.code === 'auth-401' ? on.signIn(id) : repeat}
            <Button aria-label={`Remove ${name} from the list`} title="" onClick={() => on.onForget(id)}>
              Remove
            </Button>
          </FetchProblem>
        </>
      );
    case 'cancelled':
      return (
        <div className={styles.line}>
          <span className={styles.name}>{name}</span>
          {time}
          <span className={styles.fact}>cancelled</span>
          <span className={styles.gap} />
          <span className={styles.actions}>
            {repeat}
            <Button icon="close" aria-label={`Remove ${name} from the list`} onClick={() => on.onForget(id)} />
          </span>
        </div>
      );
  }
}

interface RunningEntryProps {
  readonly entry: CaptureEntry;
  readonly fetch: FetchState;
  readonly bytes: number;
  readonly onCancel: () => void;
}

function RunningEntry({ entry, fetch, bytes, onCancel }: RunningEntryProps) {
  const elapsed = useElapsed(entry.time);
  const name = visibleText(entry.kind);
  const said = progressSaid(entry.seconds, elapsed, fetch, bytes);
  const share = entry.seconds === 0 ? 0 : Math.min(1, elapsed / entry.seconds);
  return (
    <>
      <div className={styles.line}>
        <span className={styles.name}>{name}</span>
        <span className={styles.fact}>{said}</span>
        <span className={styles.gap} />
        <Button kind="plain" aria-label={`Cancel ${name}`} title="" onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <div role="progressbar" aria-label={`Capturing ${name}`} aria-valuetext={said} className={styles.track} {...(entry.seconds > 0 && { 'aria-valuenow': Math.round(share * 100), 'aria-valuemin': 0, 'aria-valuemax': 100 })}>
        <span className={styles.done} style={{ width: `${share * 100}%` }} />
      </div>
    </>
  );
}

/** "7 s left", "receiving, 12kB". */
export function progressSaid(seconds: number, elapsed: number, fetch: FetchState, bytes: number): string {
  if (fetch === 'receiving' && bytes > 0 && elapsed >= seconds) return `receiving, ${label(bytes, 'B', 'auto')}`;
  const left = Math.ceil(seconds - elapsed);
  if (left > 0) return `${left} s left`;
  return fetch === 'resolving' ? 'finding the server' : 'waiting for the answer';
}

/** Seconds since; it goes on by itself. */
function useElapsed(since: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, (now - since) / 1000);
}
