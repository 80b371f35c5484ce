import { beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULTS } from '#model/options.ts';
import { createHost } from './host.ts';
import type { FromWorker, Progress, Question, ToWorker } from './protocol.ts';

let said: FromWorker[];
let tell: (message: ToWorker) => void;
/** Called at each message. */
let listener: () => void;

beforeEach(() => {
  said = [];
  // As between threads: what is posted arrives as a copy, and what moved is gone here.
  listener = () => {};
  tell = createHost((message, transfer = []) => {
    said.push(structuredClone(message, { transfer }));
    listener();
  });
});

async function replyOf(kind: FromWorker['kind'], request: number): Promise<FromWorker> {
  return vi.waitFor(() => {
    const found = said.find((message) => message.kind === kind && 'request' in message && message.request === request);
    if (found === undefined) throw new Error(`no ${kind} of ${request} among ${said.map((message) => message.kind).join()}`);
    return found;
  }, 10_000);
}

const folded = (lines: string) => new Blob([lines]);
const top = (file: number, focus = ''): Question => ({ report: 'top', file, options: { ...DEFAULTS, focus } });
const flame = (file: number): Question => ({ report: 'flame', file, options: DEFAULTS, window: { root: 0, minShare: 0, find: '' } });

describe('the worker', () => {
  test('opens a file and answers questions about it', async () => {
    tell({ kind: 'open', request: 1, file: 7, name: 'a.folded', content: folded('main;work 10\nmain;idle 5\n') });
    expect(await replyOf('opened', 1)).toMatchObject({ facts: { name: 'a.folded', size: 25, samples: 2 } });
    tell({ kind: 'ask', request: 2, question: top(7) });
    expect(await replyOf('answer', 2)).toMatchObject({ answer: { report: 'top', top: { rows: { name: ['work', 'idle', 'main'] } } } });
  });

  test('answers the same about a flame graph whose columns have moved away', async () => {
    tell({ kind: 'open', request: 1, file: 7, name: 'a.folded', content: folded('main;work 10\nmain;idle 5\n') });
    await replyOf('opened', 1);
    for (const request of [2, 3]) tell({ kind: 'ask', request, question: flame(7) });
    const [first, second] = [await replyOf('answer', 2), await replyOf('answer', 3)];
    expect(first).toMatchObject({ answer: { flame: { nodes: { count: 4 } } } });
    expect({ ...second, request: 2 }).toEqual(first);
  });

  test('answers the same about a table twice', async () => {
    tell({ kind: 'open', request: 1, file: 7, name: 'a.folded', content: folded('main;work 10\n') });
    await replyOf('opened', 1);
    for (const request of [2, 3]) tell({ kind: 'ask', request, question: top(7) });
    expect({ ...(await replyOf('answer', 3)), request: 2 }).toEqual(await replyOf('answer', 2));
  });

  test('says whose fault a failure is', async () => {
    tell({ kind: 'open', request: 1, file: 1, name: 'empty', content: folded('') });
    expect(await replyOf('failed', 1)).toMatchObject({ failure: { cause: 'file' } });
    tell({ kind: 'open', request: 2, file: 2, name: 'a.folded', content: folded('main;work 1\n') });
    await replyOf('opened', 2);
    tell({ kind: 'ask', request: 3, question: top(2, '(') });
    expect(await replyOf('failed', 3)).toMatchObject({ failure: { cause: 'question', message: expect.stringMatching(/^parsing focus regexp: /) } });
    tell({ kind: 'ask', request: 4, question: top(99) });
    expect(await replyOf('failed', 4)).toMatchObject({ failure: { cause: 'question' } });
  });

  test('answers a ping', () => {
    tell({ kind: 'ping' });
    expect(said).toEqual([{ kind: 'alive' }]);
  });
});

