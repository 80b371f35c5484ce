import { create } from 'zustand';
import type { FetchFailure, FetchState } from '#model/live.ts';
import { handOver } from '#state/export.ts';
import { setBase, setView, useAddress } from '#state/options.ts';
import { fileOf, openBeside, showFile, useSession } from '#state/session.ts';
import { captureFile, captureName, type Plan } from './plans.ts';
import { fetchProfile } from './reach.ts';
import { failureOf } from './transport.ts';

/** A profile that was asked for, since this page was opened. */
export type Capture = Asked & (Running | Done | Failed | { readonly state: 'cancelled' });

interface Asked {
  readonly id: number;
  readonly plan: Plan;
  /** When it was asked for, and for a rule or by hand; milliseconds since 1970. */
  readonly time: number;
  /** The rule that asked for it; empty where it was somebody. */
  readonly why: string;
}

interface Running {
  readonly state: 'running';
  readonly fetch: FetchState;
  readonly bytes: number;
}

interface Done {
  readonly state: 'done';
  /** As its tab is called. */
  readonly name: string;
  /** What the program sent, byte for byte. */
  readonly content: Blob;
  /** The tab it was opened in, which may be closed by now; undefined for what has no view. */
  readonly tab: number | undefined;
}

interface Failed {
  readonly state: 'failed';
  readonly failure: FetchFailure;
}

export type DoneCapture = Asked & Done;

export interface Captures {
  /** The newest first. */
  readonly captures: readonly Capture[];
  /** Whether one that somebody waits for is shown when it is there. */
  readonly isShown: boolean;
}

export const useCaptures = create<Captures>(() => ({ captures: [], isShown: true }));

export function setShown(isShown: boolean): void {
  useCaptures.setState({ isShown });
}

/** So many are remembered; what is beyond keeps its tab and loses its place in the list. */
const MOST = 100;

let lastId = 0;
const controllers = new Map<number, AbortController>();

/**
 * Takes a profile and opens it in a tab. One that somebody waits for, as it is the only one and he still looks on, is
 * shown.
 * @param why the rule that asks for it; empty where somebody does
 */
export async function capture(plan: Plan, why = ''): Promise<void> {
  const id = ++lastId;
  const asked: Asked = { id, plan, time: Date.now(), why };
  const controller = new AbortController();
  controllers.set(id, controller);
  add({ ...asked, state: 'running', fetch: 'resolving', bytes: 0 });
  try {
    const request = { url: plan.url, ...(plan.seconds > 0 && { seconds: plan.seconds }) };
    const content = await fetchProfile(request, ({ state, bytes }) => replace({ ...asked, state: 'running', fetch: state, bytes }), controller.signal);
    if (!controller.signal.aborted) open(asked, content);
  } catch (error) {
    replace(controller.signal.aborted ? { ...asked, state: 'cancelled' } : { ...asked, state: 'failed', failure: failureOf(error) });
  } finally {
    controllers.delete(id);
  }
}

export function cancelCapture(id: number): void {
  controllers.get(id)?.abort();
}

/** Takes its place in the list away; a tab stays. */
export function forgetCapture(id: number): void {
  cancelCapture(id);
  useCaptures.setState(({ captures }) => ({ captures: captures.filter((known) => known.id !== id) }));
}

/** The capture's tab; opened again where it was closed. */
export function showCapture(done: DoneCapture): void {
  const tab = tabOf(done);
  if (tab !== undefined) show(done.plan, tab);
}

/** The capture of the same kind and service before this one, if there is one. */
export function captureBefore(captures: readonly Capture[], { id, plan }: DoneCapture): DoneCapture | undefined {
  return captures.find((known): known is DoneCapture => known.state === 'done' && known.tab !== undefined && known.id < id && known.plan.kind === plan.kind && known.plan.service === plan.service);
}

/** Shows a capture against the one before. Of what is gathered for a while two runs are compared; of what is, the earlier is subtracted. */
export function compareCaptures(now: DoneCapture, before: DoneCapture): void {
  const tab = tabOf(now);
  if (tab === undefined || tabOf(before) === undefined) return;
  show(now.plan, tab);
  setBase({ name: before.name, isDifference: now.plan.seconds > 0 });
}

/** Hands the bytes to the browser, as the program sent them. */
export function saveCapture({ plan, time, content }: DoneCapture): void {
  handOver(content, captureFile(plan, new Date(time)));
}

function open(asked: Asked, content: Blob): void {
  const name = freeName(captureName(asked.plan, new Date(asked.time)));
  if (asked.plan.form === 'trace') return replace({ ...asked, state: 'done', name, content, tab: undefined });
  const tab = openBeside(name, content, asked.plan.url);
  replace({ ...asked, state: 'done', name, content, tab });
  const { captures, isShown } = useCaptures.getState();
  const isWaitedFor = isShown && asked.why === '' && useAddress.getState().live !== undefined && !captures.some(({ state }) => state === 'running');
  if (isWaitedFor) show(asked.plan, tab);
}

/** Shows a tab in the view that one was in; one that is for goroutines alone shows nothing of what else was captured. */
function show({ kind }: Plan, tab: number): void {
  showFile(tab);
  if (useAddress.getState().view === 'goroutines' && !kind.startsWith('goroutine')) setView('flame');
}

function tabOf(done: DoneCapture): number | undefined {
  if (done.tab === undefined) return undefined;
  if (fileOf(useSession.getState(), done.tab) !== undefined) return done.tab;
  const tab = openBeside(done.name, done.content, done.plan.url);
  replace({ ...done, tab });
  return tab;
}

/** Tabs are told apart, and compared, by their names. */
function freeName(name: string): string {
  const taken = new Set(useSession.getState().files.map((file) => file.name));
  if (!taken.has(name)) return name;
  let count = 2;
  while (taken.has(`${name} (${count})`)) count++;
  return `${name} (${count})`;
}

function add(capture: Capture): void {
  useCaptures.setState(({ captures }) => ({ captures: [capture, ...captures].slice(0, MOST) }));
}

function replace(next: Capture): void {
  useCaptures.setState(({ captures }) => ({ captures: captures.map((known) => (known.id === next.id ? next : known)) }));
}
