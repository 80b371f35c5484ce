import { describe, expect, test, vi } from 'vitest';
import { DEFAULTS } from '#model/options.ts';
import { createClient, type Patience, type Port } from './client.ts';
import type { Answer, Facts, FromWorker, Progress, Question, ToWorker } from './protocol.ts';

/** A worker that does nothing by itself: the test reads what it was sent and says what it answers. */
class FakeWorker implements Port {
  onmessage: Port['onmessage'] = null;
  onmessageerror: Port['onmessageerror'] = null;
  onerror: Port['onerror'] = null;
  readonly received: ToWorker[] = [];
  ended = false;

  postMessage(message: ToWorker): void {
    if (message.kind !== 'ping') this.received.push(message);
    else if (!this.silent) queueMicrotask(() => this.say({ kind: 'alive' }));
  }
  terminate(): void {
    this.ended = true;
  }
  silent = false;

  say(message: FromWorker): void {
    this.onmessage?.({ data: message } as MessageEvent<FromWorker>);
  }
  crash(message: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }
  last(): ToWorker {
    return this.received[this.received.length - 1];
  }
  asked(): string[] {
    return this.received.flatMap((message) => (message.kind === 'ask' ? [message.question.options.focus] : []));
  }
  opened(): number[] {
    return this.received.flatMap((message) => (message.kind === 'open' ? [message.file] : []));
  }
  /** Answers the newest request. */
  answer(): void {
    const last = this.last();
    if (last.kind === 'ask') this.say({ kind: 'answer', request: last.request, answer: answerTo(last.question.options.focus) });
    if (last.kind === 'open' || last.kind === 'name') this.say({ kind: 'opened', request: last.request, facts: factsOf(last.kind === 'open' ? last.name : 'named') });
  }
}

const factsOf = (name: string) => ({ name }) as Facts;
const answerTo = (focus: string) => ({ report: 'top', summary: { sentence: focus } }) as unknown as Answer;
const question = (focus: string, file = 1): Question => ({ report: 'top', file, options: { ...DEFAULTS, focus } });
const content = new Blob(['main;work 10\n']);
const unseen = () => {};

function start(patience?: Patience) {
  const workers: FakeWorker[] = [];
  const client = createClient(() => workers[workers.push(new FakeWorker()) - 1], patience);
  const worker = () => workers[workers.length - 1];
  return { client, workers, worker };
}

async function withOpenFile(patience?: Patience) {
  const started = start(patience);
  const { promise } = started.client.open(1, 'cpu.pb.gz', content, unseen);
  started.worker().answer();
  await promise;
  return started;
}

describe('opening', () => {
  test('shows progress, then what the file is', async () => {
    const { client, worker } = start();
    const seen: Progress[] = [];
    const { promise } = client.open(1, 'cpu.pb.gz', content, (progress) => seen.push(progress));
    const sent = worker().last();
    expect(sent).toMatchObject({ kind: 'open', file: 1, name: 'cpu.pb.gz', content });
    const half: Progress = { bytesRead: 5, bytesTotal: 10, done: 0.5, samples: 0 };
    worker().say({ kind: 'progress', request: sent.kind === 'open' ? sent.request : 0, progress: half });
    worker().answer();
    expect(await promise).toEqual({ kind: 'opened', facts: factsOf('cpu.pb.gz') });
    expect(seen).toEqual([half]);
  });

  test('can be given up at once', async () => {
    const { client, worker } = start();
    const { promise, cancel } = client.open(1, 'cpu.pb.gz', content, unseen);
    cancel();
    expect(await promise).toMatchObject({ kind: 'failed', failure: { cause: 'cancelled' } });
    expect(worker().last()).toEqual({ kind: 'close', file: 1 });
  });

  test('once more is not settled by the reply to the first', async () => {
    const { client, worker } = start();
    client.open(1, 'a', content, unseen).cancel();
    const [first] = worker().received;
    const second = client.open(1, 'b', content, unseen);
    if (first.kind === 'open') worker().say({ kind: 'opened', request: first.request, facts: factsOf('a') });
    worker().answer();
    expect(await second.promise).toEqual({ kind: 'opened', facts: factsOf('b') });
  });
});

