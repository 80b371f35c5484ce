import { create } from 'zustand';
import type { Opened } from '#engine/client.ts';
import type { Facts, Failure, Progress } from '#engine/protocol.ts';
import { DEFAULTS } from '#model/options.ts';
import { engine } from './engine.ts';
import { TransportError } from './live/transport.ts';
import { fitOptions, setLive } from './options.ts';
import { keepFile } from './recentFiles.ts';

/** What this tab has open, until it is closed. */
export interface Session {
  /** In the order of their tabs. */
  readonly files: readonly SessionFile[];
  /** The file that is looked at; undefined when none is open. */
  readonly active: number | undefined;
  /** Names of the functions selected, in all views alike. */
  readonly selected: ReadonlySet<string>;
  /** What to look for in every view: plain text, or RE2 behind "re:". */
  readonly find: string;
}

export type SessionFile =
  | { readonly kind: 'loading'; readonly id: number; readonly name: string; readonly progress: Progress; /** Its program is asked for the names of addresses. */ readonly isNaming?: boolean }
  | { readonly kind: 'ready'; readonly id: number; readonly name: string; readonly facts: Facts; readonly of?: readonly number[] }
  | { readonly kind: 'failed'; readonly id: number; readonly name: string; readonly failure: Failure };

export const useSession = create<Session>(() => ({ files: [], active: undefined, selected: new Set<string>(), find: '' }));

/** Where a file's bytes come from: what was dropped or pasted, or an address of this page's own server. */
export type Source = Blob | ((onProgress: (progress: Progress) => void, signal: AbortSignal) => Promise<Blob>);

/** Opens each in a tab of its own; the first of them is shown. */
export function openFiles(files: Iterable<File>): void {
  const opened = [...files].map((file) => addFile(file.name, file));
  if (opened.length > 0) showFile(opened[0]);
}

export function openText(text: string): void {
  showFile(addFile('pasted text', new Blob([text])));
}

/** Opens what an address of this page's own server sends, and looks at it; returns the tab's id. */
export function openFrom(name: string, source: Source, program?: string): number {
  const id = addFile(name, source, program);
  showFile(id);
  return id;
}

/**
 * Opens it in a tab of its own, whose id it returns; the one that is looked at stays.
 * @param program the profile's address, where it is a running program's: that may know the names of its addresses
 */
export function openBeside(name: string, source: Source, program?: string): number {
  const id = addFile(name, source, program);
  if (useSession.getState().active === undefined) setActive(id);
  return id;
}

/**
 * A tab with what the tabs hold together. It lasts as long as they do.
 * @param tabs ids of two or more that are open
 */
export async function mergeTabs(tabs: readonly number[], isShown = true): Promise<void> {
  const parts = tabs.map((id) => fileOf(useSession.getState(), id)).filter((file) => file?.kind === 'ready');
  const of = parts.flatMap((file) => file.of ?? [file.id]);
  const id = ++lastId;
  const name = parts.map((file) => file.name).join(' + ');
  useSession.setState(({ files }) => ({ files: [...files, { kind: 'loading', id, name, progress: UNKNOWN }] }));
  if (isShown) showFile(id);
  const [file, ...added] = of;
  const reply = await engine.ask({ report: 'facts', file, added, options: DEFAULTS }, `facts of ${id}`);
  if (reply.kind === 'answer' && reply.answer.report === 'facts') replaceFile({ kind: 'ready', id, name, facts: reply.answer.facts, of });
  else replaceFile({ kind: 'failed', id, name, failure: reply.kind === 'failed' ? reply.failure : { cause: 'cancelled', message: 'One of the files was closed.' } });
  if (useSession.getState().active === id) setActive(id);
}

/** The same once all of them are open; nothing where one of them fails or is closed before. */
export function mergeOnceOpen(tabs: readonly number[], isShown: boolean): void {
  if (tabs.length < 2) return;
  const leave = useSession.subscribe((session) => {
    const files = tabs.map((id) => fileOf(session, id));
    if (files.some((file) => file?.kind === 'loading')) return;
    leave();
    if (files.every((file) => file?.kind === 'ready')) void mergeTabs(tabs, isShown);
  });
}

/** Gives up a file that is loading. */
export function cancel(id: number): void {
  closeFile(id);
}

