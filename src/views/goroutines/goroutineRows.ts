import type { GoroutineGroup, GoroutinesReport, StackFrame } from '#reports/goroutines.ts';
import { NO_STACK, saidLines } from '#reports/goroutinesText.ts';

/** A line of the table: a group, and below one that is open what is said of it and its stack; at the end what stands for groups that are not listed. */
export type Line =
  | { readonly kind: 'group'; readonly group: GoroutineGroup }
  | { readonly kind: 'said'; readonly group: GoroutineGroup; readonly key: string; readonly text: string }
  | { readonly kind: 'frame'; readonly group: GoroutineGroup; readonly frame: StackFrame }
  | { readonly kind: 'left'; readonly left: number };

export function goroutineLines(report: GoroutinesReport): Line[] {
  const left = report.found - report.groups.length;
  const groups = report.groups.flatMap((group) => [{ kind: 'group' as const, group }, ...(group.frames === undefined ? [] : [...saidOf(report, group), ...framesOf(group)])]);
  return [...groups, ...(left > 0 ? [{ kind: 'left' as const, left }] : [])];
}

/** The state and the wait stand in the group's own line. */
function saidOf(report: GoroutinesReport, group: GoroutineGroup): Line[] {
  const lines = saidLines(report, group).filter(({ key }, i) => i > 1 || (key !== 'state' && key !== 'wait'));
  const { goroutines, value } = group;
  const more = Number(value) > goroutines.length ? ', …' : '';
  const numbers = goroutines.length === 0 ? [] : [{ key: goroutines.length === 1 ? 'goroutine' : 'goroutines', text: goroutines.join(', ') + more }];
  return [...lines, ...numbers].map(({ key, text }) => ({ kind: 'said', group, key, text }));
}

function framesOf(group: GoroutineGroup): Line[] {
  const frames = group.frames ?? [];
  return (frames.length === 0 ? [{ name: NO_STACK, fn: '' }] : frames).map((frame) => ({ kind: 'frame', group, frame }));
}

/** A stack as a ticket takes it, leaf first. */
export function stackText({ frames = [] }: GoroutineGroup): string {
  return frames.map(({ name }) => name).join('\n');
}
