import type { Unnamed } from '#filters/toldNames.ts';
import { filesOf, type Answer, type Facts, type Failure, type FromWorker, type GivenCode, type GivenText, type Program, type Progress, type Question, type Told, type ToWorker } from './protocol.ts';

/**
 * The page's side of the worker. It keeps the bytes of every open file: when a worker ends or hangs, it is replaced, what
 * it was working on fails with a sentence, and a file is opened again when it is next asked about.
 */
export interface Client {
  /** Starts the worker, which is otherwise started by the first file. */
  start(): void;
  /**
   * Opens the bytes under a number that is free or failed to open.
   * @param url of the running program that they were fetched from, if they were
   */
  open(file: number, name: string, content: Blob, onProgress: (progress: Progress) => void, url?: string): Opening;
  /** Opens a file once more with what its program told; kept here, for other workers. */
  name(file: number, told: Told): Promise<Opened>;
  /**
   * A question in a slot makes the older one in that slot moot: an answer never comes late. One question is with the
   * worker at a time; of each slot the newest waits.
   */
  ask(question: Question, slot: string): Promise<Reply>;
  /** Hands over texts that an answer wanted. They are not kept here: another worker will want them again. */
  give(texts: readonly GivenText[]): void;
  /** The same of instructions. */
  giveCode(code: readonly GivenCode[]): void;
  close(file: number): void;
}

export interface Opening {
  readonly promise: Promise<Opened>;
  /** Settles the promise at once. */
  readonly cancel: () => void;
}

export type Opened = { readonly kind: 'opened'; readonly facts: Facts; /** What its program may be asked for. */ readonly unnamed?: Unnamed } | Failed;

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

