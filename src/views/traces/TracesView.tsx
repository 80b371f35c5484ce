import { useCallback, useState } from 'react';
import { Lines } from '#components/Lines.tsx';
import { Name, Text } from '#components/Name.tsx';
import type { SomeTraces } from '#engine/protocol.ts';
import { groupedDigits } from '#model/count.ts';
import { percentage } from '#model/units.ts';
import type { TraceFrame, TraceLine } from '#reports/traces.ts';
import { formatValue } from '#reports/subject.ts';
import { useReport } from '#state/answers.ts';
import { selectFunctions, useSession } from '#state/session.ts';
import { FunctionMenu } from '#views/FunctionMenu.tsx';
import { lineOf, useLineWindow } from '#views/useLineWindow.ts';
import { ViewFrame } from '#views/ViewFrame.tsx';
import styles from './TracesView.module.css';

type Order = 'file' | 'value';

/** The samples one by one, each with its labels and its stack from the leaf up. */
export function TracesView() {
  const [order, setOrder] = useState<Order>('file');
  const { lines, onSee } = useLineWindow();
  const { answer, pending, failure } = useReport('traces', { order, lines });
  return (
    <ViewFrame report="traces" pending={pending} failure={failure}>
      {answer !== undefined && answer.traces.traces === 0 && <p className={styles.nothing}>No sample has a stack.</p>}
      {answer !== undefined && answer.traces.traces > 0 && <Traces key={order} report={answer.traces} order={order} onOrder={setOrder} onSee={onSee} />}
    </ViewFrame>
  );
}

interface TracesProps {
  readonly report: SomeTraces;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  readonly onSee: (first: number, last: number) => void;
}

function Traces({ report, order, onOrder, onSee }: TracesProps) {
  const selected = useSession((session) => session.selected);
  const find = useSession((session) => session.find);
  const [menu, setMenu] = useState<{ fn: string; x: number; y: number }>();
  const isFirst = useCallback((at: number) => at > 0 && lineOf(report, at)?.isFirst === true, [report]);
  const frameAt = (at: number): TraceFrame | undefined => {
    const line = lineOf(report, at);
    return line?.kind === 'frame' ? line.frame : undefined;
  };
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <p className={styles.count}>{`${groupedDigits(report.traces)} ${report.traces === 1 ? 'stack' : 'stacks'}`}</p>
        <label className={styles.order}>
          Order{' '}
          <select className={styles.select} value={order} onChange={(event) => onOrder(event.target.value === 'value' ? 'value' : 'file')}>
            <option value="file">of the file</option>
            <option value="value">greatest first</option>
          </select>
        </label>
      </div>
      <div className={styles.rest}>
        <Lines
          label="Traces"
          count={report.count}
          begins={isFirst}
          line={(at) => <Line report={report} line={lineOf(report, at)} selected={selected} find={find} />}
          onSee={onSee}
          onMenu={(at, place) => {
            const frame = frameAt(at);
            if (frame !== undefined) setMenu({ fn: functionOf(frame), ...place });
          }}
        />
      </div>
      {menu !== undefined && <FunctionMenu functions={[menu.fn]} at={menu} onClose={() => setMenu(undefined)} />}
    </div>
  );
}

function functionOf({ fn, name }: TraceFrame): string {
  return fn || name;
}

interface LineProps {
  readonly report: SomeTraces;
  readonly line: TraceLine | undefined;
  readonly selected: ReadonlySet<string>;
  readonly find: string;
}

function Line({ report, line, selected, find }: LineProps) {
  if (line === undefined) return null;
  if (line.kind === 'label') {
    return (
      <>
        <span className={styles.value} />
        <span className={styles.label}>
          <Text text={`${line.label.key}: ${line.label.text}`} />
        </span>
      </>
    );
  }
  const { frame, value } = line;
  return (
    <>
      <span className={styles.value} title={value === undefined ? undefined : `${percentage(value, report.total).trim()} of total`}>
        {value !== undefined && formatValue(report, value, report.unit)}
      </span>
      <button type="button" tabIndex={-1} className={styles.frame} aria-pressed={selected.has(functionOf(frame))} onClick={() => selectFunctions(selected.has(functionOf(frame)) ? [] : [functionOf(frame)])}>
        <Name name={frame.name} fn={frame.fn} find={find} />
        {frame.inlined && <span className={styles.mark}> (inline)</span>}
      </button>
    </>
  );
}
