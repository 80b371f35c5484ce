import type { Answer, Facts, Failure, FromWorker, Progress, Question, ToWorker } from './protocol.ts';

/**
 * The page's side of the worker. It keeps the bytes of every open file: when a worker ends or hangs, it is replaced, what
 * it was working on fails with a sentence, and a file is opened again when it is next asked about.
 */
export interface Client {
  /** Opens the bytes under a number that is free or failed to open. */
  open(file: number, name: string, content: Blob, onProgress: (progress: Progress) => void): Opening;
  /**
   * A question in a slot makes the older one in that slot moot: an answer never comes late. One question is with the
   * worker at a time; of each slot the newest waits.
   */
  ask(question: Question, slot: string): Promise<Reply>;
  close(file: number): void;
}

export interface Opening {
  readonly promise: Promise<Opened>;
  /** Settles the promise at once. */
  readonly cancel: () => void;
}

export type Opened = { readonly kind: 'opened'; readonly facts: Facts } | Failed;

export type Reply = { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'moot' } | Failed;

interface Failed {
  readonly kind: 'failed';
  readonly failure: Failure;
}

/** What is used of a Worker. */
export interface Port {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToWorker): void;
  terminate(): void;
}

export interface Patience {
  /** Milliseconds between two pings while something is awaited. */
  readonly pulse: number;
  /** Pulses without a sign of life before a worker is given up; more for large files. */
  readonly pulses: (bytesHeld: number) => number;
}

const PATIENCE: Patience = { pulse: 1000, pulses: (bytesHeld) => 10 + bytesHeld / 2 ** 22 };

export function createClient(start: () => Port, patience: Patience = PATIENCE): Client {
  const files = new Map<number, HeldFile>();
  const waiting = new Map<string, Asked>();
  let inFlight: Asked | undefined;
  let port: Port | undefined;
  let pulse: ReturnType<typeof setInterval> | undefined;
  let silentPulses = 0;
  let lastRequest = 0;

  const receive = (message: FromWorker) => {
    silentPulses = 0;
    switch (message.kind) {
      case 'progress':
        files.get(message.file)?.onProgress(message.progress);
        break;
      case 'opened':
        settleFile(message.file, { kind: 'opened', facts: message.facts });
        break;
      case 'refused':
        settleFile(message.file, { kind: 'failed', failure: message.failure });
        break;
      case 'answer':
        settleQuestion(message.request, { kind: 'answer', answer: message.answer });
        break;
      case 'failed':
        settleQuestion(message.request, { kind: 'failed', failure: message.failure });
        break;
      case 'alive':
        break;
    }
    proceed();
  };

  const settleFile = (number: number, opened: Opened) => {
    const file = files.get(number);
    if (file === undefined || file.state !== 'opening') return;
    file.state = opened.kind === 'opened' ? 'open' : 'shut';
    if (opened.kind === 'failed') for (const asked of takeWaiting(waiting, number)) asked.resolve(opened);
    file.resolve(opened);
  };

  const settleQuestion = (request: number, reply: Reply) => {
    if (inFlight?.request !== request) return;
    inFlight.resolve(reply);
    inFlight = undefined;
  };

  /** Hands the worker what it should do next, and watches it while there is something to wait for. */
  const proceed = () => {
    if (inFlight === undefined) {
      for (const [slot, asked] of waiting) {
        const file = files.get(asked.question.file);
        if (file?.state === 'shut') open(file);
        if (file?.state !== 'open') continue;
        waiting.delete(slot);
        inFlight = asked;
        post({ kind: 'ask', request: asked.request, question: asked.question });
        break;
      }
    }
    watch();
  };

  const open = (file: HeldFile) => {
    file.state = 'opening';
    post({ kind: 'open', file: file.number, name: file.name, content: file.content });
  };

  const post = (message: ToWorker) => {
    port ??= connect();
    port.postMessage(message);
  };

  const connect = (): Port => {
    const started = start();
    started.onmessage = ({ data }) => receive(data);
    started.onmessageerror = () => replace({ cause: 'bug', message: 'The worker sent something that could not be read.' });
    started.onerror = (event) => replace(failureOfCrash(event.message));
    return started;
  };

  const watch = () => {
    const awaited = inFlight !== undefined || [...files.values()].some((file) => file.state === 'opening');
    if (awaited && pulse === undefined) {
      silentPulses = 0;
      pulse = setInterval(beat, patience.pulse);
    } else if (!awaited) {
      clearInterval(pulse);
      pulse = undefined;
    }
  };

  /** Counts pulses, not seconds: after the computer slept, one late pulse is no proof of a dead worker. */
  const beat = () => {
    const bytesHeld = [...files.values()].reduce((sum, file) => sum + file.content.size, 0);
    if (++silentPulses > patience.pulses(bytesHeld)) {
      replace({ cause: 'time', message: 'This took too long and was stopped. A simpler pattern or a narrower question may do.' });
    } else post({ kind: 'ping' });
  };

  /** Ends the worker. What it was doing fails; what waits goes to the next one, so every crash settles something. */
  const replace = (failure: Failure) => {
    port?.terminate();
    port = undefined;
    const failed: Failed = { kind: 'failed', failure };
    for (const file of files.values()) {
      if (file.state === 'opening') settleFile(file.number, failed);
      file.state = 'shut';
    }
    inFlight?.resolve(failed);
    inFlight = undefined;
    proceed();
  };

  const close = (number: number) => {
    const file = files.get(number);
    if (file === undefined) return;
    files.delete(number);
    for (const asked of takeWaiting(waiting, number)) asked.resolve({ kind: 'moot' });
    file.resolve({ kind: 'failed', failure: { cause: 'cancelled', message: 'Cancelled.' } });
    if (file.state !== 'shut') post({ kind: 'close', file: number });
    proceed();
  };

  return {
    open: (number, name, content, onProgress) => {
      close(number);
      let cancel = () => {};
      const promise = new Promise<Opened>((resolve) => {
        const file: HeldFile = { number, name, content, onProgress, resolve, state: 'shut' };
        files.set(number, file);
        open(file);
        cancel = () => {
          if (files.get(number) === file && file.state === 'opening') close(number);
        };
      });
      watch();
      return { promise, cancel };
    },
    ask: (question, slot) =>
      new Promise((resolve) => {
        waiting.get(slot)?.resolve({ kind: 'moot' });
        if (inFlight?.slot === slot) inFlight.resolve({ kind: 'moot' });
        waiting.delete(slot);
        if (!files.has(question.file)) return resolve({ kind: 'moot' });
        waiting.set(slot, { request: ++lastRequest, question, slot, resolve });
        proceed();
      }),
    close,
  };
}

interface HeldFile {
  readonly number: number;
  readonly name: string;
  readonly content: Blob;
  readonly onProgress: (progress: Progress) => void;
  readonly resolve: (opened: Opened) => void;
  /** Shut: the worker of now does not have it. */
  state: 'shut' | 'opening' | 'open';
}

interface Asked {
  readonly request: number;
  readonly question: Question;
  readonly slot: string;
  readonly resolve: (reply: Reply) => void;
}

function takeWaiting(waiting: Map<string, Asked>, file: number): Asked[] {
  const taken = [...waiting.values()].filter((asked) => asked.question.file === file);
  for (const asked of taken) waiting.delete(asked.slot);
  return taken;
}

function failureOfCrash(message: string | undefined): Failure {
  if (/memory|allocation/i.test(message ?? '')) return { cause: 'memory', message: 'The browser has no memory left for this.' };
  return { cause: 'bug', message: `The worker stopped: ${message || 'the browser does not say why'}.` };
}