describe('a profile of a program', () => {
  const URL = 'http://host:6060/debug/pprof/heap';
  const content = () => new Blob(['goroutine profile: total 3\n2 @ 0x1001 0x2001\n1 @ 0x3001\n']);
  const namesOf = (message: FromWorker) => (message.kind === 'answer' && message.answer.report === 'top' ? message.answer.top.rows.name : []);

  test('says which of its addresses the program may name, and has the names that it told', async () => {
    tell({ kind: 'open', request: 1, file: 7, name: 'a', content: content(), program: { url: URL } });
    expect(await replyOf('opened', 1)).toMatchObject({ facts: { notes: [] }, unnamed: { url: 'http://host:6060/debug/pprof/symbol', addresses: expect.arrayContaining(['0x1000', '0x2000', '0x3000']) } });
    tell({ kind: 'name', request: 2, file: 7, program: { url: URL, told: { names: '0x1000 main.work\n0x2000 main.main\n', notes: ['The rest is silence.'] } } });
    const opened = await replyOf('opened', 2);
    expect(opened).toMatchObject({ facts: { name: 'a', functions: 2, notes: ['The rest is silence.'] } });
    expect(opened).not.toHaveProperty('unnamed');
    tell({ kind: 'ask', request: 3, question: top(7) });
    expect(namesOf(await replyOf('answer', 3))).toEqual(expect.arrayContaining(['main.work', 'main.main']));
  });

  test('has them again in another worker', async () => {
    tell({ kind: 'open', request: 1, file: 7, name: 'a', content: content(), program: { url: URL, told: { names: '0x1000 main.work\n', notes: [] } } });
    expect(await replyOf('opened', 1)).not.toHaveProperty('unnamed');
    tell({ kind: 'ask', request: 2, question: top(7) });
    expect(namesOf(await replyOf('answer', 2))).toContain('main.work');
  });

  test('keeps its addresses where the program tells nothing', async () => {
    tell({ kind: 'open', request: 1, file: 7, name: 'a', content: content(), program: { url: URL } });
    await replyOf('opened', 1);
    tell({ kind: 'name', request: 2, file: 7, program: { url: URL, told: { names: '', notes: ['No names.'] } } });
    expect(await replyOf('opened', 2)).toMatchObject({ facts: { functions: 0, notes: ['No names.'] } });
  });

  test('that was let go is not named', async () => {
    tell({ kind: 'name', request: 1, file: 7, program: { url: URL, told: { names: '', notes: [] } } });
    expect(await replyOf('failed', 1)).toMatchObject({ failure: { cause: 'question' } });
  });

  test('and any other file has nothing to ask for', async () => {
    tell({ kind: 'open', request: 1, file: 1, name: 'dropped', content: content() });
    expect(await replyOf('opened', 1)).not.toHaveProperty('unnamed');
    tell({ kind: 'open', request: 2, file: 2, name: 'named', content: folded('main;work 1\n'), program: { url: URL } });
    expect(await replyOf('opened', 2)).not.toHaveProperty('unnamed');
  });
});

describe('a file that is let go', () => {
  const large = () => folded(Array.from({ length: 100_000 }, (_, i) => `main;f${i % 977};g${i} ${i}`).join('\n'));

  test('while it loads says no more', async () => {
    const begun = new Promise<void>((resolve) => (listener = resolve));
    tell({ kind: 'open', request: 1, file: 1, name: 'large', content: large() });
    await begun;
    tell({ kind: 'close', file: 1 });
    const before = said.length;
    tell({ kind: 'open', request: 2, file: 1, name: 'small', content: folded('main;work 1\n') });
    await replyOf('opened', 2);
    tell({ kind: 'ask', request: 3, question: top(1) });
    expect(await replyOf('answer', 3)).toMatchObject({ answer: { top: { rows: { name: ['work', 'main'] } } } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(said.slice(before).every((message) => 'request' in message && message.request !== 1)).toBe(true);
  });

  test('shows progress meanwhile, not too often', async () => {
    const content = large();
    const begin = performance.now();
    tell({ kind: 'open', request: 1, file: 1, name: 'large', content });
    await replyOf('opened', 1);
    const took = performance.now() - begin;
    const progress = said.flatMap((message): Progress[] => (message.kind === 'progress' ? [message.progress] : []));
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.length).toBeLessThanOrEqual(1 + took / 50);
    expect(progress.every(({ bytesTotal, done }, i) => bytesTotal === content.size && done >= (progress[i - 1]?.done ?? 0) && done <= 1)).toBe(true);
  });
});
