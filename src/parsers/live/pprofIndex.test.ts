import { describe, expect, test } from 'vitest';
import { ParseError } from '#parsers/parseError.ts';
import { parseIndex } from './pprofIndex.ts';

const HERE = new URL('http://localhost:6060/debug/pprof/?token=x');

/** As Go 1.26 writes it, and with it those who took its page over, under their own prefix. */
const page = (rows: readonly (readonly [count: number, href: string, name: string, description: string])[], hint = '') => `<html>
<head>
<title>/debug/pprof/</title>
<style>
.profile-name{
	display:inline-block;
	width:6rem;
}
</style>
</head>
<body>
/debug/pprof/
<br>
${hint}<br>
Types of profiles available:
<table>
<thead><td>Count</td><td>Profile</td></thead>
${rows.map(([count, href, name]) => `<tr><td>${count}</td><td><a href='${href}?debug=1'>${name}</a></td></tr>`).join('\n')}
</table>
<a href="goroutine?debug=2">full goroutine stack dump</a>
<br>
<p>
Profile Descriptions:
<ul>
${rows.map(([, , name, description]) => `<li><div class=profile-name>${name}: </div> ${description}</li>`).join('\n')}
</ul>
</p>
</body>
</html>`;

const GO_1_26 = page(
  [
    [1, 'allocs', 'allocs', 'A sampling of all past memory allocations'],
    [0, 'block', 'block', 'Stack traces that led to blocking on synchronization primitives'],
    [0, 'cmdline', 'cmdline', 'The command line invocation of the current program'],
    [3, 'goroutine', 'goroutine', 'Stack traces of all current goroutines. Use debug=2 as a query parameter to export in the same format as an unrecovered panic.'],
    [0, 'goroutineleak', 'goroutineleak', 'Stack traces of all leaked goroutines.'],
    [1, 'heap', 'heap', 'A sampling of memory allocations of live objects.'],
    [7, 'open/shops%20&%20%3Cb%3E', 'open/shops &amp; &lt;b&gt;', ''],
    [0, 'profile', 'profile', 'CPU profile. Multiple counters are separated by &#39;+&#39;.'],
    [0, 'symbol', 'symbol', 'Maps given program counters to function names.'],
    [6, 'threadcreate', 'threadcreate', 'Stack traces that led to the creation of new OS threads'],
    [0, 'trace', 'trace', 'A trace of execution of the current program.'],
  ],
  '<p>Set debug=1 as a query parameter to export in legacy text format</p>\n',
);

const counts = (text: string, address = HERE) => Object.fromEntries(parseIndex(text, address).profiles.map(({ name, count }) => [name, count]));

describe('the page of Go', () => {
  test('1.26: what there is, how much of it, and what it is', () => {
    const service = parseIndex(GO_1_26, HERE);
    expect(service).toMatchObject({ url: 'http://localhost:6060/debug/pprof/', cmdline: true, trace: true });
    expect(counts(GO_1_26)).toEqual({ allocs: 1, block: 0, goroutine: 3, goroutineleak: 0, heap: 1, 'open/shops & <b>': 7, profile: undefined, threadcreate: 6 });
    expect(service.profiles[2]).toEqual({
      name: 'goroutine',
      count: 3,
      description: 'Stack traces of all current goroutines. Use debug=2 as a query parameter to export in the same format as an unrecovered panic.',
      href: 'http://localhost:6060/debug/pprof/goroutine',
    });
    expect(service.profiles.find(({ name }) => name === 'profile')?.description).toBe("CPU profile. Multiple counters are separated by '+'.");
    expect(service.profiles.find(({ name }) => name.startsWith('open'))?.href).toBe('http://localhost:6060/debug/pprof/open/shops%20&%20%3Cb%3E');
  });

  test('1.11 to 1.25: no word of /symbol', () => {
    const service = parseIndex(page([[13, 'block', 'block', ''], [0, 'cmdline', 'cmdline', ''], [0, 'profile', 'profile', ''], [0, 'trace', 'trace', '']]), HERE);
    expect([service.cmdline, service.trace]).toEqual([true, true]);
  });

  test('1.10 and before: a table without ends, of what can be counted; the rest is there all the same', () => {
    const text = `<html>
<head>
<title>/debug/pprof/</title>
</head>
<body>
/debug/pprof/<br>
<br>
profiles:<br>
<table>

<tr><td align=right>0<td><a href="block?debug=1">block</a>

<tr><td align=right>41<td><a href="goroutine?debug=1">goroutine</a>

<tr><td align=right>12<td><a href="heap?debug=1">heap</a>

</table>
<br>
<a href="goroutine?debug=2">full goroutine stack dump</a><br>
</body>
</html>`;
    expect(counts(text)).toEqual({ block: 0, goroutine: 41, heap: 12, profile: undefined });
    expect(parseIndex(text, HERE)).toMatchObject({ cmdline: true, trace: true, profiles: expect.arrayContaining([{ name: 'profile', count: undefined, description: '', href: 'http://localhost:6060/debug/pprof/profile' }]) });
  });
});

