import type { FlameOptions } from '#model/flameOptions.ts';

/** What may be chosen, as the screen calls it. */
export type Choices = readonly { readonly value: string; readonly title: string }[];

export const ORDERS: Choices = [
  { value: 'value', title: 'value' },
  { value: 'name', title: 'name' },
];
export const GROUPS: Choices = [
  { value: '', title: 'function' },
  { value: 'package', title: 'package' },
  { value: 'file', title: 'file' },
  { value: 'mapping', title: 'binary' },
];
export const COLORS: Choices = [
  { value: 'package', title: 'package' },
  { value: 'heat', title: 'own cost' },
  { value: 'mapping', title: 'binary' },
  { value: 'root', title: 'outermost frame' },
];
export const CHANGE = { value: 'change', title: 'change' };
export const WIDTHS: Choices = [
  { value: '', title: 'base and new' },
  { value: 'new', title: 'new' },
  { value: 'base', title: 'base' },
  { value: 'change', title: 'change' },
];

/** Every way to draw a flame graph, for who looks for it by its name. */
export const FLAME_COMMANDS: readonly { readonly title: string; readonly change: Partial<FlameOptions> }[] = [
  { title: 'Top-down', change: { inverted: false } },
  { title: 'Bottom-up', change: { inverted: true } },
  { title: 'Fold recursion', change: { foldRecursion: true } },
  { title: 'Unfold recursion', change: { foldRecursion: false } },
  ...named('Group by', 'group', GROUPS),
  ...named('Order by', 'order', ORDERS),
  ...named('Colour by', 'color', COLORS),
  { title: 'Leave the pivot', change: { pivot: '' } },
];

function named(what: string, field: keyof FlameOptions, choices: Choices): { title: string; change: Partial<FlameOptions> }[] {
  return choices.map(({ value, title }) => ({ title: `${what} ${title}`, change: { [field]: value } }));
}
