import { expect, test } from 'vitest';
import { inflateAside, type FromInflater, type ToInflater } from './inflateAside.ts';

/** A thread that answers as it is told to. */
class FakeWorker {
  onmessage: ((event: { data: FromInflater }) => void) | null = null;
  onerror: (() => void) | null = null;
  allowed = 0;
  ended = false;

  postMessage({ pieces }: ToInflater): void {
    this.allowed += pieces;
  }

  terminate(): void {
    this.ended = true;
  }

  say(data: FromInflater): void {
    this.onmessage?.({ data });
  }
}

const large = new Blob([new Uint8Array(2 ** 21)]);
const piece = (byte: number, read: number): FromInflater => ({ kind: 'piece', bytes: Uint8Array.of(byte), read });

function started() {
  const worker = new FakeWorker();
  const reads: number[] = [];
  const stream = inflateAside(() => worker as unknown as Worker)(large, (bytes) => reads.push(bytes));
  return { worker, reads, reader: stream.getReader() };
}

test('pieces come in order, with what was read for them, and each allows one more', async () => {
  const { worker, reads, reader } = started();
  const ahead = worker.allowed;
  worker.say(piece(1, 10));
  worker.say(piece(2, 20));
  expect((await reader.read()).value).toEqual(Uint8Array.of(1));
  expect((await reader.read()).value).toEqual(Uint8Array.of(2));
  expect(reads).toEqual([10, 20]);
  expect(worker.allowed).toBe(ahead + 2);
});

test('a read waits for its piece, and the end ends the thread', async () => {
  const { worker, reader } = started();
  const read = reader.read();
  worker.say(piece(7, 1));
  expect((await read).value).toEqual(Uint8Array.of(7));
  worker.say({ kind: 'end' });
  expect((await reader.read()).done).toBe(true);
  expect(worker.ended).toBe(true);
});

test('a thread that fails or ends fails the stream as the platform’s inflater would', async () => {
  const failing = started();
  failing.worker.say({ kind: 'failed', message: 'junk' });
  await expect(failing.reader.read()).rejects.toThrow(TypeError);
  const ending = started();
  ending.worker.onerror?.();
  await expect(ending.reader.read()).rejects.toThrow(TypeError);
});

test('a reader that goes away ends the thread', async () => {
  const { worker, reader } = started();
  await reader.cancel();
  expect(worker.ended).toBe(true);
});
