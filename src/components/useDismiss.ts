import { useEffect, type RefObject } from 'react';

/** Closes what floats above the page: on Escape, and on a press anywhere but in `inside`. */
export function useDismiss(inside: RefObject<HTMLElement | null>, open: boolean, onClose: () => void): void {
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.preventDefault();
      onClose();
    };
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && inside.current?.contains(event.target) !== true) onClose();
    };
    addEventListener('keydown', onKey, true);
    addEventListener('pointerdown', onPress, true);
    return () => {
      removeEventListener('keydown', onKey, true);
      removeEventListener('pointerdown', onPress, true);
    };
  }, [inside, open, onClose]);
}
