import { Button } from '#components/Button.tsx';
import { Inspector, type Inspected } from '#components/Inspector.tsx';
import type { Int64 } from '#model/int64.ts';
import { percentage } from '#model/units.ts';
import { formatValue } from '#reports/subject.ts';
import { Inlined } from '#reports/top.ts';
import { useReport, type AnswerTo } from '#state/answers.ts';
import { toggleInspector } from '#state/panels.ts';
import { refine } from '#state/refine.ts';
import { selectFunctions, useSession } from '#state/session.ts';
import { copyNames } from '#views/copyNames.ts';
import { REFINE_KEYS } from '#views/keys.ts';
import { functionOf } from '#views/top/topRows.ts';

/** How many of the heaviest are offered while nothing is selected. */
const HOTTEST = 16;
/** More are not listed one by one. */
const LISTED = 100;

/** The inspector of the selection, fed by Top. */
export function SelectionPanel() {
  const { answer } = useReport('top');
  const selected = useSession((session) => session.selected);
  const names = [...selected];
  return (
    <Inspector
      selected={answer === undefined ? [] : selectedRows(answer, selected).map((row) => inspected(answer, row))}
      count={selected.size}
      hottest={answer === undefined || selected.size > 0 ? [] : hottestRows(answer).map((row) => inspected(answer, row))}
      onSelect={(name) => selectFunctions([name])}
      onClose={toggleInspector}
      actions={
        <>
          {REFINE_KEYS.map(({ by, title, key }) => (
            <Button key={by} kind="plain" title={`${title} (${key})`} onClick={() => refine(by, names)}>
              {title}
            </Button>
          ))}
          <Button kind="plain" title="Copy (c)" onClick={() => copyNames(names)}>
            Copy
          </Button>
        </>
      }
    />
  );
}

function selectedRows({ top }: AnswerTo<'top'>, selected: ReadonlySet<string>): number[] {
  const rows: number[] = [];
  for (let row = 0; row < top.rows.count && rows.length < LISTED; row++) if (selected.has(functionOf(top.rows, row))) rows.push(row);
  return rows;
}

/** Those that cost something themselves. */
function hottestRows({ top: { rows } }: AnswerTo<'top'>): number[] {
  const hottest: number[] = [];
  for (let row = 0; row < rows.count && hottest.length < HOTTEST; row++) if (Number(rows.flat[row]) !== 0) hottest.push(row);
  return hottest;
}

const INLINED: Readonly<Record<number, string>> = { [Inlined.never]: '', [Inlined.partly]: 'Inlined by some of its callers', [Inlined.always]: 'Inlined by all of its callers' };

function inspected({ top, summary }: AnswerTo<'top'>, row: number): Inspected {
  const { rows, total, unit } = top;
  const narrowed = summary.shown !== summary.total && summary.shown !== 0;
  const cost = (value: Int64) => ({
    text: formatValue(top, value, unit),
    share: Number(total) === 0 ? 0 : Number(value) / Number(total),
    ofTotal: `${percentage(value, total).trim()} of total`,
    ofShown: narrowed ? `${percentage(value, summary.shown).trim()} of shown` : '',
  });
  return { id: functionOf(rows, row), name: rows.name[row], place: rows.file[row], inlined: INLINED[rows.inlined[row]], flat: cost(rows.flat[row]), cum: cost(rows.cum[row]) };
}
