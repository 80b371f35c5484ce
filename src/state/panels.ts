import { create } from 'zustand';
import { remember, remembered } from './remembered.ts';

/** Parts of the page that one opens and closes; remembered by this browser. On a small screen the picture comes first. */
export interface Panels {
  readonly inspector: boolean;
}

export const usePanels = create<Panels>(() => ({ inspector: openAtFirst() }));

export function toggleInspector(): void {
  const inspector = !usePanels.getState().inspector;
  usePanels.setState({ inspector });
  remember('inspector', inspector ? 'open' : 'closed');
}

function openAtFirst(): boolean {
  const last = remembered('inspector');
  return last === undefined ? innerWidth >= 1000 : last === 'open';
}
