import { visibleText } from '#model/visibleText.ts';
import { Button } from './Button.tsx';
import styles from './CompareForm.module.css';

export interface CompareFormProps {
  /** The file that is looked at. */
  readonly name: string;
  /** Files that may be the base. */
  readonly candidates: readonly { readonly id: number; readonly name: string }[];
  /** The base, by its id; undefined for none. */
  readonly base: number | undefined;
  readonly isDifference: boolean;
  readonly normalize: boolean;
  readonly dropNegative: boolean;
  readonly onBase: (id: number | undefined) => void;
  readonly onDifference: (isDifference: boolean) => void;
  readonly onNormalize: (normalize: boolean) => void;
  readonly onDropNegative: (dropNegative: boolean) => void;
  readonly onSwap: () => void;
  /** Asks for a file to be the base. */
  readonly onChoose: () => void;
}

/** What the file is compared with, and how. */
export function CompareForm(props: CompareFormProps) {
  const { name, candidates, base, isDifference, normalize, dropNegative } = props;
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <dl className={styles.sides}>
        <dt>New</dt>
        <dd title={visibleText(name)}>{visibleText(name)}</dd>
        <dt>Base</dt>
        <dd>
          <select className={styles.select} aria-label="Base" value={base ?? ''} onChange={(event) => props.onBase(event.target.value === '' ? undefined : Number(event.target.value))}>
            <option value="">none</option>
            {candidates.map((file) => (
              <option key={file.id} value={file.id}>
                {visibleText(file.name)}
              </option>
            ))}
          </select>
        </dd>
      </dl>
      <div className={styles.actions}>
        <Button kind="plain" onClick={props.onChoose}>
          Open a file as base
        </Button>
        <Button kind="plain" icon="swap" disabled={base === undefined} onClick={props.onSwap}>
          Swap
        </Button>
      </div>
      <fieldset className={styles.choices} disabled={base === undefined}>
        <Choice type="radio" name="base" checked={isDifference} onChange={() => props.onDifference(true)} title="Compare" help="Two runs of alike programs: shares are of the base" />
        <Choice type="radio" name="base" checked={!isDifference} onChange={() => props.onDifference(false)} title="Subtract" help="An earlier state of the same program: what is left came after it" />
        <Choice type="checkbox" checked={normalize} onChange={props.onNormalize} title="Normalize" help="Scale the new one to the base’s total" />
        <Choice type="checkbox" checked={dropNegative} onChange={props.onDropNegative} title="Growth only" help="Leave out what became less" />
      </fieldset>
    </form>
  );
}

interface ChoiceProps {
  readonly type: 'radio' | 'checkbox';
  readonly name?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly title: string;
  readonly help: string;
}

function Choice({ type, name, checked, onChange, title, help }: ChoiceProps) {
  return (
    <label className={styles.choice}>
      <input type={type} name={name} checked={checked} onChange={(event) => onChange(event.target.checked)} aria-label={title} />
      <span>
        {title}
        <span className={styles.help}>{help}</span>
      </span>
    </label>
  );
}
