import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { printPieces } from './output.ts';

/** One that takes a write only after some time, and remembers the most that waited. */
class Slow extends Writable {
  readonly parts: Buffer[] = [];
  waiting = 0;

  constructor() {
    super({ highWaterMark: 1 << 16 });
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.parts.push(chunk);
    this.waiting = Math.max(this.waiting, this.writableLength);
    setImmediate(done);
  }
}

test('a report is printed no faster than it is read, and in order', async () => {
  const slow = new Slow();
  const lines = Array.from({ length: 100_000 }, (_, i) => `line ${i} of many\n`);
  await printPieces([...lines, new Uint8Array([33, 10])], slow);
  expect(slow.waiting).toBeLessThan(1 << 18);
  await new Promise<void>((done) => slow.end(done));
  expect(Buffer.concat(slow.parts).toString()).toBe(`${lines.join('')}!\n`);
});

test('one that nobody reads any more ends', async () => {
  const slow = new Slow();
  const endless = (function* () {
    for (let i = 0; i < 1000; i++) {
      if (i === 10) slow.destroy();
      yield 'x'.repeat(1 << 16);
    }
  })();
  await printPieces(endless, slow);
  expect(slow.destroyed).toBe(true);
});

test('what was said before something went wrong is said', async () => {
  const slow = new Slow();
  const broken = (function* () {
    yield 'so far\n';
    throw new Error('no further');
  })();
  await expect(printPieces(broken, slow)).rejects.toThrow('no further');
  await new Promise<void>((done) => slow.end(done));
  expect(Buffer.concat(slow.parts).toString()).toBe('so far\n');
});
