import { useEffect, useMemo, useRef, useState } from 'react';
import { Name } from '#components/Name.tsx';
import { Share } from '#components/Share.tsx';
import { Table, type Column } from '#components/Table.tsx';
import { useWidth } from '#components/useWidth.ts';
import { groupedDigits } from '#model/count.ts';
import type { Int64 } from '#model/int64.ts';
import { percentage } from '#model/units.ts';
import { formatValue } from '#reports/subject.ts';
import type { TreeReport } from '#reports/tree.ts';
import { point, type Pointed } from '#state/pointed.ts';
import { useSession } from '#state/session.ts';
import { setFound, useViewActions } from '#state/viewActions.ts';
import { entryRows, flatSums, functionAt, type EntryRow } from './entryRows.ts';
import { FunctionMenu } from './FunctionMenu.tsx';
import { useMatcher } from './useMatcher.ts';
import styles from './EntryTable.module.css';

interface EntryTableProps {
  readonly label: string;
  readonly report: TreeReport;
  readonly signed: boolean;
  /** What to say where there is no entry. */
  readonly nothing: string;
  /** A press on a line. */
  readonly onPick: (row: EntryRow, how: 'replace' | 'add' | 'remove') => void;
  /** Enter on a line, and what a menu offers first. */
  readonly go: { readonly title: string; readonly to: (row: EntryRow) => void };
  /** Takes one step back; false where there is none. */
  readonly back?: () => boolean;
}

/** Pixels that all numbers of an entry and of a call need beside each other. */
const WIDE = 960;
/** Pixels of a character of the table's font, and of a cell's padding. */
const CHARACTER = 7.3;
const PADDING = 17;
const SHARE = 'clamp(72px, 8cqi, 100px)';

type EntryColumn = 'flat' | 'flatShare' | 'sum' | 'cum' | 'cumShare' | 'calls' | 'callsShare' | 'weight' | 'weightShare' | 'name';

const OF_CALLS = 'What the calls cost, as a share of the entry that they lead into or out of';

/** Where there is no room, an entry's cum and the weight of its calls share a column: they are parts of it. */
function columnsFor(report: TreeReport, wide: boolean): Column[] {
  const longest = Math.max(8, formatValue(report, report.total, report.unit).length);
  const value = `${Math.ceil(longest * CHARACTER) + PADDING}px`;
  const number = (id: EntryColumn, title: string, width: string, help?: string): Column => ({ id, title, width, numeric: true, help });
  const name: Column = { id: 'name', title: 'Name', width: 'minmax(144px, 1fr)', numeric: false };
  if (!wide) return [number('flat', 'Flat', value), number('weight', 'Cum, calls', value), number('weightShare', 'Share', SHARE, 'Of an entry: of the total. Of a call: of its entry'), name];
  return [
    number('flat', 'Flat', value),
    number('flatShare', 'Flat %', SHARE),
    number('sum', 'Sum %', '76px'),
    number('cum', 'Cum', value),
    number('cumShare', 'Cum %', SHARE),
    number('calls', 'Calls', value),
    number('callsShare', 'Calls %', SHARE, OF_CALLS),
    name,
  ];
}

