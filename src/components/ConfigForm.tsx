import { useId, useState, type FormEvent } from 'react';
import { visibleText } from '#model/visibleText.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import styles from './ConfigForm.module.css';

export interface ConfigItem {
  readonly name: string;
  readonly help: string;
  /** One that is always there cannot be deleted. */
  readonly builtIn: boolean;
}

interface ConfigFormProps {
  readonly configs: readonly ConfigItem[];
  /** The one that the options are as in. */
  readonly current: string | undefined;
  /** What came of the last import; empty for nothing. */
  readonly said: string;
  readonly onApply: (name: string) => void;
  readonly onDelete: (name: string) => void;
  readonly onSave: (name: string) => void;
  readonly onExport: () => void;
  readonly onImport: () => void;
}

/** Options under names: apply, delete, save those of now, take away and bring along. */
export function ConfigForm({ configs, current, said, onApply, onDelete, onSave, onExport, onImport }: ConfigFormProps) {
  const own = configs.filter(({ builtIn }) => !builtIn);
  return (
    <div className={styles.form}>
      <ul className={styles.list} aria-label="Configs">
        {configs.map(({ name, help, builtIn }) => (
          <li key={name} className={styles.item}>
            <button type="button" className={styles.apply} aria-pressed={name === current} title={help} onClick={() => onApply(name)}>
              <span className={styles.mark}>{name === current && <Icon name="check" />}</span>
              <bdi className={styles.name}>{visibleText(name)}</bdi>
              {help !== '' && <span className={styles.help}>{help}</span>}
            </button>
            {!builtIn && <Button icon="close" aria-label={`Delete ${visibleText(name)}`} onClick={() => onDelete(name)} />}
          </li>
        ))}
      </ul>
      <SaveAs names={configs} onSave={onSave} />
      <div className={styles.actions}>
        <Button onClick={onImport}>Import …</Button>
        <Button disabled={own.length === 0} onClick={onExport}>
          Export
        </Button>
      </div>
      <p role="status" aria-label="Configs" className={styles.said}>
        {visibleText(said)}
      </p>
    </div>
  );
}

function SaveAs({ names, onSave }: { readonly names: readonly ConfigItem[]; readonly onSave: (name: string) => void }) {
  const [name, setName] = useState('');
  const id = useId();
  const known = names.find((config) => config.name === name.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(name.trim());
    setName('');
  };
  return (
    <form className={styles.save} onSubmit={submit}>
      <input id={id} className={styles.input} aria-label="Save as" placeholder="Name for the options of now" maxLength={100} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      <Button kind="plain" submit disabled={name.trim() === '' || known?.builtIn === true} title={known?.builtIn === true ? 'This one is always there' : undefined}>
        {known === undefined || known.builtIn ? 'Save' : 'Replace'}
      </Button>
    </form>
  );
}
