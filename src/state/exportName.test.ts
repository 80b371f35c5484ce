import { expect, test } from 'vitest';
import { exportName } from './exportName.ts';

test.each([
  ['cpu.service.pb.gz', 'top', 'csv', 'cpu.service.top.csv'],
  ['goroutine.night.debug2.txt', 'goroutines', 'txt', 'goroutine.night.goroutines.txt'],
  ['heap', '', 'pb.gz', 'heap.pb.gz'],
  ['http://host:6060/debug/pprof/heap?seconds=5', 'flame', 'svg', 'heap_seconds_5.flame.svg'],
  ['a.pb.gz + b.pb.gz', 'graph', 'png', 'a.pb.gz + b.graph.png'],
  ['..\\..\\evil\u202e<b>', 'top', 'md', 'evil_b_.top.md'],
  ['.gz', 'top', 'md', 'profile.top.md'],
])('of %s, %s as %s', (profile, what, extension, name) => expect(exportName(profile, what, extension)).toBe(name));
