import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createHost } from '#engine/host.ts';
import type { FromWorker, ToWorker } from '#engine/protocol.ts';

/** A worker in the same thread: what is said arrives as a copy, later. `dies` is how a test ends it. */
class WorkerHere extends EventTarget {
  static newest: WorkerHere;
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  #ended = false;
  readonly #receive = createHost((message, transfer = []) => {
    const copy = structuredClone(message, { transfer });
    setTimeout(() => this.#ended || this.onmessage?.({ data: copy }));
  });

  constructor() {
    super();
    WorkerHere.newest = this;
  }
  postMessage(message: ToWorker): void {
    setTimeout(() => this.#ended || this.#receive(message));
  }
  terminate(): void {
    this.#ended = true;
  }
  dies(): void {
    this.#ended = true;
    this.onerror?.({ message: 'ended' });
  }
}

type Session = typeof import('./session.ts');
let session: Session;

beforeAll(async () => {
  vi.stubGlobal('Worker', WorkerHere);
  vi.stubGlobal('location', { href: 'http://127.0.0.1/', origin: 'http://127.0.0.1', hash: '' });
  vi.stubGlobal('history', { state: null, pushState: () => {}, replaceState: () => {} });
  session = await import('./session.ts');
});

const state = () => session.useSession.getState();
const names = () => state().files.map(({ name, kind }) => `${name} ${kind}`);
const settled = () => vi.waitFor(() => expect(state().files.some(({ kind }) => kind === 'loading')).toBe(false));

afterEach(() => {
  for (const { id } of state().files) session.closeFile(id);
});

describe('files', () => {
  test('open each in a tab of its own; the first of them is shown', async () => {
    session.openFiles([new File(['main;work 10\n'], 'a.folded'), new File(['main;idle 10\n'], 'b.folded'), new File([], 'empty')]);
    expect(names()).toEqual(['a.folded loading', 'b.folded loading', 'empty loading']);
    await settled();
    expect(names()).toEqual(['a.folded ready', 'b.folded ready', 'empty failed']);
    expect(session.activeFile(state())?.name).toBe('a.folded');
  });

  test('that close make room for a neighbour', async () => {
    session.openFiles(['a', 'b', 'c'].map((name) => new File(['main;work 1\n'], name)));
    await settled();
    session.setActive(state().files[1].id);
    session.closeFile(state().files[1].id);
    expect(session.activeFile(state())?.name).toBe('c');
    session.closeFile(state().files[1].id);
    expect(session.activeFile(state())?.name).toBe('a');
    session.closeFile(state().files[0].id);
    expect(state()).toMatchObject({ files: [], active: undefined });
  });

  test('that are given up while they load are gone', async () => {
    session.openText('main;work 10\n');
    session.cancel(state().files[0].id);
    expect(state().files).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(state().files).toEqual([]);
  });

  test('from an address are read with progress, or say why not', async () => {
    session.openFrom('good', async (onProgress) => {
      onProgress({ bytesRead: 5, bytesTotal: 10, done: 0.05, samples: 0 });
      return new Blob(['main;work 1\n']);
    });
    session.openFrom('bad', () => Promise.reject(new Error('The server answered 500.')));
    expect(state().files[0]).toMatchObject({ kind: 'loading', progress: { bytesRead: 5 } });
    await settled();
    expect(state().files).toMatchObject([{ kind: 'ready' }, { kind: 'failed', failure: { cause: 'file', message: 'The server answered 500.' } }]);
  });

  test('whose opening took the worker with it can be tried again; the others are as they were', async () => {
    session.openFiles([new File(['main;work 1\n'], 'a')]);
    await settled();
    session.openFiles([new File(['main;work 1\n'], 'b')]);
    WorkerHere.newest.dies();
    await settled();
    expect(state().files).toMatchObject([{ kind: 'ready' }, { kind: 'failed', failure: { cause: 'memory' } }]);
    session.retry(state().files[1].id);
    expect(names()).toEqual(['a ready', 'b loading']);
    await settled();
    expect(names()).toEqual(['a ready', 'b ready']);
  });
});
