import { create } from 'zustand';
import { workerUrl } from '#engine/workerUrl.ts';
import type { FetchFailure, MemStats, Series } from '#model/live.ts';
import { createHistory, record, type History } from '#model/history.ts';
import { MEM_STATS_BYTES, parseMemStats } from '#parsers/live/memStats.ts';
import { capture } from './captures.ts';
import { AT_ONCE, choicesOf, planOf } from './plans.ts';
import { ask, fetchProfile } from './reach.ts';
import { chartsOf, columnTitle, readCounts, readMemory, readVars, type MemoryBefore, type Reading } from './readings.ts';
import { judge, ruleText, type Rule, type RuleTest } from './rules.ts';
import { takeCounts, useLive } from './service.ts';
import tickUrl from './tickWorker.ts?worker&url';
import { failureOf } from './transport.ts';

/** A program that is asked again and again, and what it said. */
export interface Monitor {
  /** The folder of profiles; empty where none was watched yet. */
  readonly service: string;
  readonly isRunning: boolean;
  /** Seconds from one question to the next. */
  readonly interval: number;
  /** Whether nothing is asked while the tab is hidden. */
  readonly pausesHidden: boolean;
  readonly sources: Readonly<Record<SourceId, Source>>;
  readonly rules: readonly Rule[];
  /** What was measured, by source, as each is asked in its own time. It is written to: `rows` tells that it has more. */
  readonly histories: Readonly<Record<SourceId, History>>;
  readonly rows: number;
}

/** Where numbers come from. */
export type SourceId = (typeof SOURCE_IDS)[number];
export const SOURCE_IDS = ['counts', 'memory', 'vars', 'charts'] as const;

export interface Source {
  readonly isOn: boolean;
  readonly url: string;
  /** What the last answer cost: milliseconds until it was there, and bytes where these are known. */
  readonly cost: { readonly bytes: number | undefined; readonly time: number } | undefined;
  readonly failure: FetchFailure | undefined;
}

/** Rows of a history: six hours at one a second. */
const ROWS = 6 * 3600;
export const INTERVALS = [1, 2, 5, 10, 30, 60] as const;

export const useMonitor = create<Monitor>(() => stopped(''));

function stopped(service: string): Monitor {
  const histories = { counts: createHistory(ROWS), memory: createHistory(ROWS), vars: createHistory(ROWS), charts: createHistory(ROWS) };
  return { service, isRunning: false, interval: 1, pausesHidden: false, sources: sourcesOf(service), rules: [], histories, rows: 0 };
}

function sourcesOf(service: string): Monitor['sources'] {
  // Where /debug/pprof/ stands below a prefix, so will its neighbours.
  const beside = (path: string) => (service === '' ? '' : service.endsWith('/debug/pprof/') ? new URL(`../${path}`, service).href : new URL(`/debug/${path}`, service).href);
  const source = (url: string, isOn = false): Source => ({ isOn, url, cost: undefined, failure: undefined });
  return { counts: source(service, true), memory: source(`${service}heap?debug=1`), vars: source(beside('vars')), charts: source(beside('charts/data')) };
}

/** Watches a program; what was known of another is given up. */
export function startMonitor(service: string): void {
  const known = useMonitor.getState();
  if (known.service !== service) memoryBefore = undefined;
  useMonitor.setState({ ...(known.service === service ? known : { ...stopped(service), interval: known.interval, pausesHidden: known.pausesHidden }), isRunning: true }, true);
  tickEvery(useMonitor.getState().interval);
  tick();
}

export function stopMonitor(): void {
  useMonitor.setState({ isRunning: false });
  ticker?.terminate();
  ticker = undefined;
  for (const controller of asking.values()) controller.abort();
}

export function setPollInterval(interval: number): void {
  useMonitor.setState({ interval });
  if (useMonitor.getState().isRunning) tickEvery(interval);
}

export function setPausesHidden(pausesHidden: boolean): void {
  useMonitor.setState({ pausesHidden });
}

/** Asks a source from now on, or no more. */
export function setSource(id: SourceId, change: Partial<Pick<Source, 'isOn' | 'url'>>): void {
  changeSource(id, { ...change, failure: undefined });
  if (change.isOn === true && useMonitor.getState().isRunning) void poll(id);
  if (change.isOn === false) asking.get(id)?.abort();
}

let lastRule = 0;

export function addRule(column: string, test: RuleTest, captures: readonly string[]): void {
  const unit = chartsOf([column]).at(0)?.unit ?? 'count';
  const rule: Rule = { id: ++lastRule, column, title: columnTitle(column), unit, test, captures, holds: false, acted: [] };
  useMonitor.setState(({ rules }) => ({ rules: [...rules, rule] }));
  judgeRules(sourceOf(column));
}

export function removeRule(id: number): void {
  useMonitor.setState(({ rules }) => ({ rules: rules.filter((rule) => rule.id !== id) }));
}

