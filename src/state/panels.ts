import { create } from 'zustand';

const KEY = 'proflens.inspector';

/** Parts of the page that one opens and closes; remembered by this browser. */
export interface Panels {
  readonly inspector: boolean;
}

export const usePanels = create<Panels>(() => ({ inspector: stored() !== 'closed' }));

export function toggleInspector(): void {
  const inspector = !usePanels.getState().inspector;
  usePanels.setState({ inspector });
  try {
    localStorage.setItem(KEY, inspector ? 'open' : 'closed');
  } catch {
    // A browser may forbid storing; the choice then lasts as long as the page.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
