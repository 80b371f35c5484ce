import { create } from 'zustand';
import type { FetchFailure, Service } from '#model/live.ts';
import { setLive, useAddress } from '#state/options.ts';
import { capture } from './captures.ts';
import { folderOf, readLiveAddress } from './liveAddress.ts';
import { planOfAddress } from './plans.ts';
import { ask } from './reach.ts';
import { keepSecrets, signIn } from './secrets.ts';
import { failureOf } from './transport.ts';

/** What is known of the program that the page's address names. */
export type Live =
  /** The address names none. */
  | { readonly kind: 'none' }
  /** It came by a link, and nobody has said yet that it may be asked. */
  | { readonly kind: 'unasked'; readonly url: string }
  /** A single profile, of whose program nothing more is known. */
  | { readonly kind: 'profile'; readonly url: string }
  | { readonly kind: 'asking'; readonly url: string }
  | { readonly kind: 'ready'; readonly url: string; readonly service: Service; /** Empty while, or where, the program does not tell it. */ readonly cmdline: readonly string[] }
  | { readonly kind: 'failed'; readonly url: string; readonly failure: FetchFailure };

export const useLive = create<Live>(() => ({ kind: 'none' }));

/** Programs that the command line named, in its order. */
export const useNamed = create<{ readonly urls: readonly string[] }>(() => ({ urls: [] }));

/** Addresses without secrets, so many of them, that this tab may ask after a reload. */
const ALLOWED_KEY = 'proflens.asked';
const MOST_ALLOWED = 20;

/** Addresses that the user typed, clicked or named on the command line: they may be asked. */
const allowed = new Set(allowedBefore());

function allowedBefore(): readonly string[] {
  try {
    const urls: unknown = JSON.parse(sessionStorage.getItem(ALLOWED_KEY) ?? '[]');
    return Array.isArray(urls) ? urls.filter((url) => typeof url === 'string') : [];
  } catch {
    // A browser may forbid storing; then a click is wanted once more.
    return [];
  }
}

/** @param url without secrets */
function allowFromNowOn(url: string): void {
  allowed.add(url);
  try {
    sessionStorage.setItem(ALLOWED_KEY, JSON.stringify([...allowed].slice(-MOST_ALLOWED)));
  } catch {
    return;
  }
}

/**
 * Goes to an address that the user typed, and asks it.
 * @throws LiveAddressError
 */
export function openAddress(text: string): void {
  const { url, secrets } = readLiveAddress(text);
  if (secrets.authorization !== '' || secrets.query.length > 0) keepSecrets(url, secrets);
  allowFromNowOn(url);
  if (useAddress.getState().live === url) void look(url);
  else setLive(url);
  if (readLiveAddress(url).kind === 'profile') void capture(planOfAddress(url));
}

/** A program that the command line named may be asked at once. */
export function allowNamed(url: string): void {
  allowed.add(url);
  useNamed.setState(({ urls }) => ({ urls: [...urls, url] }));
  const live = useLive.getState();
  if (live.kind === 'unasked' && live.url === url) void look(url);
}

/** Asks what came by a link: somebody has clicked. */
export function askUnasked(): void {
  const live = useLive.getState();
  if (live.kind === 'unasked') openAddress(live.url);
}

/** Asks the address that is shown once more, signed in. */
export function retryAs(authorization: string): void {
  const live = useLive.getState();
  if (live.kind === 'none') return;
  signIn(live.url, authorization);
  void look(live.url);
}

/** Asks what the program offers now: counts change, and a program that failed may be there again. */
export async function refresh(): Promise<void> {
  const live = useLive.getState();
  if (live.kind !== 'ready') return live.kind === 'none' ? undefined : look(live.url);
  try {
    takeCounts(await ask('index', live.url, new AbortController().signal));
  } catch (error) {
    settle(live.url, { kind: 'failed', url: live.url, failure: failureOf(error) });
  }
}

/** New counts, from whoever asked for them. */
export function takeCounts(service: Service): void {
  const live = useLive.getState();
  if (live.kind === 'ready' && service.url === live.service.url) useLive.setState({ ...live, service });
}

/** The service of the profile that is shown. */
export function openFolder(): void {
  const live = useLive.getState();
  if (live.kind !== 'none') openAddress(folderOf(live.url));
}

/** Follows the page's address. To be called once, when the page starts. */
export function followLive(): void {
  const follow = () => {
    const url = useAddress.getState().live;
    // Whoever looks at a file comes back to the program he left.
    if (url === undefined || url === shownUrl()) return;
    if (url === '') useLive.setState({ kind: 'none' }, true);
    else if (allowed.has(url)) void look(url);
    else useLive.setState({ kind: 'unasked', url }, true);
  };
  follow();
  useAddress.subscribe(follow);
}

function shownUrl(): string {
  const live = useLive.getState();
  return live.kind === 'none' ? '' : live.url;
}

async function look(url: string): Promise<void> {
  if (readLiveAddress(url).kind === 'profile') {
    useLive.setState({ kind: 'profile', url }, true);
    return;
  }
  useLive.setState({ kind: 'asking', url }, true);
  const { signal } = new AbortController();
  try {
    const service = await ask('index', url, signal);
    settle(url, { kind: 'ready', url, service, cmdline: [] });
    if (!service.cmdline) return;
    const cmdline = await ask('cmdline', `${service.url}cmdline`, signal);
    const live = useLive.getState();
    if (live.kind === 'ready') settle(url, { ...live, cmdline });
  } catch (error) {
    // Without its command line the program is as good.
    if (useLive.getState().kind === 'asking') settle(url, { kind: 'failed', url, failure: failureOf(error) });
  }
}

/** What comes for an address that one has left is too late. */
function settle(url: string, live: Live): void {
  if (shownUrl() === url) useLive.setState(live, true);
}
