import { useState, type FormEvent } from 'react';
import { groupedDigits } from '#model/count.ts';
import { visibleText } from '#model/visibleText.ts';
import { Button } from './Button.tsx';
import styles from './OfferedTable.module.css';

/** A profile that a program offers, and how it may be asked for. */
export interface OfferedRow {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /** Of entries in it now; undefined for what is gathered only when it is asked for. */
  readonly count: number | undefined;
  /** always: it is gathered for so many seconds; maybe: what happens meanwhile may be asked for instead of what is. */
  readonly seconds: 'always' | 'maybe' | 'never';
  readonly usualSeconds: number;
  readonly gc: boolean;
  readonly dump: boolean;
}

export interface OfferedChoice {
  /** 0 for what is now. */
  readonly seconds: number;
  readonly gc: boolean;
  readonly dump: boolean;
}

interface OfferedTableProps {
  readonly rows: readonly OfferedRow[];
  readonly onCapture: (name: string, choice: OfferedChoice) => void;
}

/** All that a program offers, each with its button. */
export function OfferedTable({ rows, onCapture }: OfferedTableProps) {
  return (
    <table className={styles.table} aria-label="Profiles">
      <thead>
        <tr>
          <th scope="col">Profile</th>
          <th scope="col" className={styles.count}>
            Count
          </th>
          <th scope="col" className={styles.choices}>
            How
          </th>
          <th scope="col">
            <span className={styles.unseen}>Capture</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.name} row={row} onCapture={(choice) => onCapture(row.name, choice)} />
        ))}
      </tbody>
    </table>
  );
}

/** The most that is asked for at once: an hour. */
const MOST_SECONDS = 3600;

function Row({ row, onCapture }: { readonly row: OfferedRow; readonly onCapture: (choice: OfferedChoice) => void }) {
  const [seconds, setSeconds] = useState(row.seconds === 'always' ? String(row.usualSeconds) : '');
  const [gc, setGc] = useState(false);
  const [dump, setDump] = useState(false);
  const title = visibleText(row.title);
  const form = `capture-${row.name}`;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onCapture({ seconds: dump || seconds === '' ? 0 : Number(seconds), gc, dump });
  };
  return (
    <>
      <tr>
        <th scope="row" className={styles.name}>
          {title}
        </th>
        <td className={styles.count}>{row.count === undefined ? '' : groupedDigits(row.count)}</td>
        <td className={styles.choices}>
          {row.gc && <Check title="GC first" of={title} checked={gc} onChange={setGc} help="Runs a collection, so that only what is alive is counted (gc=1)." />}
          {row.dump && <Check title="full dump" of={title} checked={dump} onChange={setDump} help="Each goroutine by itself, with its state and waiting time, as text (debug=2)." />}
          {row.seconds !== 'never' && (
            <label className={styles.choice} title={row.seconds === 'maybe' ? 'Empty: what is now. A number: what is added in so many seconds (a delta profile).' : undefined}>
              {row.seconds === 'maybe' ? 'added in' : 'for'}
              <input
                form={form}
                className={styles.seconds}
                type="number"
                min={1}
                max={MOST_SECONDS}
                step={1}
                required={row.seconds === 'always'}
                disabled={dump}
                placeholder="–"
                aria-label={`Seconds of ${title}`}
                value={seconds}
                onChange={(event) => setSeconds(event.target.value)}
              />
              s
            </label>
          )}
        </td>
        <td className={styles.action}>
          <form id={form} onSubmit={onSubmit}>
            <Button kind="plain" submit aria-label={`Capture ${title}`} title="">
              Capture
            </Button>
          </form>
        </td>
      </tr>
      <tr>
        <td colSpan={4} className={styles.help}>
          {visibleText(row.help)}
        </td>
      </tr>
    </>
  );
}

interface CheckProps {
  readonly title: string;
  readonly of: string;
  readonly help: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Check({ title, of, help, checked, onChange }: CheckProps) {
  return (
    <label className={styles.choice} title={help}>
      <input type="checkbox" checked={checked} aria-label={`${title} for ${of}`} onChange={(event) => onChange(event.target.checked)} />
      {title}
    </label>
  );
}
