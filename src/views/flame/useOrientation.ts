import { useState } from 'react';
import type { Orientation } from '#components/flamePicture.ts';
import { remember, remembered } from '#state/remembered.ts';

/** Where the root is, remembered by this browser, and how to turn it. */
export function useOrientation(): [orientation: Orientation, flip: () => void] {
  const [orientation, setOrientation] = useState<Orientation>(() => (remembered('orientation') === 'flame' ? 'flame' : 'icicle'));
  const flip = () => {
    const next = orientation === 'icicle' ? 'flame' : 'icicle';
    setOrientation(next);
    remember('orientation', next);
  };
  return [orientation, flip];
}
