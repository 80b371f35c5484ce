import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { readProfile } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'proflens-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(bytes: Uint8Array): string {
  const path = join(folder, 'profile.pb.gz');
  writeFileSync(path, bytes);
  return path;
}

const PACKED = gzipSync('main;serve 3\nmain;idle 1\n');
const changed = (at: number) => PACKED.map((byte, i) => (i === PACKED.length + at ? byte ^ 1 : byte));

describe('of a damaged gzip the command says what the page says', () => {
  test.each([
    ['what stands behind the last member', Buffer.concat([PACKED, Buffer.from('garbage')]), 'what stands there is no gzip'],
    ['a wrong checksum', changed(-8), 'the checksum is wrong'],
    ['a wrong size', changed(-4), 'the size is wrong'],
    ['a cut file', PACKED.subarray(0, 20), 'the file is cut off'],
    ['a header alone', PACKED.subarray(0, 10), 'the file is cut off'],
  ])('%s', async (_, bytes, sentence) => {
    const path = written(bytes);
    await expect(readProfile(path, true)).rejects.toThrow(`${path}: gzip: ${sentence}`);
  });
});

test('members one after the other are one file', async () => {
  const { samples } = await readProfile(written(Buffer.concat([gzipSync('main;serve 3\n'), gzipSync('main;idle 1\n')])), true);
  expect([...samples.values[0]]).toEqual([3, 1]);
});

test('a file that is not there is told as such', async () => {
  await expect(readProfile(join(folder, 'nowhere.pb.gz'), true)).rejects.toThrow('nowhere.pb.gz: no such file or directory');
});
