import { useState } from 'react';
import { Button } from '#components/Button.tsx';
import { Lines } from '#components/Lines.tsx';
import { Text } from '#components/Name.tsx';
import type { SomeLines } from '#engine/protocol.ts';
import { counted, groupedDigits } from '#model/count.ts';
import { askOnce, useReport } from '#state/answers.ts';
import { copyNames } from './copyNames.ts';
import { lineOf, useLineWindow } from './useLineWindow.ts';
import { ViewFrame } from './ViewFrame.tsx';
import styles from './TextView.module.css';

interface TextViewProps {
  readonly report: 'raw' | 'comments';
  readonly title: string;
  /** What to say where there is no line. */
  readonly nothing: string;
}

/** A report that is text, as the command prints it. */
export function TextView({ report, title, nothing }: TextViewProps) {
  const { lines, onSee } = useLineWindow();
  const { answer, pending, failure } = useReport<'raw' | 'comments'>(report, { lines });
  return (
    <ViewFrame report={report} pending={pending} failure={failure}>
      {answer !== undefined && answer.text.count === 0 && <p className={styles.nothing}>{nothing}</p>}
      {answer !== undefined && answer.text.count > 0 && (
        <div className={styles.view}>
          <div className={styles.bar}>
            <p className={styles.count}>{counted(answer.text.count, 'line')}</p>
            <Copy report={report} text={answer.text} />
          </div>
          <div className={styles.rest}>
            <Lines label={title} count={answer.text.count} line={(at) => <Line text={lineOf(answer.text, at)} />} onSee={onSee} />
          </div>
        </div>
      )}
    </ViewFrame>
  );
}

/** A line is cut where nobody reads on. */
const LONGEST = 4000;

function Line({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return null;
  return text.length > LONGEST ? (
    <>
      <Text text={text.slice(0, LONGEST)} />…
    </>
  ) : (
    <Text text={text} />
  );
}

/** More are for a file: `proflens -raw -output=FILE`. */
const MOST_COPIED = 200_000;

function Copy({ report, text: { count } }: { readonly report: TextViewProps['report']; readonly text: SomeLines }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    const reply = await askOnce<'raw' | 'comments'>(report, { lines: { begin: 0, end: count } });
    if (reply?.report !== 'raw' && reply?.report !== 'comments') return setSaid('Not copied');
    copyNames([`${reply.text.lines.join('\n')}\n`]);
    setSaid('Copied');
  };
  return (
    <>
      <output className={styles.count}>{said}</output>
      <Button disabled={count > MOST_COPIED} title={count > MOST_COPIED ? `More than ${groupedDigits(MOST_COPIED)} lines: the command writes them to a file` : 'All lines'} onClick={() => void copy()}>
        Copy
      </Button>
    </>
  );
}
