import { groupedDigits } from '#model/count.ts';
import { percentage } from '#model/units.ts';
import { visibleText } from '#model/visibleText.ts';
import type { GoroutinesReport, GoroutineState } from '#reports/goroutines.ts';
import { NOT_TOLD, waitText } from '#reports/goroutinesText.ts';
import { formatValue } from '#reports/subject.ts';
import styles from './StateBar.module.css';

interface StateBarProps {
  readonly report: GoroutinesReport;
  /** Those that are looked at; none is all. */
  readonly chosen: readonly string[];
  readonly onChoose: (states: readonly string[]) => void;
}

/** What goroutines wait for, the most frequent first; a press leaves those in the state, another one takes that back. */
export function StateBar({ report, chosen, onChoose }: StateBarProps) {
  return (
    <div role="group" aria-label="States" className={styles.bar}>
      {report.states.map((state) => {
        const isChosen = chosen.includes(state.state);
        return (
          <button
            key={state.state}
            type="button"
            className={styles.state}
            aria-pressed={isChosen}
            title={titleOf(state)}
            onClick={() => onChoose(isChosen ? chosen.filter((name) => name !== state.state) : [...chosen, state.state])}
          >
            <span className={styles.share} style={{ width: `${Math.min(1, Math.abs(Number(state.value) / Number(report.total)) || 0) * 100}%` }} />
            <span className={styles.name}>{visibleText(state.state) || NOT_TOLD}</span>{' '}
            <span className={styles.count}>{formatValue(report, state.value, report.unit)}</span>{' '}
            <span className={styles.percent}>{percentage(state.value, report.total).trim()}</span>
          </button>
        );
      })}
    </div>
  );
}

function titleOf({ groups, longestWait }: GoroutineState): string {
  const inGroups = `${groupedDigits(groups)} ${groups === 1 ? 'stack' : 'stacks'}`;
  return longestWait === 0 ? inGroups : `${inGroups}, ${waitText(longestWait)} at most`;
}
