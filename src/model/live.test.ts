import { expect, test } from 'vitest';
import { encodeFrame, FrameError, MOST_PAYLOAD, readFrames, type Frame } from './live.ts';

const FRAMES: readonly Frame[] = [
  { kind: 'status', status: { state: 'resolving', bytes: 0 } },
  { kind: 'data', bytes: Uint8Array.of(0x1f, 0x8b, 0, 255) },
  { kind: 'data', bytes: new Uint8Array(0) },
  { kind: 'status', status: { state: 'receiving', bytes: 4 } },
  { kind: 'end', end: { bytes: 4, sha256: 'abc', name: 'heap.größe.pb.gz' } },
];
const ERROR: Frame = { kind: 'error', failure: { code: 'not-a-profile', message: 'It is a page.', next: 'Log in.', status: 200, sample: '<html>' } };

test('frames come out as they went in, however the bytes are cut', async () => {
  const bytes = bytesOf(FRAMES);
  for (const size of [1, 3, 7, 64, bytes.length]) expect(await collected(cut(bytes, size))).toEqual(FRAMES);
});

test('an error is a last frame too, and what it leaves out stays out', async () => {
  expect(await collected(cut(bytesOf([FRAMES[0], ERROR]), 5))).toEqual([FRAMES[0], ERROR]);
  const bare: Frame = { kind: 'error', failure: { code: 'refused', message: 'Nobody listens.', next: 'Start it.' } };
  expect(await collected(cut(bytesOf([bare]), 9))).toEqual([bare]);
});

test('nothing behind the last frame is read', async () => {
  expect(await collected(cut(bytesOf([ERROR, ...FRAMES]), 6))).toEqual([ERROR]);
});

test('an answer without its last frame was cut, wherever that was', async () => {
  const bytes = bytesOf(FRAMES);
  for (let length = 0; length < bytes.length; length++) await expect(collected(cut(bytes.subarray(0, length), 16))).rejects.toThrow('cut short');
});

test.each([
  ['a web page', new TextEncoder().encode('<!doctype html>'), 'a frame of'],
  ['another type', Uint8Array.of(9, 0, 0, 0, 0), 'a frame of type 9'],
  ['a length that nobody sends', Uint8Array.of(2, 255, 255, 255, 255), 'a frame of 4294967295 bytes'],
  ['an end that is no JSON', Uint8Array.of(3, 0, 0, 0, 1, 0x7b), 'no JSON object'],
  ['an end that says nothing', Uint8Array.of(3, 0, 0, 0, 2, 0x7b, 0x7d), 'a frame without bytes'],
  ['a state of no meaning', jsonFrame(1, { state: 'asleep', bytes: 1 }), 'an unknown state'],
  ['a code of no meaning', jsonFrame(4, { code: 'odd', message: '', next: '' }), 'an unknown code'],
])('%s is not taken for an answer', async (_, bytes, message) => {
  const outcome = collected(cut(bytes, 4));
  await expect(outcome).rejects.toThrow(FrameError);
  await expect(outcome).rejects.toThrow(message);
});

test('a payload has its limit', async () => {
  const most: Frame = { kind: 'data', bytes: new Uint8Array(MOST_PAYLOAD).fill(7) };
  const [read] = await collected(cut(Buffer.concat([encodeFrame(most), encodeFrame(ERROR)]), 65_536));
  expect(read.kind === 'data' && Buffer.compare(read.bytes, most.bytes)).toBe(0);
  expect(() => encodeFrame({ kind: 'data', bytes: new Uint8Array(MOST_PAYLOAD + 1) })).toThrow(RangeError);
});

function bytesOf(frames: readonly Frame[]): Uint8Array {
  return Uint8Array.from(frames.flatMap((frame) => [...encodeFrame(frame)]));
}

function jsonFrame(type: number, value: unknown): Uint8Array {
  const payload = new TextEncoder().encode(JSON.stringify(value));
  return Uint8Array.of(type, 0, 0, 0, payload.length, ...payload);
}

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of readFrames(pieces)) frames.push(frame);
  return frames;
}
