import { useId, useState } from 'react';
import { Button } from './Button.tsx';
import styles from './OptionsForm.module.css';

/** One option: on or off, one of some, or text. */
export interface OptionField {
  readonly id: string;
  /** "Call tree". */
  readonly title: string;
  readonly help: string;
  /** As text; of one that is on or off "true" or "false". */
  readonly value: string;
  readonly isDefault: boolean;
  readonly kind: 'flag' | 'number' | 'text' | { readonly choices: readonly { readonly value: string; readonly title: string }[] };
}

export interface OptionGroup {
  readonly title: string;
  readonly fields: readonly OptionField[];
}

interface OptionsFormProps {
  readonly groups: readonly OptionGroup[];
  /** Changes an option; returns what is wrong with the text, or undefined. */
  readonly onChange: (id: string, text: string, how: 'step' | 'typing') => string | undefined;
  readonly onReset: () => void;
}

/** All that may be asked of a report besides its filters. What is changed holds at once. */
export function OptionsForm({ groups, onChange, onReset }: OptionsFormProps) {
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
      {groups.map(({ title, fields }) => (
        <fieldset key={title} className={styles.group}>
          <legend className={styles.legend}>{title}</legend>
          {fields.map((field) => (
            <Field key={field.id} field={field} onChange={(text, how) => onChange(field.id, text, how)} />
          ))}
        </fieldset>
      ))}
      <div className={styles.actions}>
        <Button onClick={onReset}>Reset these</Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly field: OptionField;
  readonly onChange: (text: string, how: 'step' | 'typing') => string | undefined;
}

function Field({ field, onChange }: FieldProps) {
  const id = useId();
  const { title, help, value, kind, isDefault } = field;
  return (
    <div className={styles.field} data-changed={!isDefault || undefined} title={help}>
      <label htmlFor={id} className={styles.title}>
        {title}
      </label>
      {kind === 'flag' ? (
        <input id={id} type="checkbox" checked={value === 'true'} onChange={(event) => onChange(String(event.target.checked), 'step')} />
      ) : typeof kind === 'object' ? (
        <select id={id} className={styles.input} value={value} onChange={(event) => onChange(event.target.value, 'step')}>
          {kind.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.title}
            </option>
          ))}
        </select>
      ) : (
        <TextInput key={value} id={id} value={value} numeric={kind === 'number'} onChange={onChange} />
      )}
    </div>
  );
}

interface TextInputProps {
  readonly id: string;
  readonly value: string;
  readonly numeric: boolean;
  readonly onChange: FieldProps['onChange'];
}

/** Text that is taken when one leaves the field or presses Enter: half a number is none. */
function TextInput({ id, value, numeric, onChange }: TextInputProps) {
  const [text, setText] = useState(value);
  const [error, setError] = useState<string>();
  const take = () => text !== value && setError(onChange(text, 'step'));
  return (
    <span className={styles.text}>
      <input
        id={id}
        className={styles.input}
        inputMode={numeric ? 'decimal' : 'text'}
        autoComplete="off"
        spellCheck={false}
        value={text}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
      {error !== undefined && (
        <span id={`${id}-error`} className={styles.error}>
          {error}
        </span>
      )}
    </span>
  );
}
