import type { Socket } from 'node:net';
import type { FailureCode } from '#model/live.ts';
import { TargetError } from './failure.ts';
import type { Limits } from './request.ts';

/** Watches over one question: nothing of it outlives its time, the user's patience or its end. */
export class Watch {
  readonly limits: Limits;
  /** Why it was stopped, if it was. */
  reason: TargetError | undefined;
  /** What broke the connection, if anything did. */
  fault: Error | undefined;
  readonly #sockets: Socket[] = [];
  readonly #stopped: Promise<never>;
  #reject: (reason: TargetError) => void = () => {};
  readonly #total: NodeJS.Timeout;
  #stage: NodeJS.Timeout | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #cancel = () => this.#fail(new TargetError('cancelled'));

  constructor(limits: Limits, signal: AbortSignal | undefined) {
    this.limits = limits;
    this.#signal = signal;
    this.#stopped = new Promise((_, reject) => (this.#reject = reject));
    this.#stopped.catch(() => {});
    this.#total = setTimeout(() => this.#fail(late('timeout-total', limits.total)), limits.total);
    signal?.addEventListener('abort', this.#cancel);
    if (signal?.aborted === true) this.#cancel();
  }

  /** A connection that ends with the question. */
  own(socket: Socket): void {
    this.#sockets.push(socket);
    this.fault = undefined;
    socket.on('error', (error) => (this.fault ??= error));
    if (this.reason !== undefined) socket.destroy();
  }

  /** From now on there is so much time (milliseconds), until the next start or stop. */
  start(code: FailureCode, time: number): void {
    this.stop();
    this.#stage = setTimeout(() => this.#fail(late(code, time)), time);
  }

  stop(): void {
    clearTimeout(this.#stage);
  }

  /** @throws TargetError where the question is stopped before the promise is kept */
  until<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([this.#stopped, promise]);
  }

  async within<T>(code: FailureCode, time: number, promise: Promise<T>): Promise<T> {
    this.start(code, time);
    return this.until(promise).finally(() => this.stop());
  }

  /** Closes what is open. */
  end(): void {
    clearTimeout(this.#total);
    this.stop();
    this.#signal?.removeEventListener('abort', this.#cancel);
    for (const socket of this.#sockets) socket.destroy();
  }

  #fail(reason: TargetError): void {
    this.reason ??= reason;
    this.#reject(this.reason);
    this.end();
  }
}

function late(code: FailureCode, time: number): TargetError {
  const { message } = new TargetError(code);
  return new TargetError(code, { message: `${message} (${time / 1000} s)` });
}
