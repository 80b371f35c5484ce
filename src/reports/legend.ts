import { abs64, truncate, type Int64 } from '#model/int64.ts';
import { baseName } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import { encodeText, decodeText } from '#model/text.ts';
import { isTime, label, percentage, scale } from '#model/units.ts';
import type { Profile } from '#model/profile.ts';
import { formatValue, type Measure, type Subject } from './subject.ts';
import { zoneName } from './zoneName.ts';

/** The lines that stand above a report. Source: internal/report/report.go (ProfileLabels, reportLabels). */

/** What holds for every report on the profile. */
export function profileLines({ profile, measure }: Subject, unit: string): string[] {
  const lines = [...fileLines(profile), ...profile.comments.filter((comment) => !comment.startsWith('#'))];
  if (measure.type.type !== '') lines.push(`Type: ${measure.type.type}`);
  if (profile.docUrl !== '') lines.push(`Doc: ${profile.docUrl}`);
  if (profile.timeNanos !== 0n) lines.push(`Time: ${localTime(profile.timeNanos)}`);
  if (profile.durationNanos !== 0n) lines.push(durationLine(profile, measure, unit));
  return lines;
}

/** The base name of the program, or empty. */
export function programName(profile: Profile): string {
  const file = profile.mappings.count > 0 ? profile.strings[profile.mappings.file[0]] : '';
  return file === '' ? '' : baseName(file);
}

function fileLines(profile: Profile): string[] {
  if (profile.mappings.count === 0) return [];
  const name = programName(profile);
  const buildId = profile.strings[profile.mappings.buildId[0]];
  return [...(name === '' ? [] : [`File: ${name}`]), ...(buildId === '' ? [] : [`Build ID: ${buildId}`])];
}

function durationLine(profile: Profile, measure: Measure, unit: string): string {
  const nanos = profile.durationNanos;
  const total = scale(measure.total, measure.type.unit, 'nanoseconds');
  const share = isTime(measure.type.unit) && total.value !== 0 ? `(${percentage(truncate(total.value), nanos)})` : '';
  return `Duration: ${label(nanos, 'nanoseconds', 'auto')}, Total samples = ${formatValue(measure, measure.total, unit)} ${share}`;
}

/** `2026-02-28 22:01:30 UTC`, in the zone of whoever looks. */
export function localTime(nanos: bigint): string {
  // Rounded down, as a time before the epoch counts backwards.
  const milliseconds = Number(nanos >= 0n ? nanos / 1_000_000n : -((-nanos + 999_999n) / 1_000_000n));
  const time = new Date(milliseconds);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())} ${zoneName(time)}`;
}

/** What is said of a trimmed graph. */
export interface Shown {
  /** Σ flat of the nodes shown. */
  readonly value: Int64;
  readonly nodes: number;
  readonly candidates: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
}

/** The sentence that every view shows. */
export function shownSentence(measure: Measure, shown: Int64, unit: string): string {
  const share = percentage(shown, measure.total).trim();
  return `Showing nodes accounting for ${formatValue(measure, shown, unit)}, ${share} of ${formatValue(measure, measure.total, unit)} total`;
}

/** @param full for a graph that is drawn: what compact labels leave out, the edges that were dropped, and how to read it */
export function reportLines(subject: Subject, options: Options, unit: string, shown: Shown, full: boolean): string[] {
  const { measure } = subject;
  const lines = full || !options.compactLabels ? profileLines(subject, unit) : [];
  lines.push(...filterLines(options), shownSentence(measure, shown.value, unit));
  if (Number(measure.total) !== 0) {
    const limit = (fraction: number) => formatValue(measure, abs64(truncate(Number(measure.total) * fraction)), unit);
    if (shown.droppedNodes > 0) lines.push(`Dropped ${counted(shown.droppedNodes, 'node')} (cum <= ${limit(options.nodeFraction)})`);
    if (full && shown.droppedEdges > 0) lines.push(`Dropped ${counted(shown.droppedEdges, 'edge')} (freq <= ${limit(options.edgeFraction)})`);
    if (shown.nodes > 0 && shown.nodes < shown.candidates) lines.push(`Showing top ${shown.nodes} nodes out of ${shown.candidates}`);
  }
  if (full) lines.push('\nSee https://git.io/JfYMW for how to read the graph');
  return lines;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count > 1 ? 's' : ''}`;
}

const LISTED = [
  ['focus', 'focus'],
  ['ignore', 'ignore'],
  ['hide', 'hide'],
  ['show', 'show'],
  ['showFrom', 'show_from'],
  ['tagFocus', 'tagfocus'],
  ['tagIgnore', 'tagignore'],
  ['tagShow', 'tagshow'],
  ['tagHide', 'taghide'],
] as const;

function filterLines(options: Options): string[] {
  const active = LISTED.filter(([field]) => options[field] !== '').map(([field, name]) => `   ${cut(`${name}=${options[field]}`)}`);
  return active.length === 0 ? [] : ['Active filters:', ...active];
}

/** The first 80 bytes, as pprof counts. */
function cut(text: string): string {
  const bytes = encodeText(text);
  return bytes.length > 80 ? `${decodeText(bytes.subarray(0, 80))}…` : text;
}
