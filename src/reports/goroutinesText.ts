import { groupedDigits } from '#model/count.ts';
import type { Int64 } from '#model/int64.ts';
import { padLeft } from '#model/text.ts';
import { percentage } from '#model/units.ts';
import { visibleText } from '#model/visibleText.ts';
import type { GoroutineGroup, GoroutinesReport, Listed } from './goroutines.ts';
import { formatValue } from './subject.ts';
import { labelLine, SEPARATOR } from './traces.ts';

/** `5min`, `3h 20min`, `2d 4h`; Go prints whole minutes. Empty for none. */
export function waitText(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = days > 0 ? [`${days}d`, hours > 0 ? `${hours}h` : ''] : [hours > 0 ? `${hours}h` : '', rest > 0 ? `${rest}min` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

/** What the profile does not tell, and where it is told; empty for a dump. */
export function untold({ isDump }: Pick<GoroutinesReport, 'isDump'>): string {
  return isDump ? '' : 'This profile has counts and labels. It does not tell what goroutines wait for, for how long, or who created them: a dump does (goroutine?debug=2).';
}

/** Below what they add up to, the states and then the groups, each with its stack in the way of `-traces`. */
export function* goroutinesText(report: GoroutinesReport): Generator<string> {
  const { legend, states, groups, total } = report;
  const print = (value: Int64) => padLeft(formatValue(report, value, report.unit), 10);
  yield `${legend.join('\n')}\n`;
  if (!report.isDump) yield `${untold(report)}\n`;
  for (const { state, value, longestWait } of states) yield `${print(value)} ${percentage(value, total)}  ${visibleText(state || NOT_TOLD)}${longestWait > 0 ? `, ${waitText(longestWait)} at most` : ''}\n`;
  for (const group of groups) {
    let text = SEPARATOR;
    for (const { key, text: said } of saidLines(report, group)) text += labelLine({ key: visibleText(key), text: visibleText(said) });
    let left = print(group.value);
    for (const { name } of group.frames?.length === 0 ? [{ name: NO_STACK }] : (group.frames ?? [])) {
      text += `${left}   ${visibleText(name)}\n`;
      left = '          ';
    }
    yield text;
  }
  yield SEPARATOR;
}

/** In place of a state, and of a stack, that is not there. */
export const NOT_TOLD = '(state not told)';
export const NO_STACK = '(stack not known)';

/** What is said of a group beside its stack, a line each; how many have it stands behind what not all of them have. */
export function saidLines(report: Pick<GoroutinesReport, 'type' | 'ratio' | 'unit' | 'isDump'>, { state, longestWait, creators, labels, value }: GoroutineGroup): { readonly key: string; readonly text: string }[] {
  const texts = ({ values, left }: Listed) =>
    [...values.map((one) => (one.value === value ? one.text : `${one.text} (${formatValue(report, one.value, report.unit)})`)), ...(left > 0 ? [`${groupedDigits(left)} more`] : [])].join(', ');
  return [
    ...(report.isDump ? [{ key: 'state', text: state || NOT_TOLD }] : []),
    ...(longestWait > 0 ? [{ key: 'wait', text: `${waitText(longestWait)}${Number(value) === 1 ? '' : ' at most'}` }] : []),
    ...(creators.values.length > 0 ? [{ key: 'created by', text: texts(creators) }] : []),
    ...labels.map((label) => ({ key: label.key, text: texts(label) })),
  ];
}
