import { useState } from 'react';
import type { Orientation } from '#components/flamePicture.ts';

const KEY = 'proflens.orientation';

/** Where the root is, remembered by this browser, and how to turn it. */
export function useOrientation(): [orientation: Orientation, flip: () => void] {
  const [orientation, setOrientation] = useState(stored);
  const flip = () => {
    const next = orientation === 'icicle' ? 'flame' : 'icicle';
    setOrientation(next);
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // A browser may forbid storing; the choice then lasts as long as the view.
    }
  };
  return [orientation, flip];
}

function stored(): Orientation {
  try {
    return localStorage.getItem(KEY) === 'flame' ? 'flame' : 'icicle';
  } catch {
    return 'icicle';
  }
}
