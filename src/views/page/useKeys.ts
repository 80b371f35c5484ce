import { useEffect, type RefObject } from 'react';
import { isField } from '#components/DropZone.tsx';
import { redo, setView, undo, useAddress } from '#state/options.ts';
import { toggleInspector } from '#state/panels.ts';
import { pivotOn, refine } from '#state/refine.ts';
import { activeFile, selectFunctions, setFind, useSession } from '#state/session.ts';
import { viewActions } from '#state/viewActions.ts';
import { copyNames } from '#views/copyNames.ts';
import { REFINE_KEYS } from '#views/keys.ts';
import { showCode } from '#views/source/useListed.ts';
import { viewsFor } from '#views/views.ts';

interface PageParts {
  readonly choose: () => void;
  /** Opens the palette. */
  readonly command: () => void;
  readonly find: RefObject<HTMLInputElement | null>;
}

/** The page's keys. What has the focus comes first; a key that it took does nothing here. */
export function useKeys(parts: PageParts): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        parts.command();
        return event.preventDefault();
      }
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
      if (press(event.key, parts)) event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  });
}

/** Whether the key does something. */
function press(key: string, { choose, find }: PageParts): boolean {
  const file = activeFile(useSession.getState());
  const view = viewsFor(file?.kind === 'ready' ? file.facts : undefined).find((known) => known.key === key);
  const refining = REFINE_KEYS.find((known) => known.key === key);
  const { selected, files } = useSession.getState();
  if (key === 'o') choose();
  else if (key === '?' || key === 't' || key === 'd' || key === 'v' || key === 'p' || key === 'e' || key === 'm' || key === 'a') document.querySelector<HTMLElement>(`[data-key="${key}"]`)?.click();
  else if (files.length === 0 || useAddress.getState().live !== undefined) return false;
  else if (view !== undefined) setView(view.id);
  else if (refining !== undefined && selected.size > 0) refine(refining.by, selected);
  else if (key === 'w' && selected.size > 0) pivotOn(selected);
  else if (key === 'c' && selected.size > 0) copyNames([...selected]);
  else if (key === '/') find.current?.select();
  else if (key === 'n') viewActions().step?.(1);
  else if (key === 'N') viewActions().step?.(-1);
  else if (key === 'j') viewActions().hot?.(1);
  else if (key === 'k') viewActions().hot?.(-1);
  else if (key === 'l' && selected.size > 0) showCode('source', selected);
  else if (key === 'b') toggleInspector();
  else if (key === 'z') undo();
  else if (key === 'Z') redo();
  else if (key === 'Escape') stepBack();
  else return false;
  return true;
}

/** Clears the search, or undoes a step of the view's own, or clears the selection. */
function stepBack(): void {
  if (useSession.getState().find !== '') setFind('');
  else if (viewActions().back?.() !== true) selectFunctions([]);
}
