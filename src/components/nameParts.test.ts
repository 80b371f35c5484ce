import { describe, expect, test } from 'vitest';
import { nameParts } from './nameParts.ts';

describe('a name is cut where a reader would cut it', () => {
  test.each([
    ['main.main', '', 'main.', 'main'],
    ['net/http.(*conn).serve', 'net/', 'http.', '(*conn).serve'],
    ['github.com/klauspost/compress/s2.(*Writer).Write.func1', 'github.com/klauspost/compress/', 's2.', '(*Writer).Write.func1'],
    ['gopkg.in/yaml%2ev3.(*parser).parse', 'gopkg.in/', 'yaml%2ev3.', '(*parser).parse'],
    ['main.Map[go.shape.struct { A/b.T }].Get', '', 'main.', 'Map[go.shape.struct { A/b.T }].Get'],
    ['slices.SortFunc[github.com/a/b.C]', '', 'slices.', 'SortFunc[github.com/a/b.C]'],
    ['std::vector<a/b>::push_back', '', 'std::', 'vector<a/b>::push_back'],
    ['runtime', '', '', 'runtime'],
    ['[libc.so.6]', '', '', '[libc.so.6]'],
    ['/usr/lib/go/src/runtime/proc.go', '/usr/lib/go/src/runtime/', '', 'proc.go'],
    ['', '', '', ''],
  ])('%s', (name, path, pkg, rest) => {
    expect(nameParts(name)).toEqual({ path, package: pkg, rest, place: '' });
  });

  test('a line of a function keeps its place apart', () => {
    expect(nameParts('a/b.C /src/b.go:12', 'a/b.C')).toEqual({ path: 'a/', package: 'b.', rest: 'C', place: ' /src/b.go:12' });
  });
});
