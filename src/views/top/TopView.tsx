import { useEffect, useMemo, useState, type CSSProperties } from 'react';
import { Name } from '#components/Name.tsx';
import { Share } from '#components/Share.tsx';
import { Table, type Column, type Sort } from '#components/Table.tsx';
import { groupedDigits } from '#model/count.ts';
import { percentage } from '#model/units.ts';
import { formatValue } from '#reports/subject.ts';
import { Inlined, type TopReport } from '#reports/top.ts';
import { useReport } from '#state/answers.ts';
import { setOptions, useOptions } from '#state/options.ts';
import { point } from '#state/pointed.ts';
import { selectFunctions, useSession } from '#state/session.ts';
import { setFound, useViewActions } from '#state/viewActions.ts';
import { FunctionMenu } from '#views/FunctionMenu.tsx';
import { useMatcher } from '#views/useMatcher.ts';
import { ViewFrame } from '#views/ViewFrame.tsx';
import { functionOf, orderOf, runningSums, type TopColumn } from './topRows.ts';
import styles from './TopView.module.css';

/** Of the table's own width, within what the texts need. */
const SHARE = 'clamp(76px, 13cqi, 120px)';
const SUM = 'clamp(76px, 9cqi, 84px)';
/** Pixels of a character of the table's font, and of a cell's padding. */
const CHARACTER = 7.3;
const PADDING = 17;

/** The total is as long a text as nearly any value; a sign takes one more. */
function columnsFor(report: TopReport): Column[] {
  const longest = Math.max(8, formatValue(report, report.total, report.unit).length);
  const value = `${Math.ceil(longest * CHARACTER) + PADDING}px`;
  const number = (id: TopColumn, title: string, width: string): Column => ({ id, title, width, numeric: true, firstOrder: id === 'sum' ? 'ascending' : 'descending' });
  return [
    number('flat', 'Flat', value),
    number('flatShare', 'Flat %', SHARE),
    number('sum', 'Sum %', SUM),
    number('cum', 'Cum', value),
    number('cumShare', 'Cum %', SHARE),
    { id: 'name', title: 'Name', width: 'minmax(144px, 1fr)', numeric: false, firstOrder: 'ascending' },
  ];
}

const MARKS: Readonly<Record<number, string>> = { [Inlined.never]: '', [Inlined.partly]: ' (partial-inline)', [Inlined.always]: ' (inline)' };

/** Functions with their own cost and that of what they call. */
export function TopView() {
  const { answer, pending, failure } = useReport('top');
  return (
    <ViewFrame report="top" pending={pending} failure={failure}>
      {answer !== undefined && <TopTable report={answer.top} signed={answer.summary.signed} />}
    </ViewFrame>
  );
}

function TopTable({ report, signed }: { readonly report: TopReport; readonly signed: boolean }) {
  const { rows, total, unit } = report;
  const columns = useMemo(() => columnsFor(report), [report]);
  const find = useSession((session) => session.find);
  const selected = useSession((session) => session.selected);
  const reportOrder = useOptions((options) => options.sort);
  const [ownSort, setOwnSort] = useState<Sort>();
  const sort: Sort = ownSort ?? { column: reportOrder, order: 'descending' };
  const [menu, setMenu] = useState<{ x: number; y: number }>();
  const { matches, error } = useMatcher(find);
  const order = useMemo(
    () => orderOf(rows, { column: sort.column, order: sort.order }, matches && ((row) => matches(rows.name[row]) || matches(rows.file[row]))),
    [rows, sort.column, sort.order, matches],
  );
  const sums = useMemo(() => runningSums(rows, order), [rows, order]);
  const [reveal, setReveal] = useState(() => revealed(order.findIndex((row) => selected.has(functionOf(rows, row)))));

  const searching = matches !== undefined;
  useEffect(() => {
    setFound(error !== '' ? 'not a pattern' : searching ? `${groupedDigits(order.length)} of ${groupedDigits(rows.count)}` : '');
    return () => setFound('');
  }, [error, searching, order, rows]);
  useViewActions({ step: (by) => setReveal((at) => (order.length === 0 ? undefined : { row: ((at?.row ?? -1) + by + order.length) % order.length })) });

  const nameAt = (place: number) => functionOf(rows, order[place]);
  const onSelect = (places: readonly number[], how: 'replace' | 'add' | 'remove') => {
    const names = places.map(nameAt);
    if (how === 'replace') selectFunctions(names);
    else if (how === 'add') selectFunctions([...selected, ...names]);
    else selectFunctions([...selected].filter((name) => !names.includes(name)));
  };
  const onSort = (next: Sort) => {
    const reports = next.order === 'descending' && (next.column === 'flat' || next.column === 'cum') ? next.column : undefined;
    setOwnSort(reports === undefined ? next : undefined);
    if (reports !== undefined) setOptions({ sort: reports });
    setReveal({ row: 0 });
  };
  const onPoint = (place: number | undefined) => point(place === undefined ? undefined : pointedAt(report, order[place]));

  const cell = (place: number, column: string) => {
    const row = order[place];
    switch (column) {
      case 'flat':
        return formatValue(report, rows.flat[row], unit);
      case 'cum':
        return formatValue(report, rows.cum[row], unit);
      case 'flatShare':
        return <Share value={rows.flat[row]} total={total} signed={signed} />;
      case 'cumShare':
        return <Share value={rows.cum[row]} total={total} signed={signed} />;
      case 'sum':
        return percentage(sums[place], total).trim();
      default:
        return (
          <span className={styles.name} style={roomFor(MARKS[rows.inlined[row]])}>
            <Name name={rows.name[row]} fn={rows.fn[row]} find={find} />
            <span className={styles.mark}>{MARKS[rows.inlined[row]]}</span>
          </span>
        );
    }
  };
  return (
    <>
      <Table
        label="Top"
        columns={columns}
        count={order.length}
        nothing={rows.count > 0 ? 'No function has this in its name or file.' : Number(total) === 0 ? 'The profile has no samples of this type.' : 'The refinements leave nothing.'}
        cell={cell}
        sort={sort}
        onSort={onSort}
        isSelected={(place) => selected.has(nameAt(place))}
        onSelect={onSelect}
        onPoint={onPoint}
        onMenu={(place, at) => {
          if (!selected.has(nameAt(place))) selectFunctions([nameAt(place)]);
          setMenu(at);
        }}
        reveal={reveal}
      />
      {menu !== undefined && <FunctionMenu functions={[...selected]} at={menu} onClose={() => setMenu(undefined)} />}
    </>
  );
}

/** For the style sheet: what a name leaves free. */
function roomFor(mark: string): CSSProperties {
  const room: Record<`--${string}`, string> = { '--room': `${mark.length}ch` };
  return room;
}

function revealed(row: number): { row: number } | undefined {
  return row < 0 ? undefined : { row };
}

function pointedAt(report: TopReport, row: number) {
  const { rows, total, unit } = report;
  const cost = (title: string, value: TopReport['total']) => `${title} ${formatValue(report, value, unit)}, ${percentage(value, total).trim()}`;
  return { callers: [], name: rows.name[row], place: rows.file[row], facts: [cost('flat', rows.flat[row]), cost('cum', rows.cum[row])] };
}
