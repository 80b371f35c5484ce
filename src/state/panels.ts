import { create } from 'zustand';

const KEY = 'proflens.inspector';

/** Parts of the page that one opens and closes; remembered by this browser. On a small screen the picture comes first. */
export interface Panels {
  readonly inspector: boolean;
}

export const usePanels = create<Panels>(() => ({ inspector: stored() === undefined ? innerWidth >= 1000 : stored() === 'open' }));

export function toggleInspector(): void {
  const inspector = !usePanels.getState().inspector;
  usePanels.setState({ inspector });
  try {
    localStorage.setItem(KEY, inspector ? 'open' : 'closed');
  } catch {
    // A browser may forbid storing; the choice then lasts as long as the page.
  }
}

function stored(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
