import type { ReactNode } from 'react';
import { Button } from '#components/Button.tsx';
import { ErrorPane } from '#components/ErrorPane.tsx';
import { Loading } from '#components/Loading.tsx';
import type { Failure } from '#engine/protocol.ts';
import { cancel, closeFile, retry, type SessionFile } from '#state/session.ts';

/** A file on its way in, one that would not open, or what is made of it. */
export function FileState({ file, onChoose, children }: { readonly file: SessionFile; readonly onChoose: () => void; readonly children: ReactNode }) {
  switch (file.kind) {
    case 'loading':
      return <Loading name={file.name} progress={file.progress} isNaming={file.isNaming === true} onCancel={() => cancel(file.id)} />;
    case 'failed':
      return (
        <ErrorPane sentence={file.failure.message} advice={ADVICE[file.failure.cause]}>
          <Button kind="plain" onClick={() => retry(file.id)}>
            Try again
          </Button>
          <Button kind="plain" onClick={onChoose}>
            Open another file
          </Button>
          <Button kind="plain" onClick={() => closeFile(file.id)}>
            Close
          </Button>
        </ErrorPane>
      );
    case 'ready':
      return children;
  }
}

const ADVICE: Record<Failure['cause'], string> = {
  file: 'Proflens reads profile.proto (gzipped or not), the text forms of /debug/pprof, goroutine dumps, perf script, Chrome’s and Node’s profiles, speedscope and folded stacks. If it is one of these, it may be cut short: save it once more.',
  fetch: 'Nothing came that could be opened. Try again when that is seen to.',
  question: 'What was asked does not fit this file.',
  time: 'It may be too large for this browser. Try again, or open a smaller profile.',
  memory: 'The browser has no memory left for it. Close other files or tabs, then try again.',
  cancelled: 'It was given up before it was read.',
  bug: 'This is our mistake, not the file’s. Try again; other files go on.',
};
