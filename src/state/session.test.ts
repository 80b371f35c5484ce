import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createHost } from '#engine/host.ts';
import type { FromWorker, ToWorker } from '#engine/protocol.ts';
import type { FetchRequest } from '#model/live.ts';
import { DEFAULTS } from '#model/options.ts';
import { TransportError } from './live/transport.ts';

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

describe('a profile of a program', () => {
  const URL = 'http://host:6060/debug/pprof/goroutine?debug=1';
  const content = () => new Blob(['goroutine profile: total 3\n2 @ 0x1001 0x2001\n1 @ 0x3001\n']);
  type Transport = import('./live/transport.ts').Transport;

  /** Programs answer so from now on; who asks is told what was asked. */
  async function answering(transport: Transport): Promise<readonly FetchRequest[]> {
    const { useReach } = await import('./live/reach.ts');
    const asked: FetchRequest[] = [];
    useReach.setState({
      transport: (request, onStatus, signal) => {
        asked.push(request);
        return transport(request, onStatus, signal);
      },
    });
    return asked;
  }

  async function topNames(file: number): Promise<readonly string[]> {
    const { engine } = await import('./engine.ts');
    const reply = await engine.ask({ report: 'top', file, options: DEFAULTS }, 'test');
    return reply.kind === 'answer' && reply.answer.report === 'top' ? reply.answer.top.rows.name : [];
  }

  test('has the names of its addresses asked for, and has them still when its worker ends', async () => {
    const asked = await answering(() => Promise.resolve(new Blob([JSON.stringify('0x1000 main.work\n0x2000 main.main\n')])));
    const id = session.openBeside('goroutine', content(), URL);
    await settled();
    expect(asked).toEqual([{ kind: 'symbols', url: 'http://host:6060/debug/pprof/symbol', addresses: expect.toSatisfy((text: string) => text.split('+').sort().join() === '0x1000,0x2000,0x3000') }]);
    expect(state().files).toMatchObject([{ kind: 'ready', facts: { functions: 2, notes: [] } }]);
    expect(await topNames(id)).toEqual(expect.arrayContaining(['main.work', 'main.main']));
    WorkerHere.newest.dies();
    expect(await topNames(id)).toEqual(expect.arrayContaining(['main.work', 'main.main']));
    expect(asked).toHaveLength(1);
  });

  test('is opened with a note where nobody tells them', async () => {
    await answering(() => Promise.reject(new TransportError({ code: 'not-found-404', message: 'There is nothing.', next: '' })));
    session.openBeside('goroutine', content(), URL);
    await settled();
    expect(state().files).toMatchObject([{ kind: 'ready', facts: { functions: 0, notes: ['No names of addresses from http://host:6060/debug/pprof/symbol: There is nothing.'] } }]);
  });

  test('keeps the names that it got before the program failed', async () => {
    const many = new Blob(['goroutine profile: total 1\n', ...Array.from({ length: 1500 }, (_, i) => `1 @ 0x${(0x10001 + i).toString(16)}\n`)]);
    const asked = await answering(({ addresses = '' }) => (addresses.split('+').length === 1000 ? Promise.resolve(new Blob([JSON.stringify(`${addresses.replaceAll('+', ' main.work\n')} main.work\n`)])) : Promise.reject(new Error('gone'))));
    const id = session.openBeside('many', many, URL);
    await settled();
    expect(asked.map(({ addresses }) => addresses?.split('+').length)).toEqual([1000, 500]);
    expect(state().files).toMatchObject([{ kind: 'ready', facts: { notes: [expect.stringMatching(/^No names .*: gone$/)] } }]);
    expect(await topNames(id)).toContain('main.work');
  });

  test('that is given up while its program is asked is gone', async () => {
    let stopped: AbortSignal | undefined;
    await answering((_request, _onStatus, signal) => {
      stopped = signal;
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    });
    const id = session.openBeside('goroutine', content(), URL);
    await vi.waitFor(() => expect(stopped).toBeDefined());
    expect(state().files).toMatchObject([{ kind: 'loading', isNaming: true }]);
    session.cancel(id);
    expect(stopped?.aborted).toBe(true);
    expect(state().files).toEqual([]);
    expect(await topNames(id)).toEqual([]);
  });

  test('any other file is nobody’s to ask about', async () => {
    const asked = await answering(() => Promise.reject(new Error('asked')));
    session.openBeside('dropped', content());
    session.openBeside('named', new Blob(['main;work 10\n']), URL);
    await settled();
    expect([asked, names()]).toEqual([[], ['dropped ready', 'named ready']]);
  });
});
