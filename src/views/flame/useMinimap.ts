import { create } from 'zustand';
import { remember, remembered } from '#state/remembered.ts';

/** Whether large graphs have a map above them; remembered by this browser. */
export const useMinimap = create<{ readonly shown: boolean }>(() => ({ shown: remembered('minimap') !== 'no' }));

export function showMinimap(shown: boolean): void {
  useMinimap.setState({ shown });
  remember('minimap', shown ? 'yes' : 'no');
}
