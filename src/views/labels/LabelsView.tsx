import { useEffect, useMemo, useState } from 'react';
import { Button } from '#components/Button.tsx';
import { ContextMenu, type MenuItem } from '#components/ContextMenu.tsx';
import { Text } from '#components/Name.tsx';
import { Share } from '#components/Share.tsx';
import { Table, type Column } from '#components/Table.tsx';
import { counted, groupedDigits } from '#model/count.ts';
import type { Int64 } from '#model/int64.ts';
import { withLabelIgnored } from '#model/labelFilter.ts';
import { percentage } from '#model/units.ts';
import { visibleText } from '#model/visibleText.ts';
import type { LabelsReport } from '#reports/labels.ts';
import { formatValue } from '#reports/subject.ts';
import { useReport } from '#state/answers.ts';
import { setOptions, setView, useAddress } from '#state/options.ts';
import { point } from '#state/pointed.ts';
import { useSession } from '#state/session.ts';
import { setFound } from '#state/viewActions.ts';
import { copyNames } from '#views/copyNames.ts';
import { ViewFrame } from '#views/ViewFrame.tsx';
import { FunctionLabelsTable } from './FunctionLabelsTable.tsx';
import { labelLines, type Line } from './labelRows.ts';
import styles from './LabelsView.module.css';

/** What samples are labelled with, and what those of each value cost; of a key that one opens, by function. */
export function LabelsView() {
  const [key, setKey] = useState<string>();
  return key === undefined ? <AllLabels onFunctions={setKey} /> : <FunctionLabelsTable labelKey={key} onBack={() => setKey(undefined)} />;
}

function AllLabels({ onFunctions }: { readonly onFunctions: (key: string) => void }) {
  const find = useSession((session) => session.find);
  const [open, setOpen] = useState<readonly string[]>([]);
  const { answer, pending, failure } = useReport('labels', { find, open });
  const labels = answer?.labels;
  useEffect(() => {
    setFound(find === '' || labels === undefined ? '' : failure !== undefined ? 'not a pattern' : `${groupedDigits(labels.found)} of ${groupedDigits(labels.count)}`);
    return () => setFound('');
  }, [find, labels, failure]);
  return (
    <ViewFrame report="labels" pending={pending} failure={failure}>
      {labels !== undefined && labels.count === 0 && <NoLabels />}
      {labels !== undefined && labels.count > 0 && <Labels report={labels} signed={answer?.summary.signed === true} onOpen={(key) => setOpen([...open, key])} onFunctions={onFunctions} />}
    </ViewFrame>
  );
}

function NoLabels() {
  return (
    <div className={styles.none}>
      <h2>No sample has a label</h2>
      <p>A Go program labels what it does with pprof.Do: a request, a tenant, a shard. Heap profiles have the sizes of objects by themselves.</p>
    </div>
  );
}

const SHARE = 'clamp(84px, 24cqi, 240px)';
const CHARACTER = 7.3;
const PADDING = 17;

function columnsFor(report: LabelsReport): Column[] {
  const longest = Math.max(8, formatValue(report, report.total, report.unit).length + 2);
  return [
    { id: 'value', title: 'Value', width: `${Math.ceil(longest * CHARACTER) + PADDING}px`, numeric: true },
    { id: 'share', title: 'Share', width: SHARE, numeric: true, help: 'Of the total' },
    { id: 'label', title: 'Label', width: 'minmax(144px, 1fr)', numeric: false },
  ];
}

interface LabelsProps {
  readonly report: LabelsReport;
  readonly signed: boolean;
  readonly onOpen: (key: string) => void;
  readonly onFunctions: (key: string) => void;
}

