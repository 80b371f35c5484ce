import { useState, type FormEvent } from 'react';
import { Button } from './Button.tsx';
import styles from './SignInForm.module.css';

interface SignInFormProps {
  readonly onUser: (user: string, password: string) => void;
  readonly onToken: (token: string) => void;
}

/** Who asks: a user, or whoever has the token. */
export function SignInForm({ onUser, onToken }: SignInFormProps) {
  const [isToken, setToken] = useState(false);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? '');
    if (isToken) onToken(text('token').trim());
    else onUser(text('user'), text('password'));
  };
  return (
    <form className={styles.form} aria-label="Sign in" autoComplete="off" onSubmit={onSubmit}>
      <fieldset className={styles.kind} aria-label="Sign in with">
        <label>
          <input type="radio" name="kind" checked={!isToken} onChange={() => setToken(false)} />
          User and password
        </label>
        <label>
          <input type="radio" name="kind" checked={isToken} onChange={() => setToken(true)} />
          Bearer token
        </label>
      </fieldset>
      {isToken ? (
        <Field key="token" name="token" title="Token" type="password" />
      ) : (
        <>
          <Field key="user" name="user" title="User" type="text" />
          <Field key="password" name="password" title="Password" type="password" />
        </>
      )}
      <Button kind="main" submit>
        Sign in
      </Button>
      <p className={styles.help}>Kept in memory until this page is closed, and sent to this server alone.</p>
    </form>
  );
}

function Field({ name, title, type }: { readonly name: string; readonly title: string; readonly type: 'text' | 'password' }) {
  return (
    <label className={styles.label}>
      <span className={styles.title}>{title}</span>
      <input className={styles.input} name={name} type={type} autoComplete="off" spellCheck={false} required />
    </label>
  );
}
