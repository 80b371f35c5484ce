import { Button } from '#components/Button.tsx';
import { FetchProblem } from '#components/FetchProblem.tsx';
import { OfferedTable } from '#components/OfferedTable.tsx';
import type { Offered, Service } from '#model/live.ts';
import { visibleText } from '#model/visibleText.ts';
import { capture } from '#state/live/captures.ts';
import { folderOf, serviceName } from '#state/live/liveAddress.ts';
import { choicesOf, planOf, planOfAddress } from '#state/live/plans.ts';
import { useReach } from '#state/live/reach.ts';
import { askUnasked, openAddress, openFolder, refresh, retryAs, useLive, useNamed, type Live } from '#state/live/service.ts';
import { AddressField } from './AddressField.tsx';
import { Captures, CapturesIfAny, ShowsCaptures } from './Captures.tsx';
import { MonitorPanel } from './MonitorPanel.tsx';
import { SignIn } from './SignIn.tsx';
import styles from './LivePage.module.css';

/** A running program: what it offers, what was captured of it, and how it does. */
export function LivePage() {
  const live = useLive();
  const url = live.kind === 'none' ? '' : live.url;
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <header className={styles.head}>
          <div>
            <h1 className={styles.title}>{live.kind === 'none' ? 'Open a running program' : visibleText(titleOf(url))}</h1>
            <p className={styles.where}>{live.kind === 'ready' && live.cmdline.length > 0 ? visibleText(live.cmdline.join(' ')) : visibleText(url)}</p>
          </div>
          <AddressField address={url} />
        </header>
        <Named shown={url} />
        <Shown live={live} />
      </div>
    </div>
  );
}

/** The programs that the command line named, where these are several. */
function Named({ shown }: { readonly shown: string }) {
  const urls = useNamed((state) => state.urls);
  if (urls.length < 2) return null;
  return (
    <nav aria-label="Programs" className={styles.named}>
      {urls.map((url) => (
        <Button key={url} aria-pressed={url === shown} title={visibleText(url)} onClick={() => openAddress(url)}>
          {visibleText(serviceName(url))}
        </Button>
      ))}
    </nav>
  );
}

/** The program, and which profile of it the address is of, if it is. */
function titleOf(url: string): string {
  return url.endsWith('/') ? serviceName(url) : `${serviceName(folderOf(url))} ${planOfAddress(url).kind}`;
}

function Shown({ live }: { readonly live: Live }) {
  switch (live.kind) {
    case 'none':
      return <p className={styles.nothing}>Give the address of a Go program that serves /debug/pprof/, and all its profiles are one press away.</p>;
    case 'unasked':
      return <Unasked url={live.url} />;
    case 'asking':
      return (
        <p role="status" className={styles.nothing}>
          Asking {visibleText(live.url)} …
        </p>
      );
    case 'failed':
      return (
        <>
          <FetchProblem failure={live.failure} url={`${live.url}profile?seconds=10`}>
            {live.failure.code === 'auth-401' ? <SignIn onSignIn={retryAs} /> : <Button kind="plain" onClick={() => void refresh()}>Try again</Button>}
          </FetchProblem>
          <CapturesIfAny />
        </>
      );
    case 'profile':
      return (
        <>
          <p>
            <Button kind="plain" onClick={openFolder}>
              See all that this program offers
            </Button>
          </p>
          <CapturesIfAny />
        </>
      );
    case 'ready':
      return <ServiceParts service={live.service} />;
  }
}

function Unasked({ url }: { readonly url: string }) {
  // Until then the command line may have named it.
  const isKnown = useReach((reach) => reach.isKnown);
  if (!isKnown) return null;
  return (
    <section aria-label="Address from a link" className={styles.card}>
      <p>A link led here. It would have this page ask this address; nothing was asked yet.</p>
      <code className={styles.target}>{visibleText(url)}</code>
      <Button kind="main" onClick={askUnasked}>
        Ask {visibleText(new URL(url).host)}
      </Button>
    </section>
  );
}

function ServiceParts({ service }: { readonly service: Service }) {
  const offered = [...service.profiles, ...(service.trace ? [{ name: 'trace', count: undefined, description: '', href: `${service.url}trace` }] : [])];
  const onCapture = (name: string, choice: Parameters<typeof planOf>[2]) => {
    const profile = offered.find((known) => known.name === name);
    if (profile !== undefined) void capture(planOf(profile, service.url, choice));
  };
  return (
    <div className={styles.parts}>
      <section aria-label="Capture" className={styles.part}>
        <div className={styles.heading}>
          <h2>Capture</h2>
          <Button onClick={() => void refresh()} title="Count again">
            Refresh
          </Button>
        </div>
        <OfferedTable rows={inOrder(offered).map(rowOf)} onCapture={onCapture} />
      </section>
      <div className={styles.right}>
        <section aria-label="Captured" className={styles.part}>
          <div className={styles.heading}>
            <h2>Captured</h2>
            <ShowsCaptures />
          </div>
          <div className={styles.captured}>
            <Captures />
          </div>
        </section>
        <MonitorPanel service={service} />
      </div>
    </div>
  );
}

/** What one comes for first; then as the index has it, which is by name. */
const FIRST = ['profile', 'heap', 'goroutine', 'allocs', 'block', 'mutex'];

function inOrder(offered: readonly Offered[]): Offered[] {
  const rank = ({ name }: Offered) => (FIRST.includes(name) ? FIRST.indexOf(name) : name === 'trace' ? FIRST.length + 1 : FIRST.length);
  return [...offered].sort((a, b) => rank(a) - rank(b));
}

function rowOf(offered: Offered) {
  const { name, count } = offered;
  return { name, ...choicesOf(offered), count };
}
