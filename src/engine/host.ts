import { unnamedOf } from '#filters/toldNames.ts';
import { load, type Inflate } from '#parsers/load.ts';
import { buffersOf } from './buffers.ts';
import { createEngine, named, type Engine } from './engine.ts';
import { failureOf } from './failure.ts';
import type { Answer, FromWorker, Progress, Question, ToWorker } from './protocol.ts';

/** Milliseconds between two reports of progress. */
const PROGRESS_INTERVAL = 50;

/** The worker without its thread: takes what the page says, posts what it answers. */
export function createHost(post: (message: FromWorker, transfer?: ArrayBuffer[]) => void, inflate?: Inflate): (message: ToWorker) => void {
  const engine = createEngine();
  const loads = new Map<number, AbortController>();

  const open = async ({ request, file, name, content, program }: OpenRequest) => {
    const controller = new AbortController();
    const { signal } = controller;
    loads.get(file)?.abort();
    loads.set(file, controller);
    const onProgress = atIntervals(PROGRESS_INTERVAL, (progress: Progress) => signal.aborted || post({ kind: 'progress', request, progress }));
    try {
      const profile = await load(content, { symbols: true, signal, onProgress, ...(inflate && { inflate }) });
      if (signal.aborted) return;
      const facts = engine.open(file, name, content.size, program === undefined ? profile : named(profile, program));
      const unnamed = program === undefined || program.told !== undefined ? undefined : unnamedOf(profile, program.url);
      post({ kind: 'opened', request, facts, ...(unnamed && { unnamed }) });
    } catch (error) {
      const failure = failureOf(error);
      // Of a file of which nothing can be asked, the file is at fault.
      if (!signal.aborted) post({ kind: 'failed', request, failure: failure.cause === 'question' ? { ...failure, cause: 'file' } : failure });
    } finally {
      if (loads.get(file) === controller) loads.delete(file);
    }
  };

  return (message) => {
    switch (message.kind) {
      case 'open':
        void open(message);
        break;
      case 'name':
        name(engine, message, post);
        break;
      case 'ask':
        answer(engine, message.request, message.question, post);
        break;
      case 'sources':
        engine.give(message.texts);
        break;
      case 'code':
        engine.giveCode(message.code);
        break;
      case 'close':
        loads.get(message.file)?.abort();
        engine.close(message.file);
        break;
      case 'ping':
        post({ kind: 'alive' });
        break;
    }
  };
}

type OpenRequest = Extract<ToWorker, { readonly kind: 'open' }>;

function name(engine: Engine, { request, file, program }: NameRequest, post: (message: FromWorker) => void): void {
  try {
    post({ kind: 'opened', request, facts: engine.name(file, program) });
  } catch (error) {
    post({ kind: 'failed', request, failure: failureOf(error) });
  }
}

type NameRequest = Extract<ToWorker, { readonly kind: 'name' }>;

function answer(engine: Engine, request: number, question: Question, post: (message: FromWorker, transfer?: ArrayBuffer[]) => void): void {
  try {
    const answered = engine.ask(question);
    post({ kind: 'answer', request, answer: answered }, ownBuffersOf(answered));
  } catch (error) {
    post({ kind: 'failed', request, failure: failureOf(error) });
  }
}

/** What may move to the page: the engine keeps every other answer for the next time. */
function ownBuffersOf(answer: Answer): ArrayBuffer[] {
  return answer.report === 'flame' ? buffersOf(answer.flame) : [];
}

function atIntervals<T>(interval: number, act: (value: T) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    const now = performance.now();
    if (now - last < interval) return;
    last = now;
    act(value);
  };
}
