import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '#components/Button.tsx';
import { Name, Text } from '#components/Name.tsx';
import { Share } from '#components/Share.tsx';
import { Table, type Column } from '#components/Table.tsx';
import { useWidth } from '#components/useWidth.ts';
import { counted, groupedDigits } from '#model/count.ts';
import { percentage } from '#model/units.ts';
import { visibleText } from '#model/visibleText.ts';
import type { FunctionLabels, LabelColumn } from '#reports/functionLabels.ts';
import { formatValue } from '#reports/subject.ts';
import { useReport } from '#state/answers.ts';
import { setOptions, setView } from '#state/options.ts';
import { point } from '#state/pointed.ts';
import { selectFunctions, useSession } from '#state/session.ts';
import { setFound, useViewActions } from '#state/viewActions.ts';
import { FunctionMenu } from '#views/FunctionMenu.tsx';
import { useMatcher } from '#views/useMatcher.ts';
import { ViewFrame } from '#views/ViewFrame.tsx';
import styles from './FunctionLabelsTable.module.css';

/** Pixels that names need, and a column of numbers. */
const NAMES = 300;
const NUMBERS = 96;
const MOST_COLUMNS = 12;

type By = 'flat' | 'cum';

/** What each function costs for each value of a label's key. */
export function FunctionLabelsTable({ labelKey, onBack }: { readonly labelKey: string; readonly onBack: () => void }) {
  const around = useRef<HTMLDivElement>(null);
  const width = useWidth(around);
  const [by, setBy] = useState<By>('cum');
  // The function's own column, others and none take three.
  const columns = Math.max(1, Math.min(MOST_COLUMNS, Math.floor((width - NAMES) / NUMBERS) - 3));
  const { answer, pending, failure } = useReport('functionLabels', { key: labelKey, columns, by });
  useViewActions({
    back: () => {
      onBack();
      return true;
    },
  });
  return (
    <div ref={around} className={styles.view}>
      <div className={styles.bar}>
        <Button icon="backward" title="All labels (Esc)" onClick={onBack}>
          Labels
        </Button>
        <h2 className={styles.title}>
          <Text text={labelKey === '' ? '(no key)' : labelKey} />
        </h2>
        <label className={styles.by}>
          Columns{' '}
          <select className={styles.select} value={by} onChange={(event) => setBy(event.target.value === 'flat' ? 'flat' : 'cum')}>
            <option value="cum">with callees (cum)</option>
            <option value="flat">own (flat)</option>
          </select>
        </label>
        {labelKey !== '' && !labelKey.includes(',') && (
          <Button
            onClick={() => {
              setOptions({ tagRoot: labelKey });
              setView('flame');
            }}
          >
            Split flame graph
          </Button>
        )}
      </div>
      <div className={styles.rest}>
        <ViewFrame report="functionLabels" pending={pending} failure={failure}>
          {answer !== undefined && <Functions report={answer.functions} by={by} signed={answer.summary.signed} />}
        </ViewFrame>
      </div>
    </div>
  );
}

const CHARACTER = 7.3;
const PADDING = 17;

function titleOf({ kind, text }: LabelColumn): string {
  if (kind === 'value') return text === '' ? '(empty)' : visibleText(text);
  return kind === 'others' ? `${groupedDigits(Number(text))} others` : 'without';
}

function columnsFor(report: FunctionLabels, by: By): Column[] {
  const longest = Math.max(8, formatValue(report, report.total, report.unit).length);
  const width = `${Math.ceil(longest * CHARACTER) + PADDING}px`;
  const ofLabel = report.columns.map((column, i): Column => ({ id: String(i), title: titleOf(column), width: `minmax(${width}, ${NUMBERS}px)`, numeric: true, help: `${titleOf(column)}: ${formatValue(report, column.value, report.unit)}, ${percentage(column.value, report.total).trim()}` }));
  return [
    { id: 'all', title: by === 'cum' ? 'Cum' : 'Flat', width, numeric: true, help: 'Of all samples' },
    ...ofLabel,
    { id: 'name', title: 'Name', width: 'minmax(144px, 1fr)', numeric: false },
  ];
}

function Functions({ report, by, signed }: { readonly report: FunctionLabels; readonly by: By; readonly signed: boolean }) {
  const columns = useMemo(() => columnsFor(report, by), [report, by]);
  const find = useSession((session) => session.find);
  const selected = useSession((session) => session.selected);
  const { matches, error } = useMatcher(find);
  const rows = useMemo(() => (matches === undefined ? report.rows : report.rows.filter(({ name }) => matches(name))), [report, matches]);
  const [menu, setMenu] = useState<{ x: number; y: number }>();
  const isSearching = matches !== undefined;
  useEffect(() => {
    setFound(error !== '' ? 'not a pattern' : isSearching ? `${groupedDigits(rows.length)} of ${groupedDigits(report.rows.length)}` : '');
    return () => setFound('');
  }, [error, isSearching, rows, report]);
  const functionAt = (at: number) => rows[at].fn || rows[at].name;
  const cell = (at: number, column: string) => {
    const row = rows[at];
    if (column === 'name') return <Name name={row.name} fn={row.fn} find={find} />;
    if (column === 'all') return formatValue(report, row[by], report.unit);
    const value = row.values[Number(column)];
    return Number(value) === 0 ? null : <Cell report={report} value={value} of={report.columns[Number(column)].value} signed={signed} />;
  };
  return (
    <>
      {report.count > report.rows.length && <p className={styles.left}>{`${counted(report.count - report.rows.length, 'function')} that cost least are not listed.`}</p>}
      <Table
        label={`Functions by ${visibleText(report.key)}`}
        columns={columns}
        count={rows.length}
        nothing={report.rows.length > 0 ? 'No function has this in its name.' : 'The refinements leave nothing.'}
        cell={cell}
        isSelected={(at) => selected.has(functionAt(at))}
        onSelect={(places, how) => {
          const names = places.map(functionAt);
          if (how === 'remove') selectFunctions([...selected].filter((name) => !names.includes(name)));
          else selectFunctions(how === 'add' ? [...selected, ...names] : names);
        }}
        onPoint={(at) => point(at === undefined ? undefined : pointedAt(report, rows[at]))}
        onMenu={(at, place) => {
          if (!selected.has(functionAt(at))) selectFunctions([functionAt(at)]);
          setMenu(place);
        }}
      />
      {menu !== undefined && <FunctionMenu functions={[...selected]} at={menu} onClose={() => setMenu(undefined)} />}
    </>
  );
}

/** The value, before a bar of what it is of all that has the label. */
function Cell({ report, value, of, signed }: { readonly report: FunctionLabels; readonly value: FunctionLabels['total']; readonly of: FunctionLabels['total']; readonly signed: boolean }) {
  return (
    <span title={`${percentage(value, of).trim()} of its column`}>
      <Share value={value} total={of} signed={signed} text={formatValue(report, value, report.unit)} />
    </span>
  );
}

function pointedAt(report: FunctionLabels, row: FunctionLabels['rows'][number]) {
  const cost = (title: string, value: FunctionLabels['total']) => `${title} ${formatValue(report, value, report.unit)}, ${percentage(value, report.total).trim()}`;
  return { callers: [], name: row.name, place: '', facts: [cost('flat', row.flat), cost('cum', row.cum)] };
}
