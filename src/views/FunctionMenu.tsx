import { ContextMenu, type MenuItem } from '#components/ContextMenu.tsx';
import { REFINE_KEYS } from './keys.ts';
import { setView } from '#state/options.ts';
import { pivotOn, refine } from '#state/refine.ts';
import { selectFunctions } from '#state/session.ts';
import { copyNames } from './copyNames.ts';
import { showCode } from './source/useListed.ts';

interface FunctionMenuProps {
  /** Names of the functions that it is about; none for something else, which `label` names. */
  readonly functions: readonly string[];
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
  /** What the view has to add, first in the menu: "Zoom here". */
  readonly more?: readonly MenuItem[];
  /** What else of it can be copied. */
  readonly copies?: readonly MenuItem[];
  readonly label?: string;
}

/** What one can do with a function wherever one sees it. */
export function FunctionMenu({ functions, at, onClose, more = [], copies = [], label = 'No function' }: FunctionMenuProps) {
  const ofFunctions = functions.length > 0;
  const refining = REFINE_KEYS.map(({ key, title, by }) => ({ key, title, onPick: () => refine(by, functions) }));
  const source: MenuItem = { title: 'Source', key: 'l', onPick: () => showCode('source', functions) };
  const copy: MenuItem = { title: functions.length === 1 ? 'Copy name' : `Copy ${functions.length} names`, key: 'c', onPick: () => copyNames(functions) };
  const elsewhere: MenuItem[] = [
    { title: 'Pivot', key: 'w', onPick: () => pivotOn(functions) },
    {
      title: 'Peek',
      key: '4',
      onPick: () => {
        selectFunctions(functions);
        setView('peek');
      },
    },
    source,
  ];
  const groups = ofFunctions ? [more, refining, elsewhere, [copy, ...copies]] : [more, copies];
  const title = ofFunctions ? (functions.length === 1 ? functions[0] : `${functions.length} functions`) : label;
  return <ContextMenu label={title} at={at} items={groups.filter((group) => group.length > 0)} onClose={onClose} />;
}
