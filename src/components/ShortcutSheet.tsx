import styles from './ShortcutSheet.module.css';

export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly (readonly [keys: string, does: string])[];
}

/** Every key and what it does. */
export function ShortcutSheet({ groups }: { readonly groups: readonly KeyGroup[] }) {
  return (
    // Where the window is low it is scrolled, which takes the focus by keyboard.
    <div className={styles.sheet} tabIndex={0}>
      {groups.map(({ title, keys }) => (
        <section key={title} className={styles.group}>
          <h2 className={styles.title}>{title}</h2>
          <dl>
            {keys.map(([names, does]) => (
              <div key={names} className={styles.row}>
                <dt className={styles.keys}>
                  {names.split(' ').map((name) => (
                    <kbd key={name} className={styles.key}>
                      {name}
                    </kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
