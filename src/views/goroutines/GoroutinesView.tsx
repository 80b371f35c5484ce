import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '#components/Button.tsx';
import type { MenuItem } from '#components/ContextMenu.tsx';
import { Icon } from '#components/Icon.tsx';
import { Name, Text } from '#components/Name.tsx';
import { Share } from '#components/Share.tsx';
import { Table, type Column, type Sort } from '#components/Table.tsx';
import { useWidth } from '#components/useWidth.ts';
import { counted, groupedDigits } from '#model/count.ts';
import { textLabelFilter } from '#model/labelFilter.ts';
import { percentage } from '#model/units.ts';
import type { GoroutineGroup, GoroutineSort, GoroutinesReport } from '#reports/goroutines.ts';
import { NO_STACK, NOT_TOLD, untold, waitText } from '#reports/goroutinesText.ts';
import { formatValue } from '#reports/subject.ts';
import { useReport } from '#state/answers.ts';
import { setOptions, useAddress } from '#state/options.ts';
import { point } from '#state/pointed.ts';
import { activeFile, selectFunctions, useSession } from '#state/session.ts';
import { setFound, useViewActions } from '#state/viewActions.ts';
import { copyNames } from '#views/copyNames.ts';
import { FunctionMenu } from '#views/FunctionMenu.tsx';
import { ViewFrame } from '#views/ViewFrame.tsx';
import { goroutineLines, stackText, type Line } from './goroutineRows.ts';
import { StateBar } from './StateBar.tsx';
import styles from './GoroutinesView.module.css';

const MOST_FREQUENT: GoroutineSort = { by: 'count', order: 'descending' };

/** Goroutines by what they do, and what blocks most of them. */
export function GoroutinesView() {
  const isTold = useSession((session) => {
    const file = activeFile(session);
    return file?.kind !== 'ready' || file.facts.hasGoroutines;
  });
  return isTold ? <Goroutines /> : <p className={styles.none}>This profile is not one of goroutines.</p>;
}

function Goroutines() {
  const find = useSession((session) => session.find);
  // Rows of groups hold for one set of options alone.
  const asked = useAddress(({ options, base }) => JSON.stringify([options, base]));
  const [opened, setOpened] = useState<{ asked: string; rows: readonly number[] }>({ asked, rows: [] });
  const open = opened.asked === asked ? opened.rows : NOTHING_OPEN;
  const [states, setStates] = useState<readonly string[]>([]);
  const [sort, setSort] = useState<GoroutineSort>(MOST_FREQUENT);
  const { answer, pending, failure } = useReport('goroutines', { find, states, sort, open });
  const report = answer?.goroutines;
  useEffect(() => {
    setFound(find === '' || report === undefined ? '' : failure !== undefined ? 'not a pattern' : `${groupedDigits(report.found)} of ${groupedDigits(report.count)}`);
    return () => setFound('');
  }, [find, report, failure]);
  return (
    <ViewFrame report="goroutines" pending={pending} failure={failure}>
      {report !== undefined && (
        <div className={styles.view}>
          {report.states.length > 0 && <StateBar report={report} chosen={states} onChoose={setStates} />}
          <Summary report={report} states={states} onAll={() => setStates([])} />
          <div className={styles.rest}>
            <Groups
              report={report}
              signed={answer?.summary.signed === true}
              find={find}
              sort={sort}
              onSort={setSort}
              onToggle={(row) => setOpened({ asked, rows: open.includes(row) ? open.filter((other) => other !== row) : [...open, row] })}
              onState={(state) => setStates([state])}
            />
          </div>
        </div>
      )}
    </ViewFrame>
  );
}

const NOTHING_OPEN: readonly number[] = [];

function Summary({ report, states, onAll }: { readonly report: GoroutinesReport; readonly states: readonly string[]; readonly onAll: () => void }) {
  const { count, found, foundValue, unit } = report;
  const groups = found === count ? counted(count, 'group') : `${groupedDigits(found)} of ${counted(count, 'group')}`;
  return (
    <div className={styles.summary}>
      <p role="status" aria-label="Listed">
        {`${formatValue(report, foundValue, unit)} ${Number(foundValue) === 1 ? 'goroutine' : 'goroutines'} in ${groups}`}
      </p>
      {states.length > 0 && (
        <>
          <Button onClick={onAll}>All states</Button>
          {states.length === 1 && states[0] !== '' && (
            <Button title="Only these goroutines, in all views" onClick={() => setOptions({ tagFocus: textLabelFilter('state', states[0]) })}>
              Focus
            </Button>
          )}
        </>
      )}
      {!report.isDump && (
        <p role="note" className={styles.untold}>
          {untold(report)}
        </p>
      )}
    </div>
  );
}