function Labels({ report, signed, onOpen, onFunctions }: LabelsProps) {
  const columns = useMemo(() => columnsFor(report), [report]);
  const lines = useMemo(() => labelLines(report), [report]);
  const [menu, setMenu] = useState<{ line: Line; x: number; y: number }>();
  const pick = (line: Line) => {
    if (line.kind === 'left') onOpen(line.key.key);
    else if (line.kind === 'row') focus(line.row.filter);
    else {
      point(undefined);
      onFunctions(line.key.key);
    }
  };
  const cell = (at: number, column: string) => {
    const line = lines[at];
    const value = line.kind === 'key' ? line.key.total : line.kind === 'row' ? line.row.value : undefined;
    if (column === 'label') return <Label line={line} onFunctions={onFunctions} />;
    if (value === undefined) return null;
    return column === 'value' ? formatValue(report, value, report.unit) : <Share value={value} total={report.total} signed={signed} />;
  };
  return (
    <>
      <Table
        label="Labels"
        columns={columns}
        count={lines.length}
        nothing="No label has this in its key or value."
        cell={cell}
        look={(at) => styles[lines[at].kind]}
        isSelected={() => false}
        onSelect={(places) => places.length === 1 && pick(lines[places[0]])}
        onEnter={(at) => pick(lines[at])}
        onPoint={(at) => point(at === undefined ? undefined : pointedAt(report, lines[at]))}
        onMenu={(at, place) => lines[at].kind !== 'left' && setMenu({ line: lines[at], ...place })}
      />
      {menu?.line.kind === 'row' && <ContextMenu label={`${menu.line.key.key}: ${menu.line.row.text}`} at={menu} items={itemsFor(menu.line)} onClose={() => setMenu(undefined)} />}
      {menu?.line.kind === 'key' && <ContextMenu label={menu.line.key.key} at={menu} items={itemsForKey(menu.line.key.key, onFunctions)} onClose={() => setMenu(undefined)} />}
    </>
  );
}

function Label({ line, onFunctions }: { readonly line: Line; readonly onFunctions: (key: string) => void }) {
  const { key, count, kind, left } = line.key;
  if (line.kind === 'key') {
    return (
      <span className={styles.label}>
        <Text text={key === '' ? '(no key)' : key} />
        <span className={styles.note}>{` ${counted(count, kind === 'ranges' ? 'number' : 'value')}`}</span>
        <span className={styles.actions}>
          <Button tabIndex={-1} title="What each function costs for each value (Enter)" onClick={(event) => act(event, () => onFunctions(key))}>
            By function
          </Button>
          {canSplit(key) && (
            <Button tabIndex={-1} title="A flame graph with a root for each value" onClick={(event) => act(event, () => split(key))}>
              Split flame graph
            </Button>
          )}
        </span>
      </span>
    );
  }
  if (line.kind === 'left') return <span className={styles.label}>{kind === 'ranges' ? `List all ${groupedDigits(left)} one by one` : `${groupedDigits(left)} more`}</span>;
  const { text, filter } = line.row;
  return (
    <span className={styles.label}>
      <span className={styles.text}>{text === '' ? '(empty)' : <Text text={text} />}</span>
      {filter !== '' && (
        <span className={styles.actions}>
          <Button tabIndex={-1} title="Only samples with this label (Enter)" onClick={(event) => act(event, () => focus(filter))}>
            Focus
          </Button>
          <Button tabIndex={-1} title="No samples with this label" onClick={(event) => act(event, () => ignore(filter))}>
            Ignore
          </Button>
        </span>
      )}
    </span>
  );
}

function act(event: { stopPropagation: () => void }, does: () => void): void {
  event.stopPropagation();
  does();
}

function focus(filter: string): void {
  if (filter !== '') setOptions({ tagFocus: filter });
}

function ignore(filter: string): void {
  setOptions({ tagIgnore: withLabelIgnored(useAddress.getState().options.tagIgnore, filter) });
}

/** Keys are parted by commas where labels become frames. */
function canSplit(key: string): boolean {
  return key !== '' && !key.includes(',');
}

function split(key: string): void {
  setOptions({ tagRoot: key });
  setView('flame');
}

function itemsForKey(key: string, onFunctions: (key: string) => void): MenuItem[][] {
  const splitting = { title: 'Split flame graph', onPick: () => split(key) };
  return [[{ title: 'By function', key: 'Enter', onPick: () => onFunctions(key) }, ...(canSplit(key) ? [splitting] : [])], [{ title: 'Copy', key: 'c', onPick: () => copyNames([key]) }]];
}

function itemsFor({ row: { text, filter } }: Extract<Line, { kind: 'row' }>): MenuItem[][] {
  const refining = [
    { title: 'Focus', key: 'f', onPick: () => focus(filter) },
    { title: 'Ignore', key: 'i', onPick: () => ignore(filter) },
  ];
  return [filter === '' ? [] : refining, [{ title: 'Copy', key: 'c', onPick: () => copyNames([text]) }]].filter((group) => group.length > 0);
}

function pointedAt(report: LabelsReport, line: Line) {
  const cost = (value: Int64) => `${formatValue(report, value, report.unit)}, ${percentage(value, report.total).trim()}`;
  if (line.kind === 'left') return undefined;
  const value = line.kind === 'key' ? line.key.total : line.row.value;
  return { callers: [], name: visibleText(line.kind === 'key' ? line.key.key : `${line.key.key}: ${line.row.text}`), place: '', facts: [cost(value)] };
}
