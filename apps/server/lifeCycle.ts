/** What a process tells of its signals. */
interface Signalled {
  on(signal: 'SIGINT' | 'SIGTERM', handle: () => void): unknown;
}

/**
 * Ends in order when the process is told to: what is served and fetched is closed first. Who tells it a second time does not
 * want to wait.
 * @param close closes it all
 * @param exit ends the process: 0, or 130 as by a signal
 * @returns ends it in order for another reason
 */
export function endOnSignal(signalled: Signalled, close: () => Promise<void>, exit: (code: number) => void): () => void {
  let isEnding = false;
  const end = () => {
    if (isEnding) return exit(130);
    isEnding = true;
    void close()
      .catch(console.error)
      .then(() => exit(0));
  };
  signalled.on('SIGINT', end);
  signalled.on('SIGTERM', end);
  return end;
}