/** Pixels of the table from which states, and then creators, have a column of their own. */
const WIDE = 700;
const WIDEST = 1040;
const CHARACTER = 7.3;
const PADDING = 17;

type GroupColumn = GoroutineSort['by'] | 'share' | 'creator';

function columnsFor(report: GoroutinesReport, width: number): Column[] {
  const longest = Math.max(8, formatValue(report, report.total, report.unit).length);
  const state = Math.min(30, Math.max(10, ...report.states.map((one) => one.state.length)));
  const column = (id: GroupColumn, title: string, width: string, more: Partial<Column> = {}): Column => ({ id, title, width, numeric: false, ...more });
  return [
    column('count', 'Count', `${Math.ceil(longest * CHARACTER) + PADDING}px`, { numeric: true, firstOrder: 'descending', help: 'Goroutines with this stack in this state' }),
    column('share', 'Share', 'clamp(72px, 10cqi, 110px)', { numeric: true, firstOrder: 'descending', help: 'Of the total' }),
    ...(report.states.some(({ longestWait }) => longestWait > 0) ? [column('wait', 'Longest wait', '100px', { numeric: true, firstOrder: 'descending', help: 'Go tells whole minutes, from one on' })] : []),
    ...(report.isDump && width >= WIDE ? [column('state', 'State', `${Math.ceil(state * CHARACTER) + PADDING}px`)] : []),
    column('name', 'Goroutine', 'minmax(144px, 2fr)', { help: 'The function nearest to where it waits that is not of Go’s own' }),
    ...(report.isDump && width >= WIDEST ? [column('creator', 'Created by', 'minmax(144px, 1fr)')] : []),
  ];
}

const SORTED_BY: Readonly<Record<string, GoroutineSort['by']>> = { count: 'count', share: 'count', wait: 'wait', state: 'state', name: 'name' };

interface GroupsProps {
  readonly report: GoroutinesReport;
  readonly signed: boolean;
  readonly find: string;
  readonly sort: GoroutineSort;
  readonly onSort: (sort: GoroutineSort) => void;
  readonly onToggle: (row: number) => void;
  readonly onState: (state: string) => void;
}

function Groups({ report, signed, find, sort, onSort, onToggle, onState }: GroupsProps) {
  const around = useRef<HTMLDivElement>(null);
  const width = useWidth(around);
  const columns = useMemo(() => columnsFor(report, width), [report, width]);
  const lines = useMemo(() => goroutineLines(report), [report]);
  const selected = useSession((session) => session.selected);
  const [menu, setMenu] = useState<{ line: Line; x: number; y: number }>();
  const [reveal, setReveal] = useState<{ row: number }>();
  const groupRows = useMemo(() => lines.flatMap((line, at) => (line.kind === 'group' ? [at] : [])), [lines]);
  useViewActions({
    step: (by) => {
      const from = reveal?.row ?? -1;
      const next = by === 1 ? groupRows.find((row) => row > from) : groupRows.findLast((row) => row < from);
      if (groupRows.length > 0) setReveal({ row: next ?? groupRows[by === 1 ? 0 : groupRows.length - 1] });
    },
  });

  const pick = (line: Line, how: 'replace' | 'add' | 'remove') => {
    if (line.kind === 'group') onToggle(line.group.row);
    else if (line.kind === 'frame' && line.frame.fn !== '') {
      const { fn } = line.frame;
      if (how === 'remove') selectFunctions([...selected].filter((name) => name !== fn));
      else selectFunctions(how === 'add' ? [...selected, fn] : [fn]);
    }
  };
  const cell = (at: number, column: string) => {
    const line = lines[at];
    if (line.kind !== 'group') return column === 'name' ? <Detail line={line} find={find} /> : null;
    const { group } = line;
    switch (column as GroupColumn) {
      case 'count':
        return formatValue(report, group.value, report.unit);
      case 'share':
        return <Share value={group.value} total={report.total} signed={signed} />;
      case 'wait':
        return waitText(group.longestWait);
      case 'state':
        return <Text text={group.state || NOT_TOLD} />;
      case 'creator':
        return <Creators group={group} find={find} />;
      case 'name':
        return <GroupName group={group} find={find} withState={report.isDump && width < WIDE} />;
    }
  };
  return (
    <div ref={around} className={styles.around}>
      <Table
        label="Goroutines"
        columns={columns}
        count={lines.length}
        nothing={report.count > 0 ? 'No goroutine has this in its stack, state, creator or labels.' : 'The refinements leave nothing.'}
        cell={cell}
        look={(at) => styles[lines[at].kind]}
        expanded={(at) => {
          const line = lines[at];
          return line.kind === 'group' ? line.group.frames !== undefined : undefined;
        }}
        sort={{ column: sort.by, order: sort.order }}
        onSort={({ column, order }: Sort) => SORTED_BY[column] !== undefined && onSort({ by: SORTED_BY[column], order })}
        isSelected={(at) => isSelected(lines[at], selected)}
        onSelect={(places, how) => places.length === 1 && pick(lines[places[0]], how)}
        onEnter={(at) => pick(lines[at], 'replace')}
        onPoint={(at) => point(at === undefined ? undefined : pointedAt(report, lines[at]))}
        onMenu={(at, place) => setMenu({ line: lines[at], ...place })}
        reveal={reveal}
      />
      {menu !== undefined && menu.line.kind !== 'left' && <LineMenu line={menu.line} at={menu} onToggle={onToggle} onState={onState} onClose={() => setMenu(undefined)} />}
    </div>
  );
}

