import type { LabelParts } from '#model/builder.ts';
import type { Profile } from '#model/profile.ts';
import { profileOfRecordings, recordingOf, type Recording } from './cpuProfile.ts';
import type { JsonForm } from './jsonForm.ts';
import { isObject, listOf, numberOf, shown, type JsonObject } from './jsonValue.ts';
import { ParseError } from './parseError.ts';

/**
 * The CPU profiles in a trace of Chrome's Performance panel: each thread's, in a `CpuProfile` event as a whole, or in a
 * `Profile` event and `ProfileChunk` events. All go into one profile; labels tell `pid`, `tid` and the thread's name.
 * Other events are passed over. Source: Chrome DevTools, front_end/models/trace/handlers/SamplesHandler.ts.
 */
export const chromeTrace: JsonForm = {
  name: 'Chrome traces with CPU profiles',
  understands: (file) => {
    const events = eventsOf(file);
    return Array.isArray(events) && events.some((event) => isObject(event) && 'ph' in event);
  },
  profileOf: (file) => profileOfEvents(listOf(eventsOf(file), () => 'traceEvents')),
};

function eventsOf(file: unknown): unknown {
  return isObject(file) ? file.traceEvents : file;
}

function profileOfEvents(list: readonly unknown[]): Profile {
  const events = list.filter(isObject);
  const recordings = recordingsOf(events).filter(({ nodes }) => nodes.length > 0);
  if (recordings.length === 0) throw new ParseError(`this trace has no CPU profile in it: none of its ${list.length} events is named "Profile" or "CpuProfile"`);
  return profileOfRecordings(recordings);
}

/** What the events of one profile tell, put together. */
interface Parts {
  /** The event that came first, which is of the thread that was recorded. */
  readonly thread: JsonObject;
  readonly startTime: unknown;
  endTime?: unknown;
  readonly nodes: unknown[];
  readonly samples: unknown[];
  readonly timeDeltas: unknown[];
  readonly lines: unknown[];
}

function recordingsOf(events: readonly JsonObject[]): Recording[] {
  const names = threadNames(events);
  const recording = (thread: JsonObject, file: JsonObject): Recording => ({ ...recordingOf(file, placeOf(thread, names)), labels: labelsOf(thread, names), isLossy: true });
  const wholes: Recording[] = [];
  const parts = new Map<string, Parts>();
  for (const event of inOrder(events.filter(({ name }) => name === 'Profile' || name === 'ProfileChunk' || name === 'CpuProfile'))) {
    const data = fieldOf(fieldOf(event, 'args'), 'data');
    const id = `${wordOf(event.pid)}:${wordOf(event.id ?? event.tid)}`;
    if (event.name === 'Profile') parts.set(id, { thread: event, startTime: data.startTime, nodes: [], samples: [], timeDeltas: [], lines: [] });
    else if (event.name === 'ProfileChunk') addChunk(parts.get(id), data, `a ProfileChunk of ${id}: `);
    else if (isObject(data.cpuProfile)) wholes.push(recording(event, data.cpuProfile));
  }
  return [...wholes, ...Array.from(parts.values(), (part) => recording(part.thread, { ...part }))];
}

function addChunk(parts: Parts | undefined, data: JsonObject, place: string): void {
  // The beginning of a trace may be lost.
  if (parts === undefined) return;
  const { nodes, samples } = fieldOf(data, 'cpuProfile');
  const append = (to: unknown[], values: unknown, name: string) => {
    for (const value of listOf(values ?? [], () => place + name)) to.push(value);
  };
  append(parts.nodes, nodes, 'nodes');
  append(parts.samples, samples, 'samples');
  append(parts.timeDeltas, data.timeDeltas, 'timeDeltas');
  append(parts.lines, data.lines, 'lines');
  while (parts.lines.length < parts.samples.length) parts.lines.push(0);
  parts.endTime = data.endTime ?? parts.endTime;
}

/** Empty where it is missing, as it is in traces that were cut to size. */
function fieldOf(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isObject(value) ? value : {};
}

/** Threads write their events each when they please. */
function inOrder(events: readonly JsonObject[]): JsonObject[] {
  const timed = events.map((event) => ({ event, time: numberOf(event.ts ?? 0, () => `the ts of a ${wordOf(event.name)} event`) }));
  return timed.sort((a, b) => a.time - b.time).map(({ event }) => event);
}

function threadNames(events: readonly JsonObject[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const event of events) {
    const { name } = fieldOf(event, 'args');
    if (event.name === 'thread_name' && typeof name === 'string') names.set(threadOf(event), name);
  }
  return names;
}

function threadOf({ pid, tid }: JsonObject): string {
  return `${wordOf(pid)}:${wordOf(tid)}`;
}

function wordOf(id: unknown): string {
  return typeof id === 'string' ? id : shown(id);
}

function placeOf(event: JsonObject, names: ReadonlyMap<string, string>): string {
  return `the profile of thread ${names.get(threadOf(event)) ?? threadOf(event)}: `;
}

function labelsOf(event: JsonObject, names: ReadonlyMap<string, string>): LabelParts[] {
  const name = names.get(threadOf(event));
  const labels: LabelParts[] = name === undefined ? [] : [{ key: 'thread', text: name }];
  for (const key of ['pid', 'tid']) {
    const number = event[key];
    if (Number.isSafeInteger(number)) labels.push({ key, number: Number(number) });
  }
  return labels;
}
