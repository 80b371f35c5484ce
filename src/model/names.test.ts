import { describe, expect, test } from 'vitest';
import { baseName, cleanPath, shortName, trimmedPath } from './names.ts';

describe('a name is cut as pprof cuts it', () => {
  test.each([
    ['github.com/blah-blah/foo_bar.(*FooBar).Foo', 'foo_bar.(*FooBar).Foo'],
    ['encoding/json.(*structEncoder).(encoding/json.encode)-fm', 'json.(*structEncoder).(encoding/json.encode)-fm'],
    ['github.com/foo/bar/v4.(*Foo).Bar', 'bar.(*Foo).Bar'],
    ['github.com/foo/bar/v4/baz.Foo.Bar', 'baz.Foo.Bar'],
    ['github.com/foo/bar/v4/v4.(*Foo).Bar', 'v4.(*Foo).Bar'],
    ['github.com/foobar/v1.(*Foo).Bar', 'v1.(*Foo).Bar'],
    ['example.org/v2xyz.Foo', 'v2xyz.Foo'],
    ['java.util.concurrent.ThreadPoolExecutor$Worker.run', 'ThreadPoolExecutor$Worker.run'],
    ['java.bar.foo.FooBar.run(java.lang.Runnable)', 'FooBar.run'],
    ['cpp::namespace::Class::method<float, long, int>()', 'Class::method<float, long, int>'],
    ['(anonymous namespace)::Bar::Foo', 'Bar::Foo'],
    ['foo/xyz', 'foo/xyz'],
    ['foo', 'foo'],
    ['', ''],
  ])('%s → %s', (name, short) => expect(shortName(name)).toBe(short));
});

test('a path is cleaned as Go cleans it', () => {
  expect(['a/./b//c', 'a/../b', '/../a', '../a', './', '', 'a/b/', '/'].map(cleanPath)).toEqual(['a/b/c', 'b', '/a', '../a', '.', '.', 'a/b', '/']);
});

test('the base of a path is its last element', () => {
  expect(['/usr/bin/go', 'go', '/', '', 'a/b/'].map(baseName)).toEqual(['go', 'go', '/', '.', 'b']);
});

test('a path is trimmed by the first prefix that fits, or up to the base of a source directory', () => {
  expect(trimmedPath('/build/shop/main.go', '/other:/build', '')).toBe('shop/main.go');
  expect(trimmedPath('/far/away/shop/cart/cart.go', '', '/home/me/shop')).toBe('cart/cart.go');
  expect(trimmedPath('/proc/self/cwd/main.cc', '', '')).toBe('main.cc');
});