describe('a file of a program', () => {
  const url = 'http://host/heap';
  const told = { names: '0x1 main.work\n', notes: [] };

  async function withUnnamed() {
    const started = start();
    const { promise } = started.client.open(1, 'heap', content, unseen, url);
    const sent = started.worker().last();
    expect(sent).toMatchObject({ kind: 'open', program: { url } });
    const unnamed = { url: 'http://host/symbolz', addresses: ['0x1'] };
    if (sent.kind === 'open') started.worker().say({ kind: 'opened', request: sent.request, facts: factsOf('heap'), unnamed });
    expect(await promise).toEqual({ kind: 'opened', facts: factsOf('heap'), unnamed });
    return started;
  }

  test('is opened once more with what it told; who asks meanwhile waits for that', async () => {
    const { client, worker } = await withUnnamed();
    const named = client.name(1, told);
    expect(worker().last()).toMatchObject({ kind: 'name', file: 1, program: { url, told } });
    const reply = client.ask(question('a'), 'top');
    expect(worker().asked()).toEqual([]);
    worker().answer();
    expect(await named).toEqual({ kind: 'opened', facts: factsOf('named') });
    worker().answer();
    expect(await reply).toMatchObject({ kind: 'answer' });
  });

  test('has its names in the next worker too', async () => {
    const { client, worker } = await withUnnamed();
    const named = client.name(1, told);
    worker().answer();
    await named;
    worker().crash('');
    void client.ask(question('a'), 'top');
    expect(worker().last()).toMatchObject({ kind: 'open', program: { url, told } });
  });

  test('whose worker ended meanwhile is opened by the next one, with its names', async () => {
    const { client, worker } = await withUnnamed();
    worker().crash('');
    const named = client.name(1, told);
    expect(worker().last()).toMatchObject({ kind: 'open', program: { url, told } });
    worker().answer();
    expect(await named).toMatchObject({ kind: 'opened' });
  });

  test('that was closed is not named', async () => {
    const { client, worker } = await withUnnamed();
    client.close(1);
    expect(await client.name(1, told)).toMatchObject({ kind: 'failed', failure: { cause: 'cancelled' } });
    expect(worker().last()).toEqual({ kind: 'close', file: 1 });
  });
});

describe('a slot', () => {
  test('answers the newest question; those before it are moot', async () => {
    const { client, worker } = await withOpenFile();
    const replies = ['a', 'b', 'c', 'd'].map((focus) => client.ask(question(focus), 'top'));
    expect(worker().asked()).toEqual(['a']);
    worker().answer();
    expect(worker().asked()).toEqual(['a', 'd']);
    worker().answer();
    expect(await Promise.all(replies)).toEqual([{ kind: 'moot' }, { kind: 'moot' }, { kind: 'moot' }, { kind: 'answer', answer: answerTo('d') }]);
  });

  test('does not concern another; they take turns', async () => {
    const { client, worker } = await withOpenFile();
    const replies = [client.ask(question('a'), 'top'), client.ask(question('b'), 'flame'), client.ask(question('c'), 'graph')];
    worker().answer();
    worker().answer();
    worker().answer();
    expect(worker().asked()).toEqual(['a', 'b', 'c']);
    expect(await Promise.all(replies)).toEqual(['a', 'b', 'c'].map((focus) => ({ kind: 'answer', answer: answerTo(focus) })));
  });

  test('fails with the reason and goes on', async () => {
    const { client, worker } = await withOpenFile();
    const bad = client.ask(question('('), 'top');
    const sent = worker().last();
    if (sent.kind === 'ask') worker().say({ kind: 'failed', request: sent.request, failure: { cause: 'question', message: 'missing closing )' } });
    expect(await bad).toMatchObject({ kind: 'failed', failure: { message: 'missing closing )' } });
    const good = client.ask(question('a'), 'top');
    worker().answer();
    expect(await good).toMatchObject({ kind: 'answer' });
  });

  test('waits for all files that a question is about', async () => {
    const { client, worker } = await withOpenFile();
    const base = client.open(2, 'base', content, unseen);
    const reply = client.ask({ ...question('a'), base: { file: 2, isDifference: true } }, 'top');
    expect(worker().asked()).toEqual([]);
    worker().answer();
    await base.promise;
    expect(worker().asked()).toEqual(['a']);
    client.close(2);
    expect(await reply).toEqual({ kind: 'moot' });
  });

  test('asks nothing of a file that was closed', async () => {
    const { client } = await withOpenFile();
    const inFlight = client.ask(question('a'), 'top');
    const waiting = client.ask(question('b'), 'flame');
    client.close(1);
    expect(await waiting).toEqual({ kind: 'moot' });
    expect(await client.ask(question('c'), 'graph')).toEqual({ kind: 'moot' });
    expect(await inFlight).toEqual({ kind: 'moot' });
  });
});

