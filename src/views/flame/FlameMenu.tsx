import { Button } from '#components/Button.tsx';
import { OptionsForm, type OptionField, type OptionGroup } from '#components/OptionsForm.tsx';
import { Popover } from '#components/Popover.tsx';
import { FLAME_DEFAULTS, FLAME_OPTIONS, withFlameOption, type FlameOptions } from '#model/flameOptions.ts';
import { resetFlame, setFlame, setOptions, useAddress, useOptions } from '#state/options.ts';
import { activeFile, useSession } from '#state/session.ts';
import { CHANGE, COLORS, GROUPS, ORDERS, WIDTHS } from './flameChoices.ts';
import { showMinimap, useMinimap } from './useMinimap.ts';

/** The label that stands in its own place, as it is an option of all reports. */
const SPLIT = 'split';
/** Taste, and so no part of the address. */
const MINIMAP = 'minimap';

/** How the flame graph is drawn. */
export function FlameMenu({ signed }: { readonly signed: boolean }) {
  const flame = useAddress((address) => address.flame);
  const tagRoot = useOptions((options) => options.tagRoot);
  const keys = useLabelKeys();
  const minimap = useMinimap((state) => state.shown);
  const field = (id: keyof FlameOptions, title: string, kind: OptionField['kind'], value = String(flame[id])): OptionField => ({
    id,
    title,
    help: FLAME_OPTIONS.find((info) => info.field === id)?.help ?? '',
    value,
    isDefault: flame[id] === FLAME_DEFAULTS[id],
    kind,
  });
  const split: OptionField = {
    id: SPLIT,
    title: 'Split by label',
    help: 'A label’s values as the outermost frames',
    value: tagRoot,
    isDefault: tagRoot === '',
    kind: { choices: ['', ...keys, ...(keys.includes(tagRoot) || tagRoot === '' ? [] : [tagRoot])].map((key) => ({ value: key, title: key === '' ? 'none' : key })) },
  };
  const groups: OptionGroup[] = [
    {
      title: 'Frames',
      fields: [field('pivot', 'Pivot', 'text'), field('group', 'Group by', { choices: GROUPS }), field('foldRecursion', 'Fold recursion', 'flag'), ...(keys.length > 0 || tagRoot !== '' ? [split] : [])],
    },
    {
      title: 'Picture',
      fields: [
        field('order', 'Order by', { choices: ORDERS }),
        field('color', 'Colour by', { choices: signed ? [CHANGE, ...COLORS] : COLORS }, flame.color || (signed ? 'change' : 'package')),
        ...(signed ? [field('width', 'Width by', { choices: WIDTHS })] : []),
        field('least', 'Least width, px', 'number'),
        { id: MINIMAP, title: 'Minimap', help: 'Of deep and wide graphs the whole, small, above the picture; remembered by this browser', value: String(minimap), isDefault: true, kind: 'flag' },
      ],
    },
  ];
  const onChange = (id: string, text: string) => {
    if (id === SPLIT) setOptions({ tagRoot: text });
    if (id === MINIMAP) showMinimap(text === 'true');
    const info = FLAME_OPTIONS.find((known) => known.field === id);
    if (info === undefined) return undefined;
    const read = withFlameOption(flame, info.field, info.field === 'least' && text === '' ? '0' : text);
    if (read === undefined) return 'cannot be';
    // The usual colour is none that a link names: it depends on what is looked at.
    const usual = info.field === 'color' && text === (signed ? 'change' : 'package');
    setFlame(usual ? { color: '' } : { [info.field]: read[info.field] });
    return undefined;
  };
  const { pivot: _, inverted: __, ...drawn } = flame;
  const changed = Object.entries(drawn).some(([name, value]) => value !== FLAME_DEFAULTS[name as keyof FlameOptions]);
  return (
    <Popover label="Flame graph options" align="end" button={({ open, onClick }) => <Button icon="bars" aria-label="Flame graph options" title="How the flame graph is drawn (m)" data-key="m" aria-expanded={open} aria-pressed={changed} onClick={onClick} />}>
      {() => <OptionsForm groups={groups} onChange={onChange} onReset={resetFlame} />}
    </Popover>
  );
}

function useLabelKeys(): readonly string[] {
  const facts = useSession((session) => {
    const file = activeFile(session);
    return file?.kind === 'ready' ? file.facts : undefined;
  });
  return facts?.labelKeys.map(({ key }) => key) ?? [];
}
