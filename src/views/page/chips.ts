import type { Chip } from '#components/Chips.tsx';
import { DEFAULTS, OPTIONS, type Options } from '#model/options.ts';
import { readOption } from '#state/address.ts';
import { refinementsOf } from '#state/options.ts';

/** Options that are shown and changed in places of their own. */
const ELSEWHERE: readonly (keyof Options)[] = ['sampleIndex', 'sort'];

/** What the address asks that is not the default: refinements first, as they are applied, then the rest. */
export function chipsOf(options: Options): Chip[] {
  const refinements = refinementsOf(options).map(({ field, name, value, help }) => ({ id: field as string, name, value, help }));
  const shown = new Set<string>([...refinements.map(({ id }) => id), ...ELSEWHERE]);
  const rest = OPTIONS.filter(({ field, param }) => param !== undefined && !shown.has(field) && options[field] !== DEFAULTS[field]);
  return [...refinements, ...rest.map(({ field, name, help }) => ({ id: field, name, help, value: textOf(options[field]) }))];
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
