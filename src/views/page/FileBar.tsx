import type { ReactNode, RefObject } from 'react';
import { Button } from '#components/Button.tsx';
import { FileTabs } from '#components/FileTabs.tsx';
import { FindBox } from '#components/FindBox.tsx';
import { Popover } from '#components/Popover.tsx';
import { ShortcutSheet } from '#components/ShortcutSheet.tsx';
import { ThemeSwitch } from '#components/ThemeSwitch.tsx';
import { patternOfSearch, searchOf } from '#model/search.ts';
import { refineBy } from '#state/refine.ts';
import { activeFile, closeFile, setActive, setFind, useSession } from '#state/session.ts';
import { setTheme, useTheme } from '#state/theme.ts';
import { useFound, viewActions } from '#state/viewActions.ts';
import { KEY_GROUPS, REFINE_KEYS } from '#views/keys.ts';
import { VIEWS } from '#views/views.ts';
import styles from './FileBar.module.css';

interface FileBarProps {
  readonly panel: string;
  readonly find: RefObject<HTMLInputElement | null>;
  readonly onChoose: () => void;
  /** What is not seen: the page's heading and the picker. */
  readonly children: ReactNode;
}

/** What is open, what to look for, and what is the same whatever is open. */
export function FileBar({ panel, find, onChoose, children }: FileBarProps) {
  const files = useSession((session) => session.files);
  const active = useSession((session) => session.active);
  const theme = useTheme((state) => state.theme);
  return (
    <header className={styles.bar}>
      {children}
      {files.length === 0 ? (
        <span className={styles.brand}>Proflens</span>
      ) : (
        <FileTabs
          files={files.map((file) => ({ id: file.id, name: file.name, state: file.kind, done: file.kind === 'loading' ? file.progress.done : 1 }))}
          selected={active}
          panel={panel}
          onSelect={setActive}
          onClose={closeFile}
        />
      )}
      {files.length > 0 && <Button icon="add" aria-label="Open another file" title="Open another file (o)" onClick={onChoose} />}
      <span className={styles.gap} />
      <Find input={find} />
      <div className={styles.tools}>
        <ThemeSwitch theme={theme} onChange={setTheme} />
        <Popover label="Keys" align="end" button={({ open, onClick }) => <Button icon="keys" aria-label="Keys" title="Keys (?)" data-key="?" aria-expanded={open} onClick={onClick} />}>
          {() => <ShortcutSheet groups={[{ title: 'Views', keys: VIEWS.flatMap(({ key, title }) => (key === undefined ? [] : [[key, title] as const])) }, ...KEY_GROUPS]} />}
        </Popover>
      </div>
    </header>
  );
}

function Find({ input }: { readonly input: FileBarProps['find'] }) {
  const text = useSession((session) => session.find);
  const ready = useSession((session) => activeFile(session)?.kind === 'ready');
  const found = useFound((state) => state.found);
  if (!ready) return null;
  const pattern = patternOfSearch(searchOf(text));
  const refinements = pattern === '' ? [] : REFINE_KEYS.map(({ key, title, by }) => ({ key, title, onPick: () => refineBy(by, pattern) }));
  return <FindBox text={text} found={found} input={input} refinements={refinements} onChange={setFind} onStep={(by) => viewActions().step?.(by)} onLeave={() => input.current?.blur()} />;
}
