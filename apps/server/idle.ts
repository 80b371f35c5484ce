import type { EventEmitter } from 'node:events';

/** Sees that somebody asks. */
export interface Idle {
  /** A question is being answered, until its answer closes. */
  asked(answer: Pick<EventEmitter, 'once'>): void;
  /** Nobody needs to be told any more. */
  stop(): void;
}

/** Milliseconds that a timer can wait. */
const LONGEST = 2 ** 31 - 1;

/**
 * Calls back once nothing was asked, nor answered, for so many milliseconds, the first from now. Who listens to an answer
 * that takes long, such as a capture, is not idle.
 */
export function idleAfter(time: number, onIdle: () => void): Idle {
  let open = 0;
  let timer: NodeJS.Timeout | undefined;
  const wait = (left: number) => {
    timer = setTimeout(() => (left > LONGEST ? wait(left - LONGEST) : onIdle()), Math.min(left, LONGEST));
  };
  wait(time);
  return {
    asked: (answer) => {
      open++;
      clearTimeout(timer);
      answer.once('close', () => {
        open--;
        if (open === 0) wait(time);
      });
    },
    stop: () => {
      // What closes later begins no wait.
      open = Infinity;
      clearTimeout(timer);
    },
  };
}
