import type { ReactNode, RefObject } from 'react';
import { Button } from '#components/Button.tsx';
import { FileTabs } from '#components/FileTabs.tsx';
import { FindBox } from '#components/FindBox.tsx';
import { Popover } from '#components/Popover.tsx';
import { ShortcutSheet } from '#components/ShortcutSheet.tsx';
import { ThemeSwitch } from '#components/ThemeSwitch.tsx';
import { patternOfSearch, searchOf } from '#model/search.ts';
import { visibleText } from '#model/visibleText.ts';
import { refineBy } from '#state/refine.ts';
import { useCaptures } from '#state/live/captures.ts';
import { serviceName } from '#state/live/liveAddress.ts';
import { useLive } from '#state/live/service.ts';
import { setLive, useAddress } from '#state/options.ts';
import { activeFile, closeFile, setFind, showFile, useSession } from '#state/session.ts';
import { setTheme, useTheme } from '#state/theme.ts';
import { useFound, viewActions } from '#state/viewActions.ts';
import { AddressField } from '#views/live/AddressField.tsx';
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
  const live = useAddress((address) => address.live);
  const theme = useTheme((state) => state.theme);
  return (
    <header className={styles.bar}>
      {children}
      {files.length === 0 ? (
        <span className={styles.brand}>Proflens</span>
      ) : (
        <FileTabs
          files={files.map((file) => ({ id: file.id, name: file.name, state: file.kind, done: file.kind === 'loading' ? file.progress.done : 1 }))}
          selected={live === undefined ? active : undefined}
          panel={panel}
          onSelect={showFile}
          onClose={closeFile}
        />
      )}
      {files.length > 0 && <OpenMenu onChoose={onChoose} />}
      <LiveButton />
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

/** Another file, or an address. */
function OpenMenu({ onChoose }: { readonly onChoose: () => void }) {
  return (
    <Popover label="Open" button={({ open, onClick }) => <Button icon="add" aria-label="Open another" title="Open a file (o) or an address" aria-expanded={open} onClick={onClick} />}>
      {(close) => (
        <div className={styles.open}>
          <Button
            kind="main"
            icon="open"
            onClick={() => {
              close();
              onChoose();
            }}
          >
            Choose files
          </Button>
          <AddressField onOpened={close} />
        </div>
      )}
    </Popover>
  );
}

/** The way to the running program, and back from it. */
function LiveButton() {
  const isShown = useAddress((address) => address.live !== undefined);
  const url = useLive((live) => (live.kind === 'none' ? '' : live.url));
  const running = useCaptures(({ captures }) => captures.filter(({ state }) => state === 'running').length);
  const hasFiles = useSession((session) => session.files.length > 0);
  const onClick = () => setLive(isShown ? undefined : url);
  if (!hasFiles && !isShown && url === '') return null;
  return (
    <Button icon="live" data-key="a" aria-pressed={isShown} title="A running program (a)" aria-label={url === '' ? 'Open a running program' : undefined} onClick={onClick}>
      {url === '' ? undefined : `${visibleText(serviceName(url))}${running > 0 ? ` · ${running} running` : ''}`}
    </Button>
  );
}

function Find({ input }: { readonly input: FileBarProps['find'] }) {
  const text = useSession((session) => session.find);
  const isLive = useAddress((address) => address.live !== undefined);
  const ready = useSession((session) => activeFile(session)?.kind === 'ready') && !isLive;
  const found = useFound((state) => state.found);
  if (!ready) return null;
  const pattern = patternOfSearch(searchOf(text));
  const refinements = pattern === '' ? [] : REFINE_KEYS.map(({ key, title, by }) => ({ key, title, onPick: () => refineBy(by, pattern) }));
  return <FindBox text={text} found={found} input={input} refinements={refinements} onChange={setFind} onStep={(by) => viewActions().step?.(by)} onLeave={() => input.current?.blur()} />;
}
