import { ContextMenu, type MenuItem } from '#components/ContextMenu.tsx';
import { REFINE_KEYS } from './keys.ts';
import { refine } from '#state/refine.ts';
import { copyNames } from './copyNames.ts';
import { showCode } from './source/useListed.ts';

interface FunctionMenuProps {
  /** Names of the functions that it is about. */
  readonly functions: readonly string[];
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
  /** What the view has to add, first in the menu: "Zoom here". */
  readonly more?: readonly MenuItem[];
}

/** What one can do with a function wherever one sees it. */
export function FunctionMenu({ functions, at, onClose, more = [] }: FunctionMenuProps) {
  const refining = REFINE_KEYS.map(({ key, title, by }) => ({ key, title, onPick: () => refine(by, functions) }));
  const source: MenuItem = { title: 'Source', key: 'l', onPick: () => showCode('source', functions) };
  const copy: MenuItem = { title: functions.length === 1 ? 'Copy name' : `Copy ${functions.length} names`, key: 'c', onPick: () => copyNames(functions) };
  const label = functions.length === 1 ? functions[0] : functions.length === 0 ? 'No function' : `${functions.length} functions`;
  const ofFunctions = functions.length === 0 ? [] : [refining, [source, copy]];
  return <ContextMenu label={label} at={at} items={[more, ...ofFunctions].filter((group) => group.length > 0)} onClose={onClose} />;
}
