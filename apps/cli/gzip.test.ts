import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gzipped } from './gzip.ts';

function* pieces(count: number): Generator<Uint8Array> {
  for (let i = 0; i < count; i++) yield Uint8Array.from({ length: 100_000 }, (_, at) => (at * i) % 251);
}

test('pieces are one stream, whatever waits', async () => {
  const parts = await all(gzipped(pieces(80)));
  expect(gunzipSync(Buffer.concat(parts)).equals(Buffer.concat([...pieces(80)]))).toBe(true);
});

test('none at all are an empty stream', async () => {
  expect(gunzipSync(Buffer.concat(await all(gzipped([]))))).toHaveLength(0);
});

test('what goes wrong while they are made is told to who reads', async () => {
  const broken = (function* () {
    yield* pieces(2);
    throw new Error('the third is missing');
  })();
  await expect(all(gzipped(broken))).rejects.toThrow('the third is missing');
});

test('who stops reading stops the making', async () => {
  let made = 0;
  const endless = (function* () {
    for (;;) {
      made++;
      yield Uint8Array.from({ length: 1 << 16 }, () => Math.random() * 256);
    }
  })();
  for await (const _ of gzipped(endless)) break;
  const before = made;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(made).toBeLessThanOrEqual(before + 1);
});

async function all(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const taken: Uint8Array[] = [];
  for await (const part of parts) taken.push(part);
  return taken;
}