/** The history that a column is in. */
export function sourceOf(column: string): SourceId {
  const [word] = column.split(' ', 1);
  return word === 'count' ? 'counts' : word === 'memory' ? 'memory' : word === 'var' ? 'vars' : 'charts';
}

/** Takes a profile of the program that is watched, of what is now; CPU for as long as is usual. */
export function captureNow(name: string, why = ''): void {
  const { service } = useMonitor.getState();
  const { usualSeconds } = choicesOf({ name, description: '' });
  void capture(planOf({ name, href: `${service}${name}` }, service, { ...AT_ONCE, seconds: usualSeconds }), why);
}

let ticker: Worker | undefined;
/** Sources whose answer is not there yet: a slow program is not asked twice at a time. */
const asking = new Map<SourceId, AbortController>();
let memoryBefore: MemoryBefore | undefined;

function tickEvery(seconds: number): void {
  ticker ??= new Worker(workerUrl(tickUrl), { type: 'module' });
  ticker.onmessage = tick;
  ticker.postMessage(seconds * 1000);
}

function tick(): void {
  const { isRunning, pausesHidden, sources } = useMonitor.getState();
  if (!isRunning || (pausesHidden && document.hidden)) return;
  for (const id of SOURCE_IDS) if (sources[id].isOn) void poll(id);
}

async function poll(id: SourceId): Promise<void> {
  if (asking.has(id)) return;
  const controller = new AbortController();
  asking.set(id, controller);
  const { service, sources } = useMonitor.getState();
  const before = performance.now();
  try {
    const bytes = await READERS[id](sources[id].url, controller.signal);
    changeSource(id, { cost: { bytes, time: performance.now() - before }, failure: undefined }, service);
    judgeRules(id);
  } catch (error) {
    if (!controller.signal.aborted) changeSource(id, { failure: failureOf(error) }, service);
  } finally {
    asking.delete(id);
  }
}

/** Asks a source and writes down what it said. Each returns how many bytes that was; undefined where the companion made it short. */
const READERS: Readonly<Record<SourceId, (url: string, signal: AbortSignal) => Promise<number | undefined>>> = {
  counts: async (url, signal) => {
    const service = await ask('index', url, signal);
    takeCounts(service);
    write('counts', Date.now(), readCounts(service), url);
    return undefined;
  },
  memory: async (url, signal) => {
    const content = await fetchProfile({ url }, () => undefined, signal);
    const stats = parseMemStats(await content.slice(-MEM_STATS_BYTES).text());
    if (stats !== undefined) writeMemory(stats, url);
    return content.size;
  },
  vars: async (url, signal) => {
    const vars = await ask('vars', url, signal);
    // One of the two is enough to know the memory by.
    if (vars.memStats !== undefined && !useMonitor.getState().sources.memory.isOn) writeMemory(vars.memStats, url);
    write('vars', Date.now(), readVars(vars), url);
    return undefined;
  },
  charts: async (url, signal) => {
    const series = await ask('charts', url, signal);
    for (const [time, reading] of rowsOf(series)) write('charts', time, reading, url);
    return undefined;
  },
};

function writeMemory(stats: MemStats, url: string): void {
  const time = Date.now();
  write('memory', time, readMemory(stats, time, memoryBefore), url);
  memoryBefore = { time, stats };
}

/** A feed tells all that it knows each time, each series with its own times. */
function rowsOf(series: readonly Series[]): Iterable<[number, Reading]> {
  const rows = new Map<number, Map<string, number>>();
  for (const { name, times, values } of series) {
    times.forEach((time, i) => {
      const row = rows.get(time) ?? new Map<string, number>();
      row.set(`chart ${name}`, values[i]);
      rows.set(time, row);
    });
  }
  return [...rows].sort(([a], [b]) => a - b);
}

/** An answer that comes after another program is watched is that of the one before. */
function write(id: SourceId, time: number, reading: Reading, url: string): void {
  const { histories, sources } = useMonitor.getState();
  const isOfNow = Object.values(sources).some((source) => source.url === url);
  if (!isOfNow) return;
  record(histories[id], time, reading);
  useMonitor.setState(({ rows }) => ({ rows: rows + 1 }));
}

function changeSource(id: SourceId, change: Partial<Source>, service = useMonitor.getState().service): void {
  if (service !== useMonitor.getState().service) return;
  useMonitor.setState(({ sources }) => ({ sources: { ...sources, [id]: { ...sources[id], ...change } } }));
}

function judgeRules(id: SourceId): void {
  const { rules, histories } = useMonitor.getState();
  const now = Date.now();
  const judged = rules.map((rule) => (sourceOf(rule.column) === id ? judge(rule, histories[id], now) : { rule, acts: false }));
  useMonitor.setState({ rules: judged.map(({ rule }) => rule) });
  for (const { rule, acts } of judged) if (acts) for (const name of rule.captures) captureNow(name, ruleText(rule));
}

/** What was watched stops when one looks at another program. */
useLive.subscribe((live) => {
  const { service, isRunning } = useMonitor.getState();
  if (isRunning && live.kind === 'ready' && live.service.url !== service) stopMonitor();
});
