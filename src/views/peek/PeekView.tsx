import { FlameCallers } from '#components/FlameCallers.tsx';
import { PEEK_GRANULARITY } from '#engine/protocol.ts';
import { counted, groupedDigits } from '#model/count.ts';
import { GRANULARITIES, type Granularity } from '#model/options.ts';
import type { TreeReport } from '#reports/tree.ts';
import { useReport } from '#state/answers.ts';
import { setOptions, useOptions } from '#state/options.ts';
import { EntryTable } from '#views/EntryTable.tsx';
import { functionAt, type EntryRow } from '#views/entryRows.ts';
import { ViewFrame } from '#views/ViewFrame.tsx';
import { usePeek } from './usePeek.ts';
import styles from './PeekView.module.css';

/** Some functions between their callers and their callees; a press on one of these moves there. */
export function PeekView() {
  const peek = usePeek();
  const { answer, pending, failure } = useReport('peek', { at: peek.at });
  return (
    <div className={styles.view}>
      <Bar peek={peek} report={answer?.tree} failed={failure?.cause === 'question'} />
      <div className={styles.rest}>
        <ViewFrame report="peek" pending={pending} failure={failure}>
          {answer !== undefined && <Entries peek={peek} report={answer.tree} signed={answer.summary.signed} />}
        </ViewFrame>
      </div>
    </div>
  );
}

type Peek = ReturnType<typeof usePeek>;

function Entries({ peek, report, signed }: { readonly peek: Peek; readonly report: TreeReport; readonly signed: boolean }) {
  const go = (row: EntryRow) => {
    const fn = functionAt(report, row);
    if (row.kind !== 'entry') peek.go(fn, nameOf(peek, report));
  };
  const back = () => {
    if (peek.trail.length === 0) return false;
    peek.backTo(peek.trail.length - 1);
    return true;
  };
  return <EntryTable label="Peek" report={report} signed={signed} nothing={nothingIn(peek)} onPick={go} go={{ title: 'Peek', to: go }} back={back} />;
}

function nothingIn({ at }: Peek): string {
  if (at.kind === 'functions') return at.functions.length === 1 ? 'The selected function is not in what is shown.' : 'The selected functions are not in what is shown.';
  return 'There are no samples to look into.';
}

/** What the trail calls the place where one is. */
function nameOf({ at }: Peek, report: TreeReport | undefined): string {
  if (at.kind === 'pattern') return at.source;
  const functions = at.kind === 'functions' ? at.functions : report === undefined || report.nodes.count === 0 ? [] : [report.nodes.fn[0] || report.nodes.name[0]];
  return functions.length > 1 ? counted(functions.length, 'function') : (functions[0] ?? '');
}

const BY: Readonly<Record<Granularity, string>> = { functions: 'functions', filefunctions: 'functions and files', files: 'files', lines: 'lines', addresses: 'addresses' };

interface BarProps {
  readonly peek: Peek;
  readonly report: TreeReport | undefined;
  readonly failed: boolean;
}

function Bar({ peek, report, failed }: BarProps) {
  const granularity = useOptions((options) => options.granularity) || PEEK_GRANULARITY;
  const { trail, typed } = peek;
  return (
    <div className={styles.bar}>
      <input
        type="text"
        className={styles.input}
        aria-label="Peek at"
        placeholder="Peek at: a regular expression"
        title="A regular expression for names; while there is none, the selected functions, or the heaviest"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        aria-invalid={failed && typed !== ''}
        onChange={(event) => peek.type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || typed === '') return;
          peek.type('');
          event.stopPropagation();
        }}
      />
      <div className={styles.trail}>
        {trail.length > 0 && (
          <FlameCallers label="Trail" callers={trail.map(({ name }, id) => ({ id, name }))} current={{ id: trail.length, name: nameOf(peek, report) }} onZoom={peek.backTo} />
        )}
      </div>
      {report !== undefined && report.chosen > 1 && <p className={styles.note}>{report.chosen > report.nodes.count ? `The first ${groupedDigits(report.nodes.count)} of ${groupedDigits(report.chosen)} entries` : `${groupedDigits(report.chosen)} entries`}</p>}
      <label className={styles.by}>
        By{' '}
        <select className={styles.select} title="What an entry is; the option granularity, for all views" value={granularity} onChange={(event) => setOptions({ granularity: event.target.value as Granularity })}>
          {GRANULARITIES.map((known) => (
            <option key={known} value={known}>
              {BY[known]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
