import { expect, test } from 'vitest';
import { blockedBefore } from './direct.ts';
import { statusFailure } from './statusFailure.ts';

test.each([
  ['https:', 'http://host/debug/pprof/', 'mixed-content'],
  ['https:', 'http://127.evil.example/', 'mixed-content'],
  ['https:', 'https://host/', undefined],
  ['https:', 'http://localhost:6060/', undefined],
  ['https:', 'http://127.0.0.1:6060/', undefined],
  ['https:', 'http://[::1]:6060/', undefined],
  ['http:', 'http://host/', undefined],
])('from a page of %s asking %s is %s', (protocol, url, code) => expect(blockedBefore(url, protocol)?.code).toBe(code));

test.each([
  [401, 'who are you?', 'auth-401'],
  [403, '', 'forbidden-403'],
  [404, 'Unknown profile\n', 'not-found-404'],
  [500, 'Could not enable CPU profiling: cpu profiling already in use\n', 'cpu-busy-500'],
  [500, 'Could not enable tracing: tracing is already enabled\n', 'cpu-busy-500'],
  [500, 'out of ink', 'status'],
  [400, 'profile duration exceeds server’s WriteTimeout\n', 'write-timeout-400'],
  [400, 'bad', 'status'],
  [503, '', 'status'],
])('%d with %j is %s', (status, text, code) => {
  const failure = statusFailure(status, text);
  expect(failure.code).toBe(code);
  expect(failure.status).toBe(status);
  expect(failure.next).not.toBe('');
});
