import { Button } from '#components/Button.tsx';
import { OptionsForm, type OptionField, type OptionGroup } from '#components/OptionsForm.tsx';
import { Popover } from '#components/Popover.tsx';
import { DEFAULTS, kindOf, type Options } from '#model/options.ts';
import { unitsLike } from '#model/units.ts';
import { readOption } from '#state/address.ts';
import { infoOf, setOptions, useOptions } from '#state/options.ts';

/** Options by what they change, each with the name it has here. Filters, the sample type and the base have places of their own. */
const GROUPS: readonly { readonly title: string; readonly fields: readonly (readonly [field: keyof Options, title: string])[] }[] = [
  {
    title: 'An entry is',
    fields: [
      ['granularity', 'Granularity'],
      ['noInlines', 'No inlined calls'],
      ['showColumns', 'Column numbers'],
      ['callTree', 'Call tree'],
      ['intelSyntax', 'Intel syntax'],
    ],
  },
  {
    title: 'Numbers',
    fields: [
      ['unit', 'Unit'],
      ['mean', 'Mean per event'],
      ['divideBy', 'Divide by'],
      ['relativePercentages', 'Shares of shown'],
    ],
  },
  {
    title: 'How much is shown',
    fields: [
      ['sort', 'Sort by'],
      ['trim', 'Trim'],
      ['nodeCount', 'Most nodes'],
      ['nodeFraction', 'Least node share'],
      ['edgeFraction', 'Least edge share'],
      ['dropNegative', 'Growth only'],
      ['compactLabels', 'Short header'],
    ],
  },
  {
    title: 'Labels as frames',
    fields: [
      ['tagRoot', 'At the root'],
      ['tagLeaf', 'At the leaf'],
    ],
  },
];

const ALL = GROUPS.flatMap(({ fields }) => fields.map(([field]) => field));

const CHOICES: Partial<Record<keyof Options, readonly { readonly value: string; readonly title: string }[]>> = {
  granularity: [
    { value: '', title: 'as the view likes' },
    { value: 'functions', title: 'function' },
    { value: 'filefunctions', title: 'function, file' },
    { value: 'files', title: 'file' },
    { value: 'lines', title: 'line' },
    { value: 'addresses', title: 'address' },
  ],
  sort: [
    { value: 'flat', title: 'flat' },
    { value: 'cum', title: 'cum' },
  ],
};

/** Every option of a report, one press away. */
export function OptionsMenu({ unit }: { readonly unit: string }) {
  const options = useOptions((all) => all);
  const groups = GROUPS.map(({ title, fields }): OptionGroup => ({ title, fields: fields.map(([field, name]) => fieldOf(field, name, options, unit)) }));
  const changed = ALL.some((field) => options[field] !== DEFAULTS[field]);
  const onChange = (id: string, text: string, how: 'step' | 'typing') => {
    const field = ALL.find((known) => known === id);
    if (field === undefined) return undefined;
    const read = readOption(options, field, text === '' ? String(DEFAULTS[field]) : text);
    if (typeof read === 'string') return 'cannot be';
    setOptions({ [field]: read[field] }, how);
    return undefined;
  };
  return (
    <Popover label="Options" align="end" button={({ open, onClick }) => <Button icon="options" aria-label="Options" title="Options (p)" data-key="p" aria-expanded={open} aria-pressed={changed} onClick={onClick} />}>
      {() => <OptionsForm groups={groups} onChange={onChange} onReset={() => setOptions(Object.fromEntries(ALL.map((field) => [field, DEFAULTS[field]])))} />}
    </Popover>
  );
}

function fieldOf(field: keyof Options, title: string, options: Options, unit: string): OptionField {
  const choices = field === 'unit' ? unitChoices(unit, options.unit) : CHOICES[field];
  const kind = kindOf(field);
  return {
    id: field,
    title,
    help: infoOf(field).help,
    value: String(options[field]),
    isDefault: options[field] === DEFAULTS[field],
    kind: choices === undefined ? kind : { choices },
  };
}

/** Those that values in `unit` may be shown in, and the one that is asked for now. */
function unitChoices(unit: string, asked: string) {
  const names = [...unitsLike(unit), asked].filter((name, i, all) => all.indexOf(name) === i && name !== 'minimum' && name !== 'auto');
  return [{ value: 'minimum', title: 'one for all' }, { value: 'auto', title: 'each its own' }, ...names.map((name) => ({ value: name, title: name }))];
}
