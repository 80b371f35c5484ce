import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TargetError } from './failure.ts';
import { contentOf, gate } from './gate.ts';

const CPU = readFileSync('testdata/recorded/cpu.service.pb.gz');
const TRACE = Buffer.concat([Buffer.from('go 1.26 trace\0\0\0'), Buffer.alloc(100_000, 7)]);

/** Profiles of all kinds, by their paths. */
const PROFILES = ['recorded', 'corners'].flatMap((folder) =>
  readdirSync(`testdata/${folder}`)
    .filter((name) => /\.(pb\.gz|pb|debug[12]\.txt)$/.test(name))
    .map((name) => `testdata/${folder}/${name}`),
);

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collected(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

describe('what is let through', () => {
  test.each(PROFILES)('%s, as it is', async (path) => {
    const bytes = readFileSync(path);
    const { content, body } = await gate(cut(bytes, 4096));
    expect(content).toBe(path.endsWith('.pb.gz') ? 'gzip' : path.endsWith('.pb') ? 'protobuf' : 'text');
    expect(Buffer.compare(await collected(body), bytes)).toBe(0);
  });

  test.each(PROFILES.filter((path) => path.endsWith('.pb.gz')))('%s, not compressed', async (path) => {
    expect(await contentOf(gunzipSync(readFileSync(path)), true)).toBe('protobuf');
  });

  test('text that is compressed', async () => {
    expect(await contentOf(gzipSync(readFileSync('testdata/recorded/goroutine.night.debug2.txt')), true)).toBe('gzip');
  });

  test.each(['1.5', '1.11', '1.22', '1.26'])('a trace of Go %s', async (version) => {
    expect(await contentOf(Buffer.from(`go ${version} trace\0\0\0rest`), true)).toBe('trace');
  });

  test.each([
    'goroutine profile: total 3\n3 @ 0x1 0x2\n',
    'goroutineleak profile: total 0\n',
    'threadcreate profile: total 11\n10 @\n',
    'my-own_profile profile: total 2\n1 @ 0x1\n',
    'heap profile: 1: 16 [2: 32] @ heap/1048576\n1: 16 [2: 32] @ 0x1\n',
    '--- contention:\ncycles/second=1000000\n',
    '--- mutex:\ncycles/second=1000000\nsampling period=1\n',
    '--- threadz 1 ---\n\n--- Thread 7f794ab90940 (name: main/14748) stack: ---\n',
    'goroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1\n',
    'goroutine 18 gp=0xc000 m=0 mp=0x1 [chan receive, 5 minutes, locked to thread]:\nmain.main()\n',
  ])('%j', async (text) => {
    expect(await contentOf(Buffer.from(text), true)).toBe('text');
  });

  test('a profile that is damaged or cut behind its beginning: who opens it says so', async () => {
    const damaged = Buffer.from(CPU);
    damaged[CPU.length - 6] ^= 1;
    for (const bytes of [damaged, CPU.subarray(0, CPU.length / 2), Buffer.concat([CPU, CPU]), Buffer.concat([CPU, Buffer.from('garbage')])]) expect(await contentOf(bytes, true)).toBe('gzip');
  });

  test('however its beginning is cut', async () => {
    const bytes = gunzipSync(CPU);
    for (let length = 300; length < 70_000; length += 997) expect([length, await contentOf(bytes.subarray(0, length), false)]).toEqual([length, 'protobuf']);
    for (const size of [1, 3, 1000, 65_536, 1_000_000]) expect(Buffer.compare(await collected((await gate(cut(TRACE, size))).body), TRACE)).toBe(0);
  });
});

describe('what is not', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'the answer is empty'],
    ['a page to log in', '<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>', 'the answer is a web page (titled "Sign in"), not a profile; perhaps a login stands before the profile\'s address'],
    ['a page behind an empty line', '\n<html><body>index of /</body></html>', 'the answer is a web page (HTML)'],
    ['JSON', '{"access_token":"abc","expires":1}', 'the answer is JSON, not a profile'],
    ['a list in JSON', '["a","b"]', 'the answer is JSON, not a profile'],
    ['a text in JSON', '"(a(b(c(d(e(f(g(h(i(j(k(l(m(n(o(p(q(r(s(t"', ''],
    ['credentials', 'AccessKeyId = AKIA0000\nSecretAccessKey = xyz\n', 'the answer is text of no known form'],
    ['a token', '20ab0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a', 'the answer is text of no known form'],
    ['a key', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n', 'the answer is text of no known form'],
    ['a log', `${'2026-11-21 15:00:01 INFO started\n'.repeat(5000)}`, 'the answer is text of no known form'],
    ['a dump behind what a program printed', 'panic: oops\n\ngoroutine 1 [running]:\nmain.main()\n', 'the answer is text of no known form'],
    ['passwords', 'root:x:0:0:root:/root:/bin/sh\n', 'the answer is text of no known form'],
    ['metrics', '# HELP go_goroutines Number of goroutines.\n# TYPE go_goroutines gauge\ngo_goroutines 7\n', 'the answer is text of no known form'],
    ['JavaScript', 'export const heap = 1;\n', 'the answer is text of no known form'],
    ['a command line', '/usr/bin/app\0-password=x', ''],
    ['what /symbol says', 'num_symbols: 1\n', 'the answer is text of no known form'],
    ['folded stacks', 'main;work 10\nmain;idle 5\n', 'the answer is text of no known form'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), 'the answer is a picture (PNG), not a profile'],
    ['a program', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0), 'the answer is a program (ELF)'],
    ['an archive', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'the answer is a zip archive'],
    ['zeros', new Uint8Array(100_000), ''],
    ['a page that is compressed', gzipSync('<html><title>Sign in</title></html>'), 'the answer is a web page (titled "Sign in")'],
    ['a profile that is compressed twice', gzipSync(CPU), 'the answer was gzipped twice'],
    ['a bomb', gzipSync(Buffer.alloc(64 * 2 ** 20)), ''],
    ['gzip that is none', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1, 2, 3), ''],
    ['gzip of nothing', gzipSync(''), ''],
    ['a field longer than all there is', Uint8Array.of(0x0a, 100, 8, 1), ''],
    ['numbers without end', new Uint8Array(100_000).fill(0x80), ''],
    ['a field of groups', Uint8Array.of(0x0b, 0x0c), ''],
    ['a trace of no version', 'go 1.x trace\0\0\0', ''],
    ['a trace of text', 'go 1.22 trace of what happened\n', ''],
  ])('%s', async (_, bytes, message) => {
    for (const size of [7, 65_536]) {
      const outcome = gate(cut(Buffer.from(bytes), size));
      await expect(outcome).rejects.toMatchObject({ code: 'not-a-profile', message: expect.stringContaining(message) });
    }
  });

  test('text, whatever it says', async () => {
    const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 400 });
    const line = fc.array(fc.stringMatching(/^[\t\n\r -~]{0,60}$/), { maxLength: 20 }).map((lines) => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(ascii, line), async (text) => {
        expect(await contentOf(Buffer.from(text), true)).toBeUndefined();
      }),
      { numRuns: 5000 },
    );
  });

  test('how it begins is told, without what moves a cursor, and no more than 200 characters', async () => {
    const error = await gate(cut(Buffer.from(`{"a":"\u001b[31m\u202e${'x'.repeat(1000)}"}`), 100)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(TargetError);
    const { sample = '', status } = error as TargetError;
    expect([status, sample.length]).toEqual([200, 200]);
    expect(sample).toMatch(/^\{"a":" \[31m x+$/);
  });

  test('no more of it is read than is looked at, and the connection is let go', async () => {
    let read = 0;
    let isClosed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          read += 1000;
          yield Buffer.alloc(1000, 'x');
        }
      } finally {
        isClosed = true;
      }
    }
    await expect(gate(endless())).rejects.toThrow(TargetError);
    expect([read, isClosed]).toEqual([66_000, true]);
  });
});

test('who stops reading lets the connection go', async () => {
  let isClosed = false;
  async function* profile(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield TRACE;
    } finally {
      isClosed = true;
    }
  }
  for await (const piece of (await gate(profile())).body) {
    expect(piece.length).toBe(TRACE.length);
    break;
  }
  expect(isClosed).toBe(true);
});

test('what breaks while the beginning is read breaks there', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield CPU.subarray(0, 100);
    throw new TargetError('cut-short');
  }
  await expect(gate(broken())).rejects.toMatchObject({ code: 'cut-short' });
});
