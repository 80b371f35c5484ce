import { useId, useState, type FormEvent } from 'react';
import { Button } from './Button.tsx';
import styles from './RefineForm.module.css';

export interface RefineField {
  readonly id: string;
  /** "Focus". */
  readonly title: string;
  readonly help: string;
  readonly value: string;
}

interface RefineFormProps {
  readonly fields: readonly RefineField[];
  /** Fields that stand behind "More". */
  readonly more: readonly RefineField[];
  /** What is wrong with a field's text; undefined for nothing. */
  readonly check: (id: string, text: string) => Promise<string | undefined>;
  readonly onApply: (values: Readonly<Record<string, string>>) => void;
  readonly onReset: () => void;
}

/** pprof's filters as fields. What a field's text is wrong with stands beside it, and nothing is applied till it is right. */
export function RefineForm({ fields, more, check, onApply, onReset }: RefineFormProps) {
  const all = [...fields, ...more];
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() => Object.fromEntries(all.map(({ id, value }) => [id, value])));
  const [errors, setErrors] = useState<Readonly<Record<string, string | undefined>>>({});

  const edit = (id: string, text: string) => {
    setTexts({ ...texts, [id]: text });
    void check(id, text).then((error) => setErrors((known) => ({ ...known, [id]: error })));
  };
  const apply = async (event: FormEvent) => {
    event.preventDefault();
    const found = await Promise.all(all.map(async ({ id }) => [id, await check(id, texts[id])] as const));
    setErrors(Object.fromEntries(found));
    if (found.every(([, error]) => error === undefined)) onApply(texts);
  };
  const draw = (field: RefineField, first: boolean) => (
    <Field key={field.id} field={field} text={texts[field.id]} error={errors[field.id]} first={first} onEdit={(text) => edit(field.id, text)} />
  );
  return (
    <form className={styles.form} onSubmit={(event) => void apply(event)} noValidate>
      {fields.map((field, i) => draw(field, i === 0))}
      <details open={more.some(({ value }) => value !== '')}>
        <summary className={styles.more}>More</summary>
        <div className={styles.fields}>{more.map((field) => draw(field, false))}</div>
      </details>
      <div className={styles.actions}>
        <p className={styles.hint}>RE2, matched anywhere in a name or file</p>
        <Button onClick={onReset}>Reset</Button>
        <Button kind="main" submit>
          Apply
        </Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly field: RefineField;
  readonly text: string;
  readonly error: string | undefined;
  readonly first: boolean;
  readonly onEdit: (text: string) => void;
}

function Field({ field, text, error, first, onEdit }: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.title}>
        {field.title}
      </label>
      <div className={styles.right}>
        <input
          id={id}
          className={styles.input}
          autoFocus={first}
          autoComplete="off"
          spellCheck={false}
          value={text}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-help`}
          onChange={(event) => onEdit(event.target.value)}
        />
        <p id={`${id}-help`} className={error === undefined ? styles.help : styles.error}>
          {error ?? field.help}
        </p>
      </div>
    </div>
  );
}