/** A machine that is busy with something else may take long to start a worker; whoever will not wait that long cancels. */
const PATIENCE: Patience = { pulse: 1000, pulses: (bytesHeld) => 30 + bytesHeld / 2 ** 22 };

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
        fileOpenedBy(message.request)?.onProgress(message.progress);
        break;
      case 'opened':
        settleFile(fileOpenedBy(message.request), { kind: 'opened', facts: message.facts, ...(message.unnamed && { unnamed: message.unnamed }) });
        break;
      case 'answer':
        settleQuestion(message.request, { kind: 'answer', answer: message.answer });
        break;
      case 'failed':
        settleFile(fileOpenedBy(message.request), message);
        settleQuestion(message.request, message);
        break;
      case 'started':
      case 'alive':
        break;
    }
    proceed();
  };

  const fileOpenedBy = (request: number) => [...files.values()].find((file) => file.request === request && file.state === 'opening');

  const settleFile = (file: HeldFile | undefined, opened: Opened) => {
    if (file === undefined) return;
    file.state = opened.kind === 'opened' ? 'open' : 'shut';
    file.onProgress = () => {};
    if (opened.kind === 'failed') for (const asked of takeWaiting(waiting, file.number)) asked.resolve(opened);
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
        const about = filesOf(asked.question).flatMap((number) => files.get(number) ?? []);
        for (const file of about) if (file.state === 'shut') open(file);
        if (about.some(({ state }) => state !== 'open')) continue;
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
    file.request = ++lastRequest;
    post({ kind: 'open', request: file.request, file: file.number, name: file.name, content: file.content, ...(file.program && { program: file.program }) });
  };

  const name = (file: HeldFile, program: Program) => {
    file.program = program;
    if (file.state !== 'open') return open(file);
    file.state = 'opening';
    file.request = ++lastRequest;
    post({ kind: 'name', request: file.request, file: file.number, program });
  };

  const post = (message: ToWorker) => {
    port ??= connect();
    port.postMessage(message);
  };

  const connect = (): Port => {
    const started = start();
    // One that was replaced may still have something on its way.
    const ifCurrent = (act: () => void) => port === started && act();
    started.onmessage = ({ data }) => ifCurrent(() => receive(data));
    started.onmessageerror = () => ifCurrent(() => replace({ cause: 'bug', message: 'The worker sent something that could not be read.' }));
    started.onerror = ({ message }) => ifCurrent(() => replace(failureOfCrash(message)));
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
      const advice = inFlight === undefined ? 'The file may be too large for this browser.' : 'A simpler pattern or a narrower question may do.';
      replace({ cause: 'time', message: `This took too long and was stopped. ${advice}` });
    } else post({ kind: 'ping' });
  };

  /**
   * Ends the worker. The question it was at fails, or else what it was opening; all else goes to the next worker. So
   * every crash settles something, and none comes twice for the same reason unasked.
   */
  const replace = (failure: Failure) => {
    port?.terminate();
    port = undefined;
    const opening = [...files.values()].filter((file) => file.state === 'opening');
    if (inFlight === undefined) for (const file of opening) settleFile(file, { kind: 'failed', failure });
    else settleQuestion(inFlight.request, { kind: 'failed', failure });
    for (const file of files.values()) {
      if (file.state === 'opening') open(file);
      else file.state = 'shut';
    }
    proceed();
  };

  const close = (number: number) => {
    const file = files.get(number);
    if (file === undefined) return;
    files.delete(number);
    for (const asked of takeWaiting(waiting, number)) asked.resolve({ kind: 'moot' });
    if (inFlight !== undefined && filesOf(inFlight.question).includes(number)) inFlight.resolve({ kind: 'moot' });
    file.resolve({ kind: 'failed', failure: { cause: 'cancelled', message: 'Cancelled.' } });
    if (file.state !== 'shut') post({ kind: 'close', file: number });
    proceed();
  };

  return {
    start: () => {
      port ??= connect();
    },
    open: (number, name, content, onProgress, url) => {
      close(number);
      let cancel = () => {};
      const promise = new Promise<Opened>((resolve) => {
        const file: HeldFile = { number, name, content, onProgress, resolve, request: 0, state: 'shut', program: url === undefined ? undefined : { url } };
        files.set(number, file);
        open(file);
        cancel = () => {
          if (files.get(number) === file && file.state === 'opening') close(number);
        };
      });
      watch();
      return { promise, cancel };
    },
    name: (number, told) =>
      new Promise((resolve) => {
        const file = files.get(number);
        if (file?.program === undefined) return resolve({ kind: 'failed', failure: { cause: 'cancelled', message: 'Cancelled.' } });
        file.resolve = resolve;
        name(file, { ...file.program, told });
        watch();
      }),
    ask: (question, slot) =>
      new Promise((resolve) => {
        waiting.get(slot)?.resolve({ kind: 'moot' });
        if (inFlight?.slot === slot) inFlight.resolve({ kind: 'moot' });
        waiting.delete(slot);
        if (!filesOf(question).every((file) => files.has(file))) return resolve({ kind: 'moot' });
        waiting.set(slot, { request: ++lastRequest, question, slot, resolve });
        proceed();
      }),
    give: (texts) => port?.postMessage({ kind: 'sources', texts }),
    giveCode: (code) => port?.postMessage({ kind: 'code', code }),
    close,
  };
}

interface HeldFile {
  readonly number: number;
  readonly name: string;
  readonly content: Blob;
  resolve: (opened: Opened) => void;
  /** Of the first opening alone; another after a crash is nobody's to watch. */
  onProgress: (progress: Progress) => void;
  /** The request that opened it last. */
  request: number;
  /** Where it came from, and what was told since. */
  program: Program | undefined;
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
  const taken = [...waiting.values()].filter((asked) => filesOf(asked.question).includes(file));
  for (const asked of taken) waiting.delete(asked.slot);
  return taken;
}

/** The message of the error that stands for a worker's end without one. */
export const ENDED = 'ended';

function failureOfCrash(message: string | undefined): Failure {
  if (message === ENDED || /memory|allocation/i.test(message ?? '')) return { cause: 'memory', message: 'The worker ended, most likely for lack of memory.' };
  return { cause: 'bug', message: `The worker stopped: ${message || 'the browser does not say why'}.` };
}
