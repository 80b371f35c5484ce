import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { Boundary } from '#components/Boundary.tsx';
import { DropZone } from '#components/DropZone.tsx';
import { HoverLine } from '#components/HoverLine.tsx';
import { Skeleton } from '#components/Loading.tsx';
import { visibleText } from '#model/visibleText.ts';
import { useLatest } from '#state/answers.ts';
import { serviceName } from '#state/live/liveAddress.ts';
import { usePanels } from '#state/panels.ts';
import { point, usePointed } from '#state/pointed.ts';
import { activeFile, openText, useSession, type SessionFile } from '#state/session.ts';
import { foreseeViews, prepareViews, viewOf, viewsFor, type View } from '#views/views.ts';
import { useAddress } from '#state/options.ts';
import { openDropped, openDroppedFolder } from '#views/source/openDropped.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { FileBar } from './FileBar.tsx';
import { FileState } from './FileState.tsx';
import { Notices } from './Notices.tsx';
import { Offers } from './Offers.tsx';
import { RefineBar } from './RefineBar.tsx';
import { SelectionPanel } from './SelectionPanel.tsx';
import { useKeys } from './useKeys.ts';
import { ViewBar } from './ViewBar.tsx';
import { Welcome } from './Welcome.tsx';
import styles from './Page.module.css';

/** The id of what the tabs choose. */
const PANEL = 'view';

const LivePage = lazy(async () => ({ default: (await import('#views/live/LivePage.tsx')).LivePage }));

/** The whole window. */
export function Page() {
  const live = useAddress((address) => address.live);
  const active = useSession(activeFile);
  const file = live === undefined ? active : undefined;
  const view = useAddress((address) => viewOf(address.view));
  const picker = useRef<HTMLInputElement>(null);
  const find = useRef<HTMLInputElement>(null);
  const choose = useCallback(() => picker.current?.click(), []);
  const [commands, setCommands] = useState(false);
  useKeys({ choose, find, command: () => setCommands(true) });
  useTitle(file, view, live);
  usePreparation(view);
  useForesight(view);

  return (
    <DropZone onFiles={openDropped} onFolder={openDroppedFolder} onText={openText}>
      <div className={styles.page}>
        <FileBar panel={PANEL} find={find} onChoose={choose}>
          {file !== undefined && <h1 className={styles.unseen}>{visibleText(file.name)}</h1>}
          <input
            ref={picker}
            type="file"
            multiple
            aria-label="Open files"
            tabIndex={-1}
            className={styles.unseen}
            onChange={(event) => {
              openDropped([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
        </FileBar>
        {file !== undefined && <ViewBar panel={PANEL} view={view} />}
        {file !== undefined && <RefineBar report={view.report} />}
        <Offers />
        <Notices report={view.report} />
        <div className={styles.middle}>
          <main className={styles.main}>
            {live !== undefined ? (
              <Boundary key="live">
                <Suspense>
                  <LivePage />
                </Suspense>
              </Boundary>
            ) : file === undefined ? (
              <Welcome onChoose={choose} />
            ) : (
              <div id={PANEL} role="tabpanel" aria-label={view.title} className={styles.panel}>
                <FileState file={file} onChoose={choose}>
                  <Shown view={view} file={file} />
                </FileState>
              </div>
            )}
          </main>
          {file !== undefined && file.kind !== 'failed' && <SelectionSide />}
        </div>
        {file !== undefined && <Bottom view={view} />}
        {commands && <CommandPalette onChoose={choose} onClose={() => setCommands(false)} />}
      </div>
    </DropZone>
  );
}

function Shown({ view, file }: { readonly view: View; readonly file: SessionFile }) {
  // What the pointer was on goes with the picture.
  useEffect(() => () => point(undefined), [view.id, file.id]);
  const { component: Component } = view;
  return (
    <Boundary key={`${view.id} ${file.id}`}>
      <Suspense fallback={<Skeleton />}>
        <Component />
      </Suspense>
    </Boundary>
  );
}

function SelectionSide() {
  const open = usePanels((panels) => panels.inspector);
  return open ? <SelectionPanel /> : null;
}

/** What the pointer is on; while it is on nothing, what the picture leaves out. */
function Bottom({ view }: { readonly view: View }) {
  const pointed = usePointed((state) => state.pointed);
  const { answer } = useLatest(view.report);
  const legend = answer?.summary.legend ?? [];
  const left = legend.filter((line) => line.startsWith('Dropped') || line.startsWith('Showing top'));
  return <footer className={styles.bottom}>{pointed === undefined ? <p className={styles.rest}>{left.join(' · ')}</p> : <HoverLine {...pointed} />}</footer>;
}

/** Once the first answer is on the screen and nothing else is to do, the other views are made ready. */
function usePreparation(view: View): void {
  const isAnswered = useLatest(view.report).answer !== undefined;
  useEffect(() => {
    if (isAnswered) prepareViews();
  }, [isAnswered]);
}

/** Milliseconds without a new question after which one seems to look at the answer. */
const LOOKS = 1000;

/** While one looks at a view, what others would show is made. */
function useForesight(view: View): void {
  const answer = useLatest(view.report).answer;
  const options = useAddress((address) => address.options);
  useEffect(() => {
    if (answer === undefined) return;
    const left = new AbortController();
    const timer = setTimeout(() => {
      const file = activeFile(useSession.getState());
      if (file?.kind === 'ready') void foreseeViews(viewsFor(file.facts).filter(({ id }) => id !== view.id), left.signal);
    }, LOOKS);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [answer, options, view.id]);
}

function useTitle(file: SessionFile | undefined, view: View, live: string | undefined): void {
  const title = live === undefined || live === '' ? (file === undefined ? 'Proflens' : `${file.name} · ${view.title} · Proflens`) : `${serviceName(live)} · Proflens`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
