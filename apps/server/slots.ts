/** So many things at a time; who comes later waits until one of them is done. */
export interface Slots {
  /**
   * Does something once there is room for it.
   * @param signal whoever gives up while he waits frees his place; rejects with the signal's reason
   */
  run<Result>(act: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
}

export function createSlots(count: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();

  const leave = () => {
    free++;
    const [next] = waiting;
    next?.();
  };
  const enter = (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const abort = () => {
        waiting.delete(start);
        reject(signal.reason as Error);
      };
      const start = () => {
        waiting.delete(start);
        signal.removeEventListener('abort', abort);
        free--;
        resolve();
      };
      if (free > 0) return start();
      waiting.add(start);
      signal.addEventListener('abort', abort, { once: true });
    });
  };

  return {
    run: async (act, signal) => {
      await enter(signal);
      try {
        return await act();
      } finally {
        leave();
      }
    },
  };
}
