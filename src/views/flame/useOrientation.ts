import { useState } from 'react';
import type { Orientation } from '#components/flamePicture.ts';
import { remember, remembered } from '#state/remembered.ts';

/** Whether leaves come first, remembered by this browser, and how to change it. */
export function useInverted(): [inverted: boolean, invert: () => void] {
  const [inverted, setInverted] = useState(() => remembered('inverted') === 'yes');
  const invert = () => {
    setInverted(!inverted);
    remember('inverted', inverted ? 'no' : 'yes');
  };
  return [inverted, invert];
}

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
