import { groupedDigits } from '#model/count.ts';
import type { TreeReport } from '#reports/tree.ts';
import { useReport } from '#state/answers.ts';
import { setView } from '#state/options.ts';
import { selectFunctions, useSession } from '#state/session.ts';
import { EntryTable } from '#views/EntryTable.tsx';
import { functionAt, type EntryRow } from '#views/entryRows.ts';
import { ViewFrame } from '#views/ViewFrame.tsx';
import styles from './TreeView.module.css';

/** The heaviest functions, each between its callers and its callees. */
export function TreeView() {
  const { answer, pending, failure } = useReport('tree');
  return (
    <ViewFrame report="tree" pending={pending} failure={failure}>
      {answer !== undefined && <Entries report={answer.tree} signed={answer.summary.signed} />}
    </ViewFrame>
  );
}

function Entries({ report, signed }: { readonly report: TreeReport; readonly signed: boolean }) {
  const selected = useSession((session) => session.selected);
  const onPick = (row: EntryRow, how: 'replace' | 'add' | 'remove') => {
    const fn = functionAt(report, row);
    if (how === 'replace') selectFunctions([fn]);
    else if (how === 'add') selectFunctions([...selected, fn]);
    else selectFunctions([...selected].filter((name) => name !== fn));
  };
  const peek = (row: EntryRow) => {
    selectFunctions([functionAt(report, row)]);
    setView('peek');
  };
  return (
    <div className={styles.view}>
      <EntryTable
        label="Tree"
        report={report}
        signed={signed}
        nothing={Number(report.total) === 0 ? 'The profile has no samples of this type.' : 'The refinements leave nothing.'}
        onPick={onPick}
        go={{ title: 'Peek', to: peek }}
      />
      {report.chosen > report.nodes.count && <p className={styles.note}>{`The first ${groupedDigits(report.nodes.count)} of ${groupedDigits(report.chosen)} entries are shown.`}</p>}
    </div>
  );
}
