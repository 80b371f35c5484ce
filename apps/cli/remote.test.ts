import { expect, test } from 'vitest';
import { isAddress, remoteOf } from './remote.ts';

test.each(['http://host', 'https://host/x', 'https+insecure://host:1/x', 'ftp://host/x', 'localhost:6060', 'localhost:6060/debug/pprof/', '127.0.0.1:80?x', '[::1]:6060/x', 'user:pass@host/x'])('%s is an address', (source) => {
  expect(isAddress(source)).toBe(true);
});

test.each(['cpu.prof', 'a/b.pb.gz', './localhost:6060', 'package.json', 'mem_2023-11-02_03:55:24', 'a/b:80', 'file:///x', 'file:x', 'C:\\x\\cpu.prof', 'host:', ':80', 'host:port/x', ''])('%j is a file', (source) => {
  expect(isAddress(source)).toBe(false);
});

const AS_IT_IS = { seconds: 0, timeout: 0 };

test.each([
  ['http://host', 'http://host/debug/pprof/profile'],
  ['host:1/?seconds=3', 'http://host:1/debug/pprof/profile?seconds=3'],
  ['http://host/x?z=1&a&b=%20+~*&a=2', 'http://host/x?a=&a=2&b=++~%2A&z=1'],
])('%s is fetched as pprof writes it, %s', (source, url) => {
  expect(remoteOf(source, AS_IT_IS)?.address.shown).toBe(url);
});

test.each([
  ['http://host/heap', AS_IT_IS, 65],
  ['http://host/profile?seconds=10', AS_IT_IS, 20],
  ['http://host/profile?seconds=x', AS_IT_IS, 65],
  ['http://host/profile?seconds=10', { seconds: 100, timeout: 0 }, 155],
  ['http://host/profile?seconds=10', { seconds: 100, timeout: 7 }, 12],
])('%s with %o is waited for %i seconds', (source, command, seconds) => {
  expect(remoteOf(source, command)?.limits.total).toBe(seconds * 1000);
});

test('what is told of an address is how it was typed, unless there is a secret in it', () => {
  expect(remoteOf('host:1/x', AS_IT_IS)?.named).toBe('host:1/x');
  expect(remoteOf('me:CANARY@host:1/x', AS_IT_IS)?.named).toBe('http://host:1/x');
  expect(remoteOf('host:1/x?b=1&key=CANARY', AS_IT_IS)?.named).toBe('http://host:1/x?b=1&key=***');
});
