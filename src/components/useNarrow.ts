import { useEffect, useState, type RefObject } from 'react';

/** The style sheet's container query asks the same. */
const NARROW = 560;

/** Whether a table has no room for its numbers and a name beside each other. */
export function useNarrow(table: RefObject<HTMLElement | null>): boolean {
  const [narrow, setNarrow] = useState(false);
  useEffect(() => {
    if (table.current === null) return;
    const observer = new ResizeObserver(([{ contentRect }]) => setNarrow(contentRect.width < NARROW));
    observer.observe(table.current);
    return () => observer.disconnect();
  }, [table]);
  return narrow;
}
