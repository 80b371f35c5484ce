import { useEffect } from 'react';
import { create } from 'zustand';

/** What the view on the screen does when the page's keys ask for it. */
export interface ViewActions {
  /** Goes to the next match of the search, or the one before. */
  readonly step?: (by: 1 | -1) => void;
  /** Goes to the line that cost most, and on to the next; or one back. */
  readonly hot?: (by: 1 | -1) => void;
  /** Takes one step back of its own (a zoom, say); false when there is none, and the page goes on to the selection. */
  readonly back?: (() => boolean) | undefined;
}

let actions: ViewActions = {};

/** To be called by a view on every render: the newest actions count. */
export function useViewActions(offered: ViewActions): void {
  useEffect(() => {
    actions = offered;
    return () => {
      actions = {};
    };
  });
}

export function viewActions(): ViewActions {
  return actions;
}

/** What the view's search found, in a few words for the box: "3 of 17", "17, 4.2%". */
export const useFound = create<{ readonly found: string }>(() => ({ found: '' }));

export function setFound(found: string): void {
  useFound.setState({ found });
}
