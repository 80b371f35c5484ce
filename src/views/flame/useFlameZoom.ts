import { useEffect, useState } from 'react';
import { useAddress } from '#state/options.ts';

interface Zoom {
  /** The options that the ids are of; others number their nodes anew. */
  readonly options: unknown;
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

/** Where one is in the flame graph. It is no part of the address: Back undoes refinements, Escape zooms. */
export function useFlameZoom() {
  const options = useAddress((address) => address.options);
  const [zoom, setZoom] = useState<Zoom>({ options, roots: [0], range: WHOLE });
  const { roots, range } = zoom.options === options ? zoom : { roots: [0], range: WHOLE };
  const asked = useSettled(range);
  const root = roots[roots.length - 1];
  const stretched = range.to - range.from < 0.9999;
  return {
    root,
    /** What to ask for: what is seen, and as much on either side. */
    asked: { from: Math.max(0, 2 * asked.from - asked.to), to: Math.min(1, 2 * asked.to - asked.from) },
    /** The share of the root's width that fills the picture. */
    seen: asked.to - asked.from,
    stretched,
    to: (id: number) => {
      const known = roots.indexOf(id);
      if (id !== root) setZoom({ options, roots: known < 0 ? [...roots, id] : roots.slice(0, known + 1), range: WHOLE });
    },
    stretch: (from: number, to: number) => {
      if (from !== range.from || to !== range.to) setZoom({ options, roots, range: { from, to } });
    },
    /** One step out; false when there is none. */
    back: (): boolean => {
      if (!stretched && roots.length === 1) return false;
      setZoom({ options, roots: stretched ? roots : roots.slice(0, -1), range: WHOLE });
      return true;
    },
  };
}

function useSettled(range: Range): Range {
  const [settled, setSettled] = useState(range);
  const { from, to } = range;
  const isWhole = to - from >= 0.9999;
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ from, to }), isWhole ? 0 : SETTLED);
    return () => clearTimeout(timer);
  }, [from, to, isWhole]);
  return isWhole ? WHOLE : settled;
}
