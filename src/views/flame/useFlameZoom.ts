import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { useAddress } from '#state/options.ts';
import { useSession } from '#state/session.ts';

interface Zoom {
  /** The file and the options that the ids are of; others number their nodes anew. */
  readonly graph: string;
  /** Ids of nodes zoomed to, one after the other; the last fills the picture. */
  readonly roots: readonly number[];
  readonly range: Range;
}

/** A part of the root's width, as shares. */
interface Range {
  readonly from: number;
  readonly to: number;
}

const WHOLE: Range = { from: 0, to: 1 };
/** Milliseconds without a change, then the part that is seen is asked for. */
const SETTLED = 120;

/** Kept while other views are looked at. It is no part of the address: Back undoes refinements, Escape zooms. */
const useZoom = create<Zoom>(() => ({ graph: '', roots: [0], range: WHOLE }));

/** Where one is in the flame graph, and how to go elsewhere. */
export function useFlameZoom() {
  const file = useSession((session) => session.active);
  const options = useAddress((address) => address.options);
  const base = useAddress((address) => address.base);
  const { pivot, inverted, foldRecursion, group } = useAddress((address) => address.flame);
  const graph = `${file} ${JSON.stringify([options, base, pivot, inverted, foldRecursion, group])}`;
  const zoom = useZoom();
  const { roots, range } = zoom.graph === graph ? zoom : { roots: [0], range: WHOLE };
  const asked = useSettled(range);
  const root = roots[roots.length - 1];
  const stretched = !isWhole(range);
  return {
    graph,
    root,
    /** What to ask for: what is seen, and as much on either side. */
    asked: { from: Math.max(0, 2 * asked.from - asked.to), to: Math.min(1, 2 * asked.to - asked.from) },
    /** The share of the root's width that fills the picture. */
    seen: asked.to - asked.from,
    stretched,
    to: (id: number) => {
      const known = roots.indexOf(id);
      if (id !== root) useZoom.setState({ graph, roots: known < 0 ? [...roots, id] : roots.slice(0, known + 1), range: WHOLE });
    },
    stretch: (from: number, to: number) => {
      if (from !== range.from || to !== range.to) useZoom.setState({ graph, roots, range: { from, to } });
    },
    /** One step out; false when there is none. */
    back: (): boolean => {
      if (!stretched && roots.length === 1) return false;
      useZoom.setState({ graph, roots: stretched ? roots : roots.slice(0, -1), range: WHOLE });
      return true;
    },
  };
}

/** The range that was last seen for a while. */
function useSettled(range: Range): Range {
  const [settled, setSettled] = useState(range);
  const { from, to } = range;
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ from, to }), SETTLED);
    return () => clearTimeout(timer);
  }, [from, to]);
  return isWhole(range) ? WHOLE : settled;
}

function isWhole({ from, to }: Range): boolean {
  return to - from >= 0.9999;
}
