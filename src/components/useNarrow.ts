import { useSyncExternalStore } from 'react';

const narrow = '(max-width: 699px)';

/** Whether the window has room for one column only. The style sheets ask the same. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(narrow).matches);
}

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(narrow);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
