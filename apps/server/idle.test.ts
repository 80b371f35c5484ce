import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { idleAfter } from './idle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MINUTE = 60_000;

test('nothing asked from the beginning is idle after the time', () => {
  const onIdle = vi.fn();
  idleAfter(30 * MINUTE, onIdle);
  vi.advanceTimersByTime(30 * MINUTE - 1);
  expect(onIdle).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onIdle).toHaveBeenCalledOnce();
});

test('the time begins anew when the last answer closes', () => {
  const onIdle = vi.fn();
  const idle = idleAfter(30 * MINUTE, onIdle);
  const [capture, other] = [new EventEmitter(), new EventEmitter()];
  vi.advanceTimersByTime(29 * MINUTE);
  idle.asked(capture);
  idle.asked(other);
  other.emit('close');
  vi.advanceTimersByTime(120 * MINUTE);
  expect(onIdle).not.toHaveBeenCalled();
  capture.emit('close');
  vi.advanceTimersByTime(29 * MINUTE);
  const last = new EventEmitter();
  idle.asked(last);
  last.emit('close');
  vi.advanceTimersByTime(30 * MINUTE - 1);
  expect(onIdle).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onIdle).toHaveBeenCalledOnce();
});

test('longer than a timer waits is waited too', () => {
  const onIdle = vi.fn();
  idleAfter(1000 * 60 * MINUTE, onIdle);
  vi.advanceTimersByTime(1000 * 60 * MINUTE - 1);
  expect(onIdle).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onIdle).toHaveBeenCalledOnce();
});

test('once stopped it says nothing, whatever closes', () => {
  const onIdle = vi.fn();
  const idle = idleAfter(MINUTE, onIdle);
  const answer = new EventEmitter();
  idle.asked(answer);
  idle.stop();
  answer.emit('close');
  vi.advanceTimersByTime(10 * MINUTE);
  expect(onIdle).not.toHaveBeenCalled();
});
