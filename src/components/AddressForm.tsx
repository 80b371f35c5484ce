import { useId, useState, type FormEvent } from 'react';
import { Button } from './Button.tsx';
import styles from './AddressForm.module.css';

interface AddressFormProps {
  /** What stands in it at first. */
  readonly address: string;
  /** What stands below it while nothing is wrong. */
  readonly help: string;
  /** Goes there; returns what is wrong with the address, if anything is. */
  readonly onOpen: (address: string) => string | undefined;
}

/** The address of a running program, or of one of its profiles. */
export function AddressForm({ address, help, onOpen }: AddressFormProps) {
  const [text, setText] = useState(address);
  const [error, setError] = useState<string>();
  const id = useId();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setError(onOpen(text));
  };
  return (
    <form onSubmit={onSubmit}>
      <div className={styles.field}>
        <input
          className={styles.input}
          aria-label="Address"
          aria-describedby={id}
          aria-invalid={error !== undefined}
          placeholder="localhost:6060"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          inputMode="url"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
        />
        <Button kind="plain" submit disabled={text.trim() === ''}>
          Open
        </Button>
      </div>
      <p id={id} role={error === undefined ? undefined : 'alert'} className={error === undefined ? styles.help : styles.error}>
        {error ?? help}
      </p>
    </form>
  );
}