/** Entries between those that call them and those that they call. */
export function EntryTable({ label, report, signed, nothing, onPick, go, back }: EntryTableProps) {
  const around = useRef<HTMLDivElement>(null);
  const width = useWidth(around);
  const columns = useMemo(() => columnsFor(report, width >= WIDE), [report, width]);
  const rows = useMemo(() => entryRows(report), [report]);
  const sums = useMemo(() => flatSums(report), [report]);
  const selected = useSession((session) => session.selected);
  const find = useSession((session) => session.find);
  const { matches, error } = useMatcher(find);
  const found = useMemo(() => matches && rows.flatMap(({ node }, at) => (matches(report.nodes.name[node]) ? [at] : [])), [rows, matches, report]);
  const [reveal, setReveal] = useState<{ row: number; align?: 'center' }>();
  // What it is about is taken down when it opens: rows may be others while it stands there.
  const [menu, setMenu] = useState<{ fn: string; goThere: () => void; x: number; y: number }>();
  // What is looked at changes: the first entry shall be in sight, and the keyboard on it.
  useEffect(() => {
    const entry = rows.findIndex(({ kind }) => kind === 'entry');
    if (entry >= 0) setReveal({ row: entry, align: 'center' });
  }, [rows]);
  useEffect(() => {
    const at = found?.indexOf(reveal?.row ?? -1) ?? -1;
    const of = groupedDigits(found?.length ?? 0);
    setFound(error !== '' ? 'not a pattern' : found === undefined ? '' : at < 0 ? of : `${groupedDigits(at + 1)} of ${of}`);
    return () => setFound('');
  }, [error, found, reveal]);
  useViewActions({
    step: (by) => {
      if (found === undefined || found.length === 0) return;
      const from = reveal?.row ?? 0;
      const next = by === 1 ? found.find((row) => row > from) : found.findLast((row) => row < from);
      setReveal({ row: next ?? found[by === 1 ? 0 : found.length - 1] });
    },
    back,
  });

  const cell = (at: number, column: string) => {
    const row = rows[at];
    if (column === 'name') return <EntryName report={report} row={row} find={find} />;
    const { value, of } = numberIn(report, row, column as EntryColumn, sums);
    if (value === undefined) return null;
    if (column === 'sum') return percentage(value, of).trim();
    return column.endsWith('Share') ? <Share value={value} total={of} signed={signed} /> : formatValue(report, value, report.unit);
  };
  return (
    <div ref={around} className={styles.around}>
      <Table
        label={label}
        columns={columns}
        count={rows.length}
        nothing={nothing}
        cell={cell}
        look={(at) => (at > 0 && rows[at].entry !== rows[at - 1].entry ? `${styles[rows[at].kind]} ${styles.first}` : styles[rows[at].kind])}
        isSelected={(at) => selected.has(functionAt(report, rows[at]))}
        onSelect={(places, how) => places.length === 1 && onPick(rows[places[0]], how)}
        onEnter={(at) => go.to(rows[at])}
        onPoint={(at) => point(at === undefined ? undefined : pointedAt(report, rows[at]))}
        onMenu={(at, place) => setMenu({ fn: functionAt(report, rows[at]), goThere: () => go.to(rows[at]), ...place })}
        reveal={reveal}
      />
      {menu !== undefined && (
        <FunctionMenu functions={[menu.fn]} at={menu} onClose={() => setMenu(undefined)} more={[{ title: go.title, key: 'Enter', onPick: menu.goThere }]} />
      )}
    </div>
  );
}

/** The number of a line in a column and what its share is of; none where the column is not the line's. */
function numberIn({ nodes, callers, callees, total }: TreeReport, { kind, entry, call }: EntryRow, column: EntryColumn, sums: readonly Int64[]): { value?: Int64; of: Int64 } {
  if (kind !== 'entry') {
    const { weight } = kind === 'caller' ? callers : callees;
    const isCalls = column === 'calls' || column === 'callsShare' || column === 'weight' || column === 'weightShare';
    return isCalls ? { value: weight[call], of: nodes.cum[entry] } : { of: 0 };
  }
  switch (column) {
    case 'flat':
    case 'flatShare':
      return { value: nodes.flat[entry], of: total };
    case 'sum':
      return { value: sums[entry], of: total };
    case 'cum':
    case 'cumShare':
    case 'weight':
    case 'weightShare':
      return { value: nodes.cum[entry], of: total };
    default:
      return { of: 0 };
  }
}

function EntryName({ report, row, find }: { readonly report: TreeReport; readonly row: EntryRow; readonly find: string }) {
  const { nodes } = report;
  const inlined = isInlined(report, row);
  return (
    <span className={styles.name} data-inlined={inlined || undefined}>
      {row.kind !== 'entry' && <span className={styles.unseen}>{row.kind === 'caller' ? 'called by ' : 'calls '}</span>}
      <Name name={nodes.name[row.node]} fn={nodes.fn[row.node]} find={find} />
      {inlined && <span className={styles.mark}> (inline)</span>}
    </span>
  );
}

function isInlined({ callers, callees }: TreeReport, { kind, call }: EntryRow): boolean {
  return kind !== 'entry' && (kind === 'caller' ? callers : callees).inlined[call] === 1;
}

function pointedAt(report: TreeReport, row: EntryRow): Pointed {
  const { nodes, callers, callees, total, unit } = report;
  const cost = (title: string, value: Int64, of: Int64) => `${title} ${formatValue(report, value, unit)}, ${percentage(value, of).trim()}`;
  const ofEntry = (of: string) => ` of ${of}`;
  const facts =
    row.kind === 'entry'
      ? [cost('flat', nodes.flat[row.entry], total), cost('cum', nodes.cum[row.entry], total)]
      : [cost('calls', (row.kind === 'caller' ? callers : callees).weight[row.call], nodes.cum[row.entry]) + ofEntry(row.kind === 'caller' ? 'what it calls here' : 'its caller')];
  return { callers: row.kind === 'callee' ? [nodes.name[row.entry]] : [], name: nodes.name[row.node], place: nodes.fn[row.node] === nodes.name[row.node] ? nodes.file[row.node] : '', facts };
}
