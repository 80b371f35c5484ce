import { CaptureList, type CaptureEntry } from '#components/CaptureList.tsx';
import { cancelCapture, capture, captureBefore, compareCaptures, forgetCapture, saveCapture, setShown, showCapture, useCaptures, type Capture, type DoneCapture } from '#state/live/captures.ts';
import { signIn } from '#state/live/secrets.ts';
import { SignIn } from './SignIn.tsx';
import styles from './LivePage.module.css';

/** What was captured since the page was opened. */
export function Captures() {
  const captures = useCaptures((state) => state.captures);
  if (captures.length === 0) return <p className={styles.nothing}>Nothing yet. A capture opens in a tab of its own; several can run at once.</p>;
  const byId = new Map(captures.map((known) => [known.id, known]));
  const done = (act: (known: DoneCapture) => void) => (id: number) => {
    const known = byId.get(id);
    if (known?.state === 'done') act(known);
  };
  const repeat = (id: number) => {
    const known = byId.get(id);
    if (known !== undefined) void capture(known.plan);
  };
  return (
    <CaptureList
      entries={captures.map((known) => entryOf(known, captures))}
      onCancel={cancelCapture}
      onOpen={done(showCapture)}
      onSave={done(saveCapture)}
      onCompare={done((known) => {
        const before = captureBefore(captures, known);
        if (before !== undefined) compareCaptures(known, before);
      })}
      onRepeat={repeat}
      onForget={forgetCapture}
      signIn={(id) => (
        <SignIn
          onSignIn={(authorization) => {
            const known = byId.get(id);
            if (known === undefined) return;
            signIn(known.plan.url, authorization);
            forgetCapture(id);
            repeat(id);
          }}
        />
      )}
    />
  );
}

/** The same, and nothing where there is none. */
export function CapturesIfAny() {
  const isAny = useCaptures((state) => state.captures.length > 0);
  return isAny ? <Captures /> : null;
}

/** Whether the page goes to what one waits for. */
export function ShowsCaptures() {
  const isShown = useCaptures((state) => state.isShown);
  return (
    <label className={styles.choice} title="Goes to the tab of a capture, unless others are still running">
      <input type="checkbox" checked={isShown} onChange={(event) => setShown(event.target.checked)} />
      Show when done
    </label>
  );
}

function entryOf(known: Capture, captures: readonly Capture[]): CaptureEntry {
  const { id, plan, time, why } = known;
  const about = { id, kind: plan.kind, time, seconds: plan.seconds, url: plan.url, why };
  switch (known.state) {
    case 'running':
      return { ...about, progress: { state: 'running', fetch: known.fetch, bytes: known.bytes } };
    case 'done':
      return { ...about, progress: { state: 'done', bytes: known.content.size, hasView: known.tab !== undefined, hasBefore: captureBefore(captures, known) !== undefined } };
    case 'failed':
      return { ...about, progress: { state: 'failed', failure: known.failure } };
    case 'cancelled':
      return { ...about, progress: { state: 'cancelled' } };
  }
}
