import { useMemo } from 'react';
import { Palette } from '#components/Palette.tsx';
import { GRANULARITIES } from '#model/options.ts';
import { useLatest } from '#state/answers.ts';
import { candidatesOf, swapBase } from '#state/compare.ts';
import { redo, resetOptions, setBase, setFlame, setLive, setOptions, setView, undo, useAddress } from '#state/options.ts';
import { applyConfig, BUILT_IN, useConfigs } from '#state/configs.ts';
import { toggleInspector } from '#state/panels.ts';
import { useLive } from '#state/live/service.ts';
import { pivotOn, refine } from '#state/refine.ts';
import { closeFile, mergeTabs, selectFunctions, showFile, useSession } from '#state/session.ts';
import { setTheme, THEMES } from '#state/theme.ts';
import { copyNames } from '#views/copyNames.ts';
import { FLAME_COMMANDS } from '#views/flame/flameChoices.ts';
import { REFINE_KEYS } from '#views/keys.ts';
import { functionOf } from '#views/top/topRows.ts';
import { viewsFor } from '#views/views.ts';
import { exportsOf } from './exports.ts';
import { matching, type PaletteItem } from './paletteItems.ts';

/** More are not looked through at a glance. */
const SHOWN = 60;

/** Everything that can be done or looked at, by its name. */
export function CommandPalette({ onChoose, onClose }: { readonly onChoose: () => void; readonly onClose: () => void }) {
  const items = useItems(onChoose);
  return <Palette find={(text) => matching(items, text, SHOWN)} onPick={({ onPick }) => onPick()} onClose={onClose} />;
}

/** The program that was looked at last, or the place to name one. */
function openLive(): void {
  const live = useLive.getState();
  setLive(live.kind === 'none' ? '' : live.url);
}

function useItems(onChoose: () => void): readonly PaletteItem[] {
  const files = useSession((session) => session.files);
  const isLive = useAddress((address) => address.live !== undefined);
  const shown = useSession((session) => session.active);
  const active = isLive ? undefined : shown;
  const selected = useSession((session) => session.selected);
  const configs = useConfigs((state) => state.configs);
  const base = useAddress((address) => address.base);
  const view = useAddress((address) => address.view);
  const { answer } = useLatest('top');
  const rows = answer?.top.rows;
  const functions = useMemo(() => (rows === undefined ? [] : [...new Set(Array.from({ length: rows.count }, (_, row) => functionOf(rows, row)))]), [rows]);
  return useMemo(() => {
    const item = (group: string, title: string, onPick: () => void, key?: string): PaletteItem => ({ group, title, onPick, ...(key !== undefined && { key }) });
    const file = files.find(({ id }) => id === active);
    const page = [item('Page', 'Open a file', onChoose, 'o'), item('Page', 'Open a running program', openLive, 'a'), ...THEMES.map((theme) => item('Page', `Theme: ${theme}`, () => setTheme(theme)))];
    if (file === undefined) return page;
    const names = [...selected];
    const press = (key: string) => () => document.querySelector<HTMLElement>(`[data-key="${key}"]`)?.click();
    const ready = files.filter((known) => known.kind === 'ready' && known.of === undefined).map(({ id }) => id);
    const own = file.kind === 'ready' ? (file.of ?? [file.id]) : ready;
    return [
      ...viewsFor(file.kind === 'ready' ? file.facts : undefined).map(({ id, title, key }) => item('View', title, () => setView(id), key)),
      ...(names.length === 0 ? [] : [...REFINE_KEYS.map(({ by, title, key }) => item('Selection', title, () => refine(by, names), key)), item('Selection', 'Pivot', () => pivotOn(names), 'w'), item('Selection', 'Copy', () => copyNames(names), 'c')]),
      item('Page', 'Refine', press('t'), 't'),
      item('Page', 'Options', press('p'), 'p'),
      item('Page', 'Compare', press('v'), 'v'),
      item('Page', 'Export', press('e'), 'e'),
      item('Page', 'Facts', press('d'), 'd'),
      item('Page', 'Inspector', toggleInspector, 'b'),
      item('Page', 'Keys', press('?'), '?'),
      item('Page', 'Undo', undo, 'z'),
      item('Page', 'Redo', redo, 'Z'),
      item('Page', 'Remove all refinements', resetOptions),
      ...(file.kind === 'ready' ? exportsOf(view).flat().map(({ title, onPick }) => item('Export', title, onPick)) : []),
      ...(file.kind === 'ready' ? file.facts.sampleTypes.map(({ type }) => item('Sample type', type, () => setOptions({ sampleIndex: type }))) : []),
      ...FLAME_COMMANDS.map(({ title, change }) => item('Flame graph', title, () => setFlame(change))),
      ...[...BUILT_IN, ...configs].map((config) => item('Config', config.name, () => applyConfig(config))),
      ...GRANULARITIES.map((granularity) => item('Granularity', granularity, () => setOptions({ granularity }))),
      ...files.filter(({ id }) => id !== active).map(({ id, name }) => item('File', name, () => showFile(id))),
      item('File', `Close ${file.name}`, () => closeFile(file.id)),
      ...candidatesOf(files, active).map(({ name }) => item('Compare with', name, () => setBase({ name, isDifference: base?.isDifference ?? true }))),
      ...(base === undefined ? [] : [item('Compare', 'Swap with the base', swapBase), item('Compare', 'With none', () => setBase(undefined))]),
      ...files.filter(({ id }) => ready.includes(id) && !own.includes(id)).map(({ id, name }) => item('File', `Merge with ${name}`, () => void mergeTabs([file.id, id]))),
      ...(ready.length < 2 ? [] : [item('File', `Merge all ${ready.length} into one`, () => void mergeTabs(ready))]),
      ...page,
      ...functions.map((name) => item('Function', name, () => selectFunctions([name]))),
    ];
  }, [files, active, selected, configs, base, view, functions, onChoose]);
}
