import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { eventually } from '#target/eventually.ts';
import { endOnSignal } from './lifeCycle.ts';

test.each(['SIGINT', 'SIGTERM'])('%s ends it when all is closed', async (signal) => {
  const exits: number[] = [];
  const process = new EventEmitter();
  let closed = () => {};
  endOnSignal(process, () => new Promise<void>((resolve) => (closed = resolve)), (code) => exits.push(code));
  process.emit(signal);
  await Promise.resolve();
  expect(exits).toEqual([]);
  closed();
  await eventually(() => expect(exits).toEqual([0]));
});

test('a second signal ends it at once', () => {
  const exits: number[] = [];
  const process = new EventEmitter();
  endOnSignal(process, () => new Promise(() => {}), (code) => exits.push(code));
  process.emit('SIGTERM');
  process.emit('SIGINT');
  expect(exits).toEqual([130]);
});