export function closeFile(id: number): void {
  loads.get(id)?.abort();
  loads.delete(id);
  sources.delete(id);
  engine.close(id);
  useSession.setState(({ files, active }) => {
    const row = files.findIndex((file) => file.id === id);
    // A merge goes with what it is of.
    const left = files.filter((file) => file.id !== id && !(file.kind === 'ready' && file.of?.includes(id) === true));
    return { files: left, active: left.some((file) => file.id === active) ? active : left[Math.min(row, left.length - 1)]?.id };
  });
}

/** Loads a file that failed once more. */
export function retry(id: number): void {
  const origin = sources.get(id);
  const file = fileOf(useSession.getState(), id);
  if (origin !== undefined && file?.kind === 'failed') void load(id, file.name, origin);
}

/** Looks at a file, wherever one was. */
export function showFile(id: number): void {
  setActive(id);
  setLive(undefined);
}

export function setActive(id: number): void {
  useSession.setState({ active: id });
  const file = fileOf(useSession.getState(), id);
  if (file?.kind === 'ready') fitOptions(file.facts.sampleTypes);
}

export function selectFunctions(names: Iterable<string>): void {
  useSession.setState({ selected: new Set(names) });
}

export function setFind(find: string): void {
  useSession.setState({ find });
}

export function fileOf(session: Session, id: number | undefined): SessionFile | undefined {
  return session.files.find((file) => file.id === id);
}

export function activeFile(session: Session): SessionFile | undefined {
  return fileOf(session, session.active);
}

let lastId = 0;
/** What is needed to load a file once more. */
const sources = new Map<number, Origin>();
const loads = new Map<number, AbortController>();

interface Origin {
  readonly source: Source;
  readonly program: string | undefined;
}

function addFile(name: string, source: Source, program?: string): number {
  const id = ++lastId;
  const origin = { source, program };
  sources.set(id, origin);
  useSession.setState(({ files }) => ({ files: [...files, { kind: 'loading', id, name, progress: UNKNOWN }] }));
  void load(id, name, origin);
  return id;
}

const UNKNOWN: Progress = { bytesRead: 0, bytesTotal: 0, done: 0, samples: 0 };

async function load(id: number, name: string, { source, program }: Origin): Promise<void> {
  const controller = new AbortController();
  loads.set(id, controller);
  const show = (file: SessionFile) => {
    if (!controller.signal.aborted) replaceFile(file);
  };
  const onProgress = (progress: Progress) => show({ kind: 'loading', id, name, progress });
  onProgress(UNKNOWN);
  try {
    const content = source instanceof Blob ? source : await source(onProgress, controller.signal);
    if (controller.signal.aborted) return;
    const onNaming = () => show({ kind: 'loading', id, name, progress: { bytesRead: content.size, bytesTotal: content.size, done: 1, samples: 0 }, isNaming: true });
    const opened = await withNames(id, await engine.open(id, name, content, onProgress, program).promise, onNaming, controller.signal);
    if (opened.kind === 'failed') show({ kind: 'failed', id, name, failure: opened.failure });
    else {
      show({ kind: 'ready', id, name, facts: opened.facts });
      if (source instanceof Blob) void keepFile(name, source);
      if (useSession.getState().active === id) setActive(id);
    }
  } catch (error) {
    show({ kind: 'failed', id, name, failure: failureOf(error) });
  }
}

/** What was opened, once its program was asked for the names that it may know. */
async function withNames(id: number, opened: Opened, onNaming: () => void, signal: AbortSignal): Promise<Opened> {
  if (opened.kind === 'failed' || opened.unnamed === undefined || signal.aborted) return opened;
  onNaming();
  const { toldNames } = await import('./live/toldNames.ts');
  return engine.name(id, await toldNames(opened.unnamed, signal));
}

function failureOf(error: unknown): Failure {
  if (error instanceof TransportError) return { cause: 'fetch', message: `${error.failure.message.replace(/\.$/, '')}. ${error.failure.next}` };
  return { cause: 'file', message: error instanceof Error ? error.message : String(error) };
}

function replaceFile(next: SessionFile): void {
  useSession.setState(({ files }) => ({ files: files.map((file) => (file.id === next.id ? next : file)) }));
}