describe('a worker that ends', () => {
  test('takes the question it was at with it; the next one opens the file again', async () => {
    const { client, workers, worker } = await withOpenFile();
    const fatal = client.ask(question('a'), 'top');
    worker().crash('RangeError: Array buffer allocation failed');
    expect(await fatal).toMatchObject({ kind: 'failed', failure: { cause: 'memory' } });
    expect(workers[0].ended).toBe(true);

    const again = client.ask(question('a'), 'top');
    expect(workers.length).toBe(2);
    expect(worker().opened()).toEqual([1]);
    worker().answer();
    worker().answer();
    expect(await again).toMatchObject({ kind: 'answer' });
  });

  test('leaves the other questions to the next one', async () => {
    const { client, worker } = await withOpenFile();
    const fatal = client.ask(question('a'), 'top');
    const other = client.ask(question('b'), 'flame');
    worker().crash('');
    expect(await fatal).toMatchObject({ kind: 'failed', failure: { cause: 'bug' } });
    worker().answer();
    worker().answer();
    expect(await other).toMatchObject({ kind: 'answer' });
  });

  test('while it opens a file fails that file, and keeps the others', async () => {
    const { client, workers, worker } = await withOpenFile();
    const fatal = client.open(2, 'huge.pb.gz', content, unseen);
    worker().crash('out of memory');
    expect(await fatal.promise).toMatchObject({ kind: 'failed', failure: { cause: 'memory' } });
    const other = client.ask(question('a', 1), 'top');
    worker().answer();
    worker().answer();
    expect(await other).toMatchObject({ kind: 'answer' });
    expect(workers.length).toBe(2);
  });

  test('at a question goes on with the file it was opening', async () => {
    const { client, worker } = await withOpenFile();
    const opening = client.open(2, 'b.pb.gz', content, unseen);
    const fatal = client.ask(question('a', 1), 'top');
    worker().crash('');
    expect(await fatal).toMatchObject({ kind: 'failed' });
    worker().answer();
    expect(await opening.promise).toEqual({ kind: 'opened', facts: factsOf('b.pb.gz') });
  });

  test('with nothing to do is replaced when there is something again', async () => {
    const { client, workers, worker } = await withOpenFile();
    worker().crash('');
    expect(workers.length).toBe(1);
    const reply = client.ask(question('a'), 'top');
    worker().answer();
    worker().answer();
    expect(await reply).toMatchObject({ kind: 'answer' });
  });

  test('is not mourned twice', async () => {
    const { client, workers, worker } = await withOpenFile();
    const fatal = client.ask(question('a'), 'top');
    const dead = worker();
    dead.crash('');
    await fatal;
    const next = client.ask(question('b'), 'top');
    dead.crash('');
    dead.say({ kind: 'failed', request: 1, failure: { cause: 'bug', message: '' } });
    worker().answer();
    worker().answer();
    expect(await next).toMatchObject({ kind: 'answer' });
    expect(workers.length).toBe(2);
  });
});

describe('a worker that hangs', () => {
  const patience: Patience = { pulse: 1000, pulses: () => 5 };

  test('is ended, and the question fails', async () => {
    vi.useFakeTimers();
    const { client, workers, worker } = await withOpenFile(patience);
    worker().silent = true;
    const hung = client.ask(question('(a*)*b'), 'top');
    await vi.advanceTimersByTimeAsync(5500);
    expect(workers[0].ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(workers[0].ended).toBe(true);
    expect(await hung).toMatchObject({ kind: 'failed', failure: { cause: 'time' } });
    vi.useRealTimers();
  });

  test('is one that answers no ping, not one that takes its time', async () => {
    vi.useFakeTimers();
    const { client, workers, worker } = start(patience);
    const { promise } = client.open(1, 'slow.pb.gz', content, unseen);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers[0].ended).toBe(false);
    worker().answer();
    expect(await promise).toMatchObject({ kind: 'opened' });
    worker().silent = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers[0].ended).toBe(false);
    vi.useRealTimers();
  });
});
