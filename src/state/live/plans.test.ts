import { expect, test } from 'vitest';
import { AT_ONCE, captureFile, captureName, planOf, planOfAddress } from './plans.ts';

const SERVICE = 'http://localhost:6060/debug/pprof/';
const plan = (name: string, choice = AT_ONCE) => planOf({ name, href: SERVICE + name }, SERVICE, choice);

test.each([
  ['profile', { ...AT_ONCE, seconds: 5 }, 'cpu', 'profile?seconds=5', 'profile'],
  ['heap', AT_ONCE, 'heap', 'heap', 'profile'],
  ['heap', { ...AT_ONCE, gc: true }, 'heap after GC', 'heap?gc=1', 'profile'],
  ['mutex', { ...AT_ONCE, seconds: 3 }, 'mutex over 3 s', 'mutex?seconds=3', 'profile'],
  ['goroutine', { ...AT_ONCE, dump: true }, 'goroutine dump', 'goroutine?debug=2', 'text'],
  ['trace', { ...AT_ONCE, seconds: 2 }, 'trace', 'trace?seconds=2', 'trace'],
] as const)('%s as %j is %s', (name, choice, kind, path, form) => {
  expect(plan(name, choice)).toEqual({ service: SERVICE, kind, url: SERVICE + path, seconds: choice.seconds, form });
});

test.each([
  ['http://h/debug/pprof/profile?seconds=5', 'cpu', 5, 'profile'],
  ['http://h/debug/pprof/profile', 'cpu', 30, 'profile'],
  ['http://h/debug/pprof/heap?gc=1', 'heap after GC', 0, 'profile'],
  ['http://h/debug/pprof/heap?seconds=4', 'heap over 4 s', 4, 'profile'],
  ['http://h/debug/pprof/goroutine?debug=2', 'goroutine debug=2', 0, 'text'],
  ['http://h/debug/pprof/trace', 'trace', 1, 'trace'],
])('the address %s is %s for %d s', (url, kind, seconds, form) => expect(planOfAddress(url)).toEqual({ service: 'http://h/debug/pprof/', kind, url, seconds, form }));

test('a tab and a file are named after service, kind and time', () => {
  const time = new Date(2026, 2, 1, 14, 3, 22);
  expect(captureName(plan('heap'), time)).toBe('localhost:6060 heap 14:03:22');
  expect(captureFile(plan('heap', { ...AT_ONCE, gc: true }), time)).toBe('localhost-6060.heap-after-GC.20260301-140322.pb.gz');
  expect(captureFile(planOfAddress('http://h/../a%2f..%2fb/goroutine?debug=2'), time)).toBe('h-a-2f..-2fb.goroutine-debug=2.20260301-140322.txt');
});
