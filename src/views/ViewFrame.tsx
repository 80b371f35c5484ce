import type { ReactNode } from 'react';
import { Button } from '#components/Button.tsx';
import { ErrorLine, ErrorPane } from '#components/ErrorPane.tsx';
import { Skeleton } from '#components/Loading.tsx';
import type { Failure, ViewReport } from '#engine/protocol.ts';
import { askAgain } from '#state/answers.ts';
import { resetOptions } from '#state/options.ts';
import styles from './ViewFrame.module.css';

interface ViewFrameProps {
  readonly report: ViewReport;
  /** A newer answer is on its way. */
  readonly pending: boolean;
  readonly failure: Failure | undefined;
  /** The picture; nothing before the first answer. */
  readonly children: ReactNode;
}

/** What every view has around its picture: bars before the first answer, the last answer while a question fails. */
export function ViewFrame({ report, pending, failure, children }: ViewFrameProps) {
  const empty = children === undefined || children === null || children === false;
  return (
    <div className={styles.frame} aria-busy={pending}>
      {failure !== undefined && !empty && <ErrorLine sentence={failure.message} />}
      {empty && failure !== undefined && <Failed report={report} failure={failure} />}
      {empty && failure === undefined && <Skeleton />}
      {!empty && <div className={styles.picture}>{children}</div>}
    </div>
  );
}

function Failed({ report, failure }: { readonly report: ViewReport; readonly failure: Failure }) {
  return (
    <ErrorPane sentence={failure.message} advice={ADVICE[failure.cause]}>
      <Button kind="plain" onClick={resetOptions}>
        Remove all refinements
      </Button>
      <Button kind="plain" onClick={() => askAgain(report)}>
        Try again
      </Button>
    </ErrorPane>
  );
}

const ADVICE: Record<Failure['cause'], string> = {
  question: 'Correct the refinement above, or remove it.',
  time: 'A simpler pattern, or fewer nodes, may do.',
  memory: 'Close other files or tabs, then try again.',
  cancelled: 'It was given up before it was done.',
  file: 'The file may be cut short or damaged. Save it once more.',
  fetch: 'It was not fetched.',
  bug: 'This is our mistake. Try again; other views and files go on.',
};