describe('the page of others', () => {
  test.each(['https://registry.example:5000/v2/_zot/pprof/', 'http://localhost/auth/debug/pprof/', 'http://[::1]:6060/'])('under %s', (address) => {
    const service = parseIndex(GO_1_26, new URL(address));
    expect(service.url).toBe(address);
    for (const { name, href } of service.profiles) expect(href).toBe(address + encodeURI(name));
  });

  test('found beside its folder: links say where it is', () => {
    const text = '<ul><li><a href="/debug/pprof/heap?debug=1">heap</a> (12)</li><li><a href="/debug/pprof/goroutine?debug=1">goroutine</a> (7)</li><li><a href=/debug/vars>vars</a></li></ul>';
    expect(parseIndex(text, new URL('http://localhost/debug/'))).toMatchObject({ url: 'http://localhost/debug/pprof/' });
    expect(counts(text, new URL('http://localhost/debug/'))).toEqual({ heap: 12, goroutine: 7, profile: undefined });
  });

  test('links in any dress', () => {
    const text = `<A class="x" HREF=heap>heap</A><br><a  title='a' href = 'mutex?debug=1'>mutex</a><br><a href="./block">block</a><p><a href="http://localhost:6060/debug/pprof/allocs">a</a>`;
    expect(Object.keys(counts(text))).toEqual(['heap', 'mutex', 'block', 'allocs', 'profile']);
  });

  test('numbers that belong to no profile are not taken for one', () => {
    const text = 'Version 1.26.8 up for 300 s<br><a href=heap>heap</a> since 2026-11-21<br>v2 <a href=mutex>mutex</a> 3.5<br><a href=block>block</a>';
    expect(counts(text)).toEqual({ heap: undefined, mutex: undefined, block: undefined, profile: undefined });
  });
});

test('links elsewhere are left out', () => {
  const evil = '<a href="http://evil.example/debug/pprof/heap">heap</a><a href="//evil.example/heap">heap</a><a href="javascript:heap">heap</a><a href="http://[">x</a><a>none</a>';
  expect(counts(`${evil}<a href="goroutine">goroutine</a>`)).toEqual({ goroutine: undefined, profile: undefined });
  expect(() => parseIndex(evil, HERE)).toThrow(ParseError);
  const other = '<a href=heap>heap</a><a href="../vars?debug=1">vars</a><a href="../../x?debug=1">x</a><a href="main.js">main</a><a href="%E0%A4?debug=1">cut</a>';
  expect(Object.keys(counts(other))).toEqual(['heap', 'profile']);
});

test.each(['', 'ok\n', '<html><title>Sign in</title><a href="/login">log in</a></html>', '{"heap":1}', '\0\u0001', '<a href=', '<a href="heap'])('%j is no index', (text) => {
  expect(() => parseIndex(text, HERE)).toThrow('this page lists no profiles');
});

test('a page made to take long takes no longer than another', () => {
  for (const piece of ['<a href="heap"', '<a ', '<', '<a href=heap>', '<li><li', '<tr>1'.repeat(3), '&#', '&lt', '<a href="x">1 ']) {
    const text = piece.repeat(Math.floor(2 ** 20 / piece.length));
    try {
      parseIndex(text, HERE);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  }
});
