import type { MemStats, Service, Vars } from '#model/live.ts';
import type { ChartUnit } from '#layout/timeChart.ts';

/** What a moment's answers come to, by the columns of the monitor's history. */
export type Reading = ReadonlyMap<string, number>;

/** Counts of the index page: `count goroutine`. */
export function readCounts({ profiles }: Service): Reading {
  return new Map(profiles.flatMap(({ name, count }) => (count === undefined ? [] : [[`count ${name}`, count] as const])));
}

/** The memory at a moment, to compare the next with. */
export interface MemoryBefore {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly stats: MemStats;
}

/** The memory, and what it did since it was asked before. */
export function readMemory(stats: MemStats, time: number, before: MemoryBefore | undefined): Reading {
  const now: [string, number][] = [
    ['memory inuse', stats.heapInuse],
    ['memory alloc', stats.heapAlloc],
    ['memory next', stats.nextGC],
    ['memory objects', stats.heapObjects],
    ['memory sys', stats.sys],
    ['memory stacks', stats.stackInuse],
    ['memory gc share', stats.gcCPUFraction],
  ];
  // A program that started anew counts from 0 again.
  if (before === undefined || stats.numGC < before.stats.numGC || stats.totalAlloc < before.stats.totalAlloc) return new Map(now);
  const seconds = (time - before.time) / 1000;
  const pauses = pausesSince(stats, before.stats.numGC);
  const since: [string, number][] = [
    ['memory rate', (stats.totalAlloc - before.stats.totalAlloc) / seconds],
    ['memory collections', ((stats.numGC - before.stats.numGC) / seconds) * 60],
    ...(pauses.length === 0 ? [] : [['memory pause', Math.max(...pauses)] as [string, number]]),
  ];
  return new Map([...now, ...since]);
}

/**
 * The pauses of the collections since, in nanoseconds, the oldest first. Of more than 256 only the last are known.
 * @param since collections that were known of before
 */
export function pausesSince({ numGC, pauseNs }: MemStats, since: number): number[] {
  const count = Math.min(numGC - since, pauseNs.length);
  return Array.from({ length: Math.max(0, count) }, (_, i) => pauseNs[(numGC - count + i) % pauseNs.length]);
}

/** Numbers that the program publishes by itself. */
export function readVars({ numbers }: Vars): Reading {
  return new Map(numbers.map(({ name, value }) => [`var ${name}`, value]));
}

/** A chart: columns of one unit that belong together. */
export interface ChartPlan {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly unit: ChartUnit;
  readonly lines: readonly { readonly column: string; readonly title: string }[];
}

const one = (column: string, title: string, unit: ChartUnit, help: string): ChartPlan => ({ id: column, title, help, unit, lines: [{ column, title }] });

const KNOWN: readonly ChartPlan[] = [
  one('count goroutine', 'Goroutines', 'count', 'As the index page counts them.'),
  {
    id: 'heap',
    title: 'Heap',
    help: 'In use: spans with at least one object. Alloc: objects, dead ones that were not swept too. Next GC: where the collector starts.',
    unit: 'bytes',
    lines: [
      { column: 'memory inuse', title: 'in use' },
      { column: 'memory alloc', title: 'alloc' },
      { column: 'memory next', title: 'next GC' },
    ],
  },
  one('memory rate', 'Allocation rate', 'bytes/s', 'Bytes allocated since the answer before, a second.'),
  one('memory collections', 'Collections', 'per minute', 'Runs of the garbage collector since the answer before, a minute.'),
  one('memory pause', 'Longest pause', 'ns', 'The longest stop of the program for a collection since the answer before.'),
  one('memory gc share', 'GC CPU', 'share', 'Share of the CPU time that the collector took since the program started.'),
  one('memory objects', 'Heap objects', 'count', 'Objects on the heap, dead ones that were not swept too.'),
  {
    id: 'system',
    title: 'From the system',
    help: 'All memory that the runtime took from the system, and stacks in it.',
    unit: 'bytes',
    lines: [
      { column: 'memory sys', title: 'all' },
      { column: 'memory stacks', title: 'stacks' },
    ],
  },
  one('count threadcreate', 'Threads created', 'count', 'As the index page counts them; the runtime keeps threads that it created.'),
];

/** Counts that say how much there is to see in a profile, and nothing of the program: entries of heap and allocs are the same. */
const ENTRIES = new Set(['count heap', 'count allocs']);

/** The charts that there are columns for, in their order; what the program has of its own comes last. */
export function chartsOf(columns: Iterable<string>): readonly ChartPlan[] {
  const there = new Set(columns);
  const known = KNOWN.filter(({ lines }) => lines.some(({ column }) => there.has(column))).map((chart) => ({ ...chart, lines: chart.lines.filter(({ column }) => there.has(column)) }));
  const drawn = new Set(known.flatMap(({ lines }) => lines.map(({ column }) => column)));
  const own = [...there].filter((column) => !drawn.has(column) && !ENTRIES.has(column));
  const charts = [...known, ...own.map(ownChart)];
  const isTwice = ({ title }: ChartPlan) => charts.filter((chart) => chart.title === title).length > 1;
  // A program may publish a number under the name of a profile.
  return charts.map((chart) => (isTwice(chart) && chart.id.startsWith('var ') ? { ...chart, title: `${chart.title} (expvar)` } : chart));
}

function ownChart(column: string): ChartPlan {
  const [, source, name] = /^(\w+) (.*)$/s.exec(column) ?? [];
  if (source === 'count') return one(column, name, 'count', 'Entries of this profile, as the index page counts them.');
  const unit = source !== 'chart' ? 'count' : /bytes|alloc/i.test(name) ? 'bytes' : /pause/i.test(name) ? 'ns' : 'count';
  return one(column, name, unit, source === 'var' ? 'A number of the program’s own, by expvar.' : 'Of the program’s /debug/charts.');
}

/** How people call a column: `goroutines`, `heap next GC`. */
export function columnTitle(column: string): string {
  const chart = chartsOf([column]).at(0);
  if (chart === undefined) return column.replace(/^\w+ /, '');
  const [line] = chart.lines;
  const title = line.title === chart.title ? chart.title : `${chart.title} ${line.title}`;
  // Not of what is short for something: GC CPU.
  return /^[A-Z][^A-Z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
