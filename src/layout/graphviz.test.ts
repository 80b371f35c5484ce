import { describe, expect, test } from 'vitest';
import { createLayouter, type FromGraphviz, type GraphvizPort, type ToGraphviz } from './graphviz.ts';

/** A worker that answers when it is told to. */
class FakePort implements GraphvizPort {
  onmessage: ((event: MessageEvent<FromGraphviz>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly asked: ToGraphviz[] = [];
  ended = false;
  postMessage(message: ToGraphviz): void {
    this.asked.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  answer(data: FromGraphviz): void {
    this.onmessage?.({ data } as MessageEvent<FromGraphviz>);
  }
}

function layouterWithPorts(options?: Parameters<typeof createLayouter>[1]) {
  const ports: FakePort[] = [];
  const layouter = createLayouter(() => {
    const port = new FakePort();
    ports.push(port);
    return port;
  }, options);
  return { ports, layouter };
}

const LAID_OUT: FromGraphviz = { kind: 'laid out', json: '{"bb":"0,0,1,1"}' };

describe('the layout engine', () => {
  test('starts when it is first needed, and serves the next graph too', async () => {
    const { ports, layouter } = layouterWithPorts();
    expect(ports).toHaveLength(0);
    const first = layouter.layOut('a');
    ports[0].answer(LAID_OUT);
    expect(await first).toEqual({ kind: 'laid out', graph: { bb: '0,0,1,1' } });
    const second = layouter.layOut('b');
    ports[0].answer(LAID_OUT);
    expect((await second).kind).toBe('laid out');
    expect(ports).toHaveLength(1);
  });

  test('may be started before it is needed, once', async () => {
    const { ports, layouter } = layouterWithPorts();
    layouter.prepare();
    layouter.prepare();
    const first = layouter.layOut('a');
    ports[0].answer(LAID_OUT);
    expect((await first).kind).toBe('laid out');
    expect(ports).toHaveLength(1);
  });

  test('is told whether a draft will do', async () => {
    for (const isDraft of [false, true]) {
      const { ports, layouter } = layouterWithPorts({ isDraft });
      void layouter.layOut('a');
      expect(ports[0].asked).toEqual([{ dot: 'a', isDraft }]);
    }
  });

  test('works on once what is asked for twice', async () => {
    const { ports, layouter } = layouterWithPorts();
    const both = [layouter.layOut('a'), layouter.layOut('a')];
    expect(ports[0].asked).toHaveLength(1);
    ports[0].answer(LAID_OUT);
    expect((await Promise.all(both)).map(({ kind }) => kind)).toEqual(['laid out', 'laid out']);
    const again = layouter.layOut('a');
    layouter.giveUp();
    expect((await again).kind).toBe('laid out');
    expect(ports[0].ended).toBe(false);
  });

  test('is ended when another graph is wanted', async () => {
    const { ports, layouter } = layouterWithPorts();
    const first = layouter.layOut('a');
    const second = layouter.layOut('b');
    expect(await first).toEqual({ kind: 'moot' });
    expect(ports.map(({ ended }) => ended)).toEqual([true, false]);
    ports[1].answer(LAID_OUT);
    expect((await second).kind).toBe('laid out');
  });

  test('remembers what it laid out', async () => {
    const { ports, layouter } = layouterWithPorts();
    const first = layouter.layOut('a');
    ports[0].answer(LAID_OUT);
    await first;
    expect((await layouter.layOut('a')).kind).toBe('laid out');
    expect(ports[0].asked).toHaveLength(1);
  });

  test('fails with a sentence, and starts anew', async () => {
    const { ports, layouter } = layouterWithPorts();
    const first = layouter.layOut('a');
    ports[0].answer({ kind: 'failed', message: 'out of memory' });
    expect(await first).toEqual({ kind: 'failed', message: 'The graph cannot be laid out: out of memory.' });
    const second = layouter.layOut('a');
    ports[1].onerror?.({ message: '' } as ErrorEvent);
    expect(await second).toEqual({ kind: 'failed', message: 'The graph cannot be laid out: the layout engine ended.' });
  });

  test('is not waited for without end', async () => {
    const { ports, layouter } = layouterWithPorts({ patience: 5 });
    expect((await layouter.layOut('a')).kind).toBe('failed');
    expect(ports[0].ended).toBe(true);
  });

  test('ends when nothing is wanted any more', async () => {
    const { ports, layouter } = layouterWithPorts();
    const first = layouter.layOut('a');
    layouter.giveUp();
    expect(await first).toEqual({ kind: 'moot' });
    expect(ports[0].ended).toBe(true);
  });
});