function isSelected(line: Line, selected: ReadonlySet<string>): boolean {
  return line.kind === 'frame' && selected.has(line.frame.fn);
}

function GroupName({ group, find, withState }: { readonly group: GoroutineGroup; readonly find: string; readonly withState: boolean }) {
  const [label] = group.labels;
  return (
    <span className={styles.name}>
      <Icon name={group.frames === undefined ? 'forward' : 'next'} />
      {withState && (
        <span className={styles.inline}>
          <Text text={group.state || NOT_TOLD} />
        </span>
      )}
      {group.at.name === '' ? NO_STACK : <Name name={group.at.name} fn={group.at.fn} find={find} />}
      {label !== undefined && (
        <span className={styles.label}>
          <Text text={`${label.key}=${label.values[0]?.text ?? ''}`} />
          {group.labels.length + label.values.length + label.left > 2 && ' …'}
        </span>
      )}
    </span>
  );
}

function Creators({ group: { creators }, find }: { readonly group: GoroutineGroup; readonly find: string }) {
  const [first] = creators.values;
  if (first === undefined) return null;
  const more = creators.values.length - 1 + creators.left;
  return (
    <span className={styles.name}>
      <Name name={first.text} find={find} />
      {more > 0 && <span className={styles.label}>{`and ${groupedDigits(more)} more`}</span>}
    </span>
  );
}

/** What stands below a group's own line. */
function Detail({ line, find }: { readonly line: Exclude<Line, { kind: 'group' }>; readonly find: string }) {
  switch (line.kind) {
    case 'left':
      return <span className={styles.more}>{`${groupedDigits(line.left)} more groups: find or choose a state to see them`}</span>;
    case 'said':
      return (
        <span className={styles.detail}>
          <span className={styles.key}>
            <Text text={`${line.key}: `} />
          </span>
          <Text text={line.text} />
        </span>
      );
    case 'frame':
      return (
        <span className={styles.detail}>
          <Name name={line.frame.name} fn={line.frame.fn} find={find} />
        </span>
      );
  }
}

interface LineMenuProps {
  readonly line: Exclude<Line, { kind: 'left' }>;
  readonly at: { readonly x: number; readonly y: number };
  readonly onToggle: (row: number) => void;
  readonly onState: (state: string) => void;
  readonly onClose: () => void;
}

/** What one can do with a frame, or with the function that stands for a group, and with its stack. */
function LineMenu({ line, at, onToggle, onState, onClose }: LineMenuProps) {
  const { group } = line;
  const isOpen = group.frames !== undefined;
  const fn = line.kind === 'frame' ? line.frame.fn : group.at.fn;
  const more: MenuItem[] = [
    { title: isOpen ? 'Close stack' : 'Open stack', ...(line.kind === 'group' && { key: 'Enter' }), onPick: () => onToggle(group.row) },
    ...(isOpen ? [{ title: 'Copy stack', onPick: () => copyNames([stackText(group)]) }] : []),
    ...(group.state === '' ? [] : [{ title: `Only “${group.state}”`, onPick: () => onState(group.state) }]),
  ];
  return <FunctionMenu functions={fn === '' ? [] : [fn]} at={at} more={more} onClose={onClose} />;
}

function pointedAt(report: GoroutinesReport, line: Line) {
  if (line.kind === 'left') return undefined;
  const { group } = line;
  const frame = line.kind === 'frame' ? line.frame : group.at;
  const facts = [`${formatValue(report, group.value, report.unit)}, ${percentage(group.value, report.total).trim()}`, group.state, group.longestWait > 0 ? `${waitText(group.longestWait)} at most` : ''];
  return { callers: [], name: frame.fn || frame.name || NO_STACK, place: frame.name.slice(frame.fn.length).trim(), facts: facts.filter((fact) => fact !== '') };
}
