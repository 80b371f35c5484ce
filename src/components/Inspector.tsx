import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Name, Text } from './Name.tsx';
import styles from './Inspector.module.css';

/** One function in numbers; texts are ready to be shown, shares are 0 … 1 of the total. */
export interface Inspected {
  /** What it is selected by. */
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly inlined: string;
  readonly flat: Cost;
  readonly cum: Cost;
}

export interface Cost {
  readonly text: string;
  readonly share: number;
  /** "17.40% of total". */
  readonly ofTotal: string;
  /** "61.01% of shown"; empty where all is shown. */
  readonly ofShown: string;
}

interface InspectorProps {
  /** The functions selected that the profile has; empty for none. */
  readonly selected: readonly Inspected[];
  /** How many are selected in all, these among them. */
  readonly count: number;
  /** What to offer while nothing is selected: the heaviest functions. */
  readonly hottest: readonly Inspected[];
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
  /** What one can do with the selection. */
  readonly actions: ReactNode;
}

/** All that is known of what is selected. */
export function Inspector({ selected, count, hottest, onSelect, onClose, actions }: InspectorProps) {
  return (
    <aside aria-label="Inspector" className={styles.inspector} data-empty={count === 0 || undefined}>
      <header className={styles.head}>
        <h2>{count === 0 ? 'Hottest' : count === 1 ? 'Selected' : `${count} selected`}</h2>
        <Button icon="close" aria-label="Close inspector" onClick={onClose} />
      </header>
      {count === 0 && <List functions={hottest} onSelect={onSelect} />}
      {count === 1 && selected.map((fn) => <Details key={fn.name} fn={fn} />)}
      {count === 1 && selected.length === 0 && <p className={styles.none}>Not in what is shown.</p>}
      {count > 1 && <List functions={selected} onSelect={onSelect} />}
      {count > 0 && <div className={styles.actions}>{actions}</div>}
    </aside>
  );
}

function Details({ fn }: { readonly fn: Inspected }) {
  return (
    <div className={styles.details}>
      <p className={styles.name}>
        <Text text={fn.name} />
      </p>
      {fn.place !== '' && (
        <p className={styles.place}>
          <Text text={fn.place} />
        </p>
      )}
      {fn.inlined !== '' && <p className={styles.place}>{fn.inlined}</p>}
      <dl className={styles.costs}>
        <CostRow title="Flat" cost={fn.flat} />
        <CostRow title="Cum" cost={fn.cum} />
      </dl>
    </div>
  );
}

function CostRow({ title, cost }: { readonly title: string; readonly cost: Cost }) {
  return (
    <div className={styles.cost}>
      <dt>{title}</dt>
      <dd className={styles.value}>{cost.text}</dd>
      <dd className={styles.share}>
        <span className={styles.track} aria-hidden="true">
          <span data-less={cost.share < 0 || undefined} style={{ width: `${Math.min(1, Math.abs(cost.share)) * 100}%` }} />
        </span>
        {cost.ofShown !== '' && <span>{cost.ofShown}</span>}
        <span>{cost.ofTotal}</span>
      </dd>
    </div>
  );
}

function List({ functions, onSelect }: { readonly functions: readonly Inspected[]; readonly onSelect: (id: string) => void }) {
  return (
    <ul className={styles.list}>
      {functions.map((fn) => (
        <li key={fn.name}>
          <button type="button" className={styles.row} title={`flat ${fn.flat.text}, cum ${fn.cum.text}`} onClick={() => onSelect(fn.id)}>
            <span className={styles.bar} data-less={fn.flat.share < 0 || undefined} style={{ width: `calc((100% - 16px) * ${Math.min(1, Math.abs(fn.flat.share))})` }} />
            <span className={styles.label}>
              <Name name={fn.name} fn={fn.id} />
            </span>
            <span className={styles.number}>{fn.flat.text}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
