import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readZip } from './zip.ts';

interface Packed {
  readonly path: string;
  readonly text: string | Uint8Array;
  readonly method?: number;
  readonly flags?: number;
}

/** A zip as the format says it. */
function zipOf(files: readonly Packed[], comment = ''): Blob {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const { path, text, method = 8, flags = 0 } of files) {
    const bytes = Buffer.from(text);
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const part = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    const behind = Buffer.alloc(14);
    behind.writeUInt32LE(offset, 10);
    list.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, behind, name]));
    parts.push(part);
    offset += part.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  end.writeUInt16LE(comment.length, 16);
  return new Blob([new Uint8Array(Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06'), end, Buffer.from(comment)]))]);
}

const textOf = async (bytes: Promise<Uint8Array>) => new TextDecoder().decode(await bytes);

test('files are listed and read, packed or not; folders are none', async () => {
  const entries = await readZip(
    zipOf(
      [
        { path: 'shop/', text: '', method: 0 },
        { path: 'shop/größe.go', text: 'package shop\n'.repeat(1000) },
        { path: '../../main.go', text: 'package main\n', method: 0 },
      ],
      'PK\x05\x06 is how an end begins, and this is a comment',
    ),
  );
  expect(entries.map(({ path }) => path)).toEqual(['shop/größe.go', '../../main.go']);
  expect(await textOf(entries[0].read())).toBe('package shop\n'.repeat(1000));
  expect(await textOf(entries[1].read())).toBe('package main\n');
});

test('what cannot be read is said, and the rest is read', async () => {
  const entries = await readZip(zipOf([{ path: 'a', text: 'x', flags: 1 }, { path: 'b', text: 'x', method: 14 }, { path: 'c', text: 'x' }]));
  await expect(entries[0].read()).rejects.toThrow('encrypted');
  await expect(entries[1].read()).rejects.toThrow('(14)');
  expect(await textOf(entries[2].read())).toBe('x');
});

test('a few bytes that become very many are not read to the end', async () => {
  const [bomb] = await readZip(zipOf([{ path: 'bomb.go', text: new Uint8Array(17 << 20) }]));
  await expect(bomb.read()).rejects.toThrow('too large');
});

test('what is no zip, and what was cut, is said', async () => {
  await expect(readZip(new Blob(['package main']))).rejects.toThrow('no zip file');
  const whole = zipOf([{ path: 'a.go', text: 'package a' }]);
  await expect(readZip(whole.slice(0, whole.size - 4))).rejects.toThrow('the end of it is missing');
  await expect(readZip(whole.slice(20))).rejects.toThrow('damaged');
  for (let cut = 1; cut < whole.size; cut++) await expect(readZip(whole.slice(0, cut))).rejects.toThrow(/zip/);
});
