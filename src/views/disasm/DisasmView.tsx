import { useEffect, useState } from 'react';
import { DisasmListing } from '#components/DisasmListing.tsx';
import type { Place } from '#components/Lines.tsx';
import type { SomeDisasm } from '#engine/protocol.ts';
import { counted, groupedDigits } from '#model/count.ts';
import type { Int64 } from '#model/int64.ts';
import { percentage } from '#model/units.ts';
import type { DisasmRow } from '#reports/disasmRows.ts';
import { formatValue } from '#reports/subject.ts';
import { useReport } from '#state/answers.ts';
import { fetchCode, useCodeServer } from '#state/code.ts';
import { point, type Pointed } from '#state/pointed.ts';
import { useSession } from '#state/session.ts';
import { useViewActions } from '#state/viewActions.ts';
import { FunctionMenu } from '#views/FunctionMenu.tsx';
import { CodeBar } from '#views/source/CodeBar.tsx';
import { HotLines, useHotLines } from '#views/source/HotLines.tsx';
import { isWrongFind, useFoundRows } from '#views/source/useFoundRows.ts';
import { useListed } from '#views/source/useListed.ts';
import { lineOf, useLineWindow } from '#views/useLineWindow.ts';
import { ViewFrame } from '#views/ViewFrame.tsx';
import styles from '#views/source/SourceView.module.css';

/** Addresses of functions with what each costs, and where they come from. */
export function DisasmView() {
  const listed = useListed();
  const find = useSession((session) => session.find);
  const { lines, onSee } = useLineWindow();
  const hasServer = useCodeServer(({ server }) => server !== undefined);
  const { answer, pending, failure } = useReport('disasm', { at: listed.at, find, hasServer, lines });
  const report = answer?.disasm;
  useEffect(() => {
    if (report !== undefined && report.wanted.length > 0) void fetchCode(report.wanted);
  }, [report]);
  const wrongFind = isWrongFind(failure);
  return (
    <div className={styles.view}>
      <CodeBar label="Disassemble" listed={listed} failed={failure?.cause === 'question' && !wrongFind}>
        {report !== undefined && <p className={styles.count}>{extentOf(report)}</p>}
      </CodeBar>
      <div className={styles.rest}>
        <ViewFrame report="disasm" pending={pending} failure={failure}>
          {report !== undefined && <Rows key={JSON.stringify(listed.at)} report={report} listed={listed} onSee={onSee} find={find} wrongFind={wrongFind} />}
        </ViewFrame>
      </div>
    </div>
  );
}

function extentOf({ functions, chosen }: SomeDisasm): string {
  return functions < chosen ? `The hottest ${groupedDigits(functions)} of ${groupedDigits(chosen)} functions` : counted(functions, 'function');
}

interface RowsProps {
  readonly report: SomeDisasm;
  readonly listed: ReturnType<typeof useListed>;
  readonly onSee: (first: number, last: number) => void;
  readonly find: string;
  readonly wrongFind: boolean;
}

/** How one comes by what the profile does not hold. */
const NO_INSTRUCTIONS = 'A profile holds addresses, no instructions. Where the program and binutils are, the command shows them here: ';

function Advice({ withCode, wanted, problem }: SomeDisasm) {
  if (withCode > 0 || wanted.length > 0) return null;
  return (
    <p className={styles.advice}>
      {problem === '' ? (
        <>
          {NO_INSTRUCTIONS}
          <code>proflens PROGRAM FILE</code>
        </>
      ) : (
        `There are no instructions: ${problem}.`
      )}
    </p>
  );
}

function Rows({ report, listed, onSee, find, wrongFind }: RowsProps) {
  const selected = useSession((session) => session.selected);
  const [cursor, setCursor] = useState(0);
  const [reveal, setReveal] = useState<{ row: number; align: 'center' | 'nearest' }>();
  const [menu, setMenu] = useState<Place & { fn: string }>();
  const goTo = (row: number, align: 'center' | 'nearest' = 'center') => {
    setCursor(row);
    setReveal({ row, align });
  };
  const hot = useHotLines(report.hot, goTo);
  const toFound = useFoundRows(report.found, find, wrongFind, cursor, goTo);
  useViewActions({ step: toFound, hot: hot.step });
  const row = lineOf(report, cursor);
  useEffect(() => point(row === undefined ? undefined : pointedAt(report, row)), [report, row]);
  if (report.count === 0) return <p className={styles.nothing}>{nothingIn(listed, report)}</p>;
  return (
    <div className={styles.listing}>
      <div className={styles.status}>
        <HotLines name="address" count={report.hot.length} at={hot.at} onStep={hot.step} />
        <Advice {...report} />
      </div>
      <div className={styles.lines}>
        <DisasmListing
          count={report.count}
          rowAt={(at) => lineOf(report, at)}
          print={(value) => formatValue(report, value, report.unit)}
          total={report.total}
          hot={report.hot}
          isSelected={(fn) => selected.has(fn)}
          find={find}
          cursor={cursor}
          reveal={reveal}
          onCursor={setCursor}
          onJump={goTo}
          onSee={onSee}
          onSelect={listed.select}
          onMenu={(fn, at) => setMenu({ fn, ...at })}
        />
      </div>
      {menu !== undefined && <FunctionMenu functions={[menu.fn]} at={menu} onClose={() => setMenu(undefined)} />}
    </div>
  );
}

function nothingIn({ at }: RowsProps['listed'], { total }: SomeDisasm): string {
  if (Number(total) === 0) return 'The profile has no samples of this type.';
  if (at.kind === 'hottest') return 'The profile has no addresses.';
  return 'What is selected has no addresses of its own: it is inlined everywhere, or not in what is shown.';
}

function pointedAt(report: SomeDisasm, row: DisasmRow): Pointed {
  const cost = (title: string, value: Int64) => `${title} ${formatValue(report, value, report.unit)}, ${percentage(value, report.total).trim()}`;
  const costs = [cost('flat', row.flat), cost('cum', row.cum)];
  if (row.kind === 'function') return { callers: [], name: row.names[0], place: '', facts: costs };
  return { callers: [], name: row.routine, place: `${row.file}:${row.line}`, facts: [`0x${row.address.toString(16)}`, ...costs] };
}
