import type { Progress } from '#engine/protocol.ts';
import type { FetchStatus, Target } from '#model/live.ts';
import { codeFromJson, placeToJson, type CodePlace, type FoundCode, type FoundCodeJson } from '#model/machineCode.ts';
import { setCodeServer } from '#state/code.ts';
import { download } from '#state/download.ts';
import { planOfAddress } from '#state/live/plans.ts';
import { fetchProfile, setCompanion } from '#state/live/reach.ts';
import { allowNamed } from '#state/live/service.ts';
import { setLive, useAddress } from '#state/options.ts';
import { mergeOnceOpen, openBeside, openFrom } from '#state/session.ts';
import { setSourceServer, type ServerSource } from '#state/sources.ts';
import { watchFiles, type WatchedFile } from '#state/watched.ts';
import type { SourceReply } from './files.ts';

/** The token of this tab; a reload finds it here. */
const KEY = 'proflens.token';

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly isPart?: boolean;
}

/**
 * Opens the files named on the command line, where this page was started from one. To be called once, before the address
 * is read: the code in it is exchanged for a token and taken out, so that no history holds it.
 */
export async function openServedFiles(): Promise<void> {
  const token = await tokenOfTab();
  if (token === undefined) return;
  const response = await fetch('/api/files', { headers: headersOf(token) });
  if (!response.ok) return forget();
  setSourceServer((path) => sourceText(token, path));
  setCodeServer((place) => codeOf(token, place));
  const files: unknown = await response.json();
  if (!Array.isArray(files)) return;
  // Whoever comes back to a running program stays there.
  const open = useAddress.getState().live === undefined ? openFrom : openBeside;
  const ofTargets = await openTargets(token, open, files.length === 0);
  const openFile = (how: Opener, { id, name }: Listed) => how(name, (onProgress, signal) => download(`/api/files/${id}`, onProgress, signal, headersOf(token)));
  const ofFiles = (files as readonly Listed[]).flatMap((file) => {
    const tab = openFile(open, file);
    return file.isPart === true ? [tab] : [];
  });
  mergeOnceOpen([...ofFiles, ...ofTargets], open === openFrom);
  void watchFiles(
    () => watched(token),
    (file) => openFile(openFrom, file),
  );
}

/** What is there now of what the command names; undefined where it looks at nothing. */
async function watched(token: string): Promise<readonly WatchedFile[] | undefined> {
  const response = await fetch('/api/watched', { headers: headersOf(token) });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return ((await response.json()) as readonly WatchedFile[] | null) ?? undefined;
}

type Opener = typeof openFrom;

/**
 * Takes the server for a companion, if it is one, and opens the programs and the profiles of programs that its command named.
 * @returns the tabs of those that are to be looked at together
 */
async function openTargets(token: string, open: Opener, isFirst: boolean): Promise<number[]> {
  const response = await fetch('/api/targets', { headers: headersOf(token) });
  if (!response.ok) return [];
  setCompanion(token);
  const targets = (await response.json()) as readonly Target[];
  const services = targets.filter(({ kind }) => kind === 'service');
  for (const { url } of services) allowNamed(url);
  const parts: number[] = [];
  for (const { name, url, isPart } of targets.filter(({ kind }) => kind === 'profile')) {
    const tab = open(name, (onProgress, signal) => profileFrom(url, onProgress, signal), url);
    if (isPart) parts.push(tab);
  }
  if (isFirst && services.length > 0 && services.length === targets.length && useAddress.getState().live === undefined) setLive(services[0].url);
  return parts;
}

/** How much of the way to a profile its gathering is; the rest is to read it. */
const GATHERING = 0.9;

/** A profile of a program that the command named; what is gathered for a while takes that while. */
async function profileFrom(url: string, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Blob> {
  const { seconds } = planOfAddress(url);
  const start = Date.now();
  let bytesRead = 0;
  const show = () => onProgress({ bytesRead, bytesTotal: 0, done: seconds === 0 ? 0 : Math.min(1, (Date.now() - start) / 1000 / seconds) * GATHERING, samples: 0 });
  const timer = setInterval(show, 250);
  try {
    const onStatus = ({ bytes }: FetchStatus) => {
      bytesRead = bytes;
      show();
    };
    return await fetchProfile({ url, seconds }, onStatus, signal);
  } finally {
    clearInterval(timer);
  }
}

/** Nothing where the server has none, or where no profile of its command names the file. */
async function sourceText(token: string, path: string): Promise<ServerSource> {
  const response = await fetch('/api/source', { method: 'POST', headers: { ...headersOf(token), 'Content-Type': 'application/json' }, body: JSON.stringify({ path }) });
  if (!response.ok) return {};
  const { text, sourcePath } = (await response.json()) as SourceReply;
  return { ...(text !== null && { text }), ...(sourcePath !== undefined && { sourcePath }) };
}

async function codeOf(token: string, place: CodePlace): Promise<FoundCode> {
  const response = await fetch('/api/disasm', { method: 'POST', headers: { ...headersOf(token), 'Content-Type': 'application/json' }, body: JSON.stringify(placeToJson(place)) });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return codeFromJson((await response.json()) as FoundCodeJson);
}

async function tokenOfTab(): Promise<string | undefined> {
  const [, code, address = '/flame'] = /^#c=([\w-]+)(\/.*)?$/s.exec(location.hash) ?? [];
  if (code === undefined) return sessionStorage.getItem(KEY) ?? undefined;
  history.replaceState(history.state, '', `#${address}`);
  const response = await fetch('/api/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code }) });
  if (!response.ok) {
    useAddress.setState({ notices: ['This address was opened before, or too late. Press Enter in the terminal for another, or drop the file here.'] });
    return undefined;
  }
  const { token } = (await response.json()) as { readonly token: string };
  sessionStorage.setItem(KEY, token);
  return token;
}

/** The server of before is gone, and its files with it. */
function forget(): void {
  sessionStorage.removeItem(KEY);
}

function headersOf(token: string): Readonly<Record<string, string>> {
  return { 'X-Proflens-Token': token };
}
