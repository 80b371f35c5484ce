import type { Chip } from '#components/Chips.tsx';
import { DEFAULTS, OPTIONS, type Options } from '#model/options.ts';
import { readOption } from '#state/address.ts';
import { refinementsOf } from '#state/options.ts';

/** Options that are shown and changed in places of their own. */
const ELSEWHERE: readonly (keyof Options)[] = ['sampleIndex', 'sort'];

/** What the address asks that is not the default: refinements first, as they are applied, then the rest. */
export function chipsOf(options: Options, parked: Partial<Options> = {}): Chip[] {
  const refinements = refinementsOf(options).map(({ field, name, value, help }) => ({ id: field as string, name, value, help }));
  const shown = new Set<string>([...refinements.map(({ id }) => id), ...ELSEWHERE]);
  const rest = OPTIONS.filter(({ field, param }) => param !== undefined && !shown.has(field) && options[field] !== DEFAULTS[field]);
  const on = [...refinements, ...rest.map(({ field, name, help }) => ({ id: field as string, name, help, value: textOf(options[field]) }))];
  const off = OPTIONS.flatMap(({ field, name, help }) => {
    const value = parked[field];
    return value === undefined || options[field] !== DEFAULTS[field] ? [] : [{ id: field as string, name, help, value: textOf(value), off: true }];
  });
  return [...on, ...off];
}

/** The option read anew from a chip's text; nothing where the text will not do. */
export function edited(options: Options, id: string, text: string): Partial<Options> {
  const field = OPTIONS.find((info) => info.field === id)?.field;
  if (field === undefined) return {};
  const read = readOption(options, field, text);
  return typeof read === 'string' ? {} : { [field]: read[field] };
}

function textOf(value: Options[keyof Options]): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
