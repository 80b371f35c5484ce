import { expect, test } from 'vitest';
import { movedTo, openPart, parseAddress } from './address.ts';

test.each([
  ['http://localhost:6060/debug/pprof/heap?gc=1', 'http://localhost:6060/debug/pprof/heap?gc=1'],
  ['localhost:6060/debug/pprof/', 'http://localhost:6060/debug/pprof/'],
  ['127.0.0.1:6060', 'http://127.0.0.1:6060/'],
  ['[::1]:6060/x', 'http://[::1]:6060/x'],
  ['https://host/x#part', 'https://host/x'],
  ['  HTTPS://Host/X  ', 'https://host/X'],
  ['https+insecure://host/x', 'https+insecure://host/x'],
])('%s is an address', (text, shown) => {
  expect(parseAddress(text).shown).toBe(shown);
});

test('https+insecure is https whose certificate may be any', () => {
  const { url, insecure } = parseAddress('https+insecure://host/x');
  expect([url.href, insecure]).toEqual(['https://host/x', true]);
  expect(parseAddress('https://host/x').insecure).toBe(false);
});

test.each([
  ['ftp://host/x', 'ftp: is no scheme that can be fetched'],
  ['file:///etc/passwd', 'file: is no scheme'],
  ['http+insecure://host/', 'http+insecure: is no scheme'],
  ['http://', ': not an address'],
  ['', ': not an address'],
  ['host:port/x', 'host:port/x: not an address'],
  [`http://host/${'x'.repeat(2048)}`, 'at most 2048'],
])('%s is none', (text, message) => {
  expect(() => parseAddress(text)).toThrow(message);
});

test('user and password become a header, as they were before they were escaped', () => {
  const { url, authorization, shown } = parseAddress('http://j%C3%BCrg:p%40ss:100%@host:80/x');
  expect(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()).toBe('jürg:p@ss:100%');
  expect([url.href, shown]).toEqual(['http://host/x', 'http://host/x']);
  expect(parseAddress('http://token@host/x').authorization).toBe(`Basic ${Buffer.from('token:').toString('base64')}`);
});

test('what looks like a secret is asked for and not shown', () => {
  const { url, shown } = parseAddress('http://host/x?seconds=5&access_token=CANARY&%73ig=CANARY&debug=1&key');
  expect(url.search).toBe('?seconds=5&access_token=CANARY&%73ig=CANARY&debug=1&key');
  expect(shown).toBe('http://host/x?seconds=5&access_token=***&%73ig=***&debug=1&key');
});

test.each(['http://user:CANARY@host:x/', 'ftp://user:CANARY@host/', 'user:CANARY@host:70000/x?token=CANARY', 'http://u:CANARY@/CANARY2'])('%s is refused without its secret', (text) => {
  expect(() => parseAddress(text)).not.toThrow('CANARY@');
  expect(() => parseAddress(text)).toThrow(/^(?!.*CANARY\b).*$/);
});

test('a redirect keeps the password and trust in any certificate for the same origin alone', () => {
  const address = parseAddress('https+insecure://user:pass@host/a');
  const same = movedTo(address, new URL('https://host/b'));
  expect([same.authorization, same.insecure]).toEqual([address.authorization, true]);
  for (const other of ['https://host:8443/b', 'http://host/b', 'https://other/b']) {
    const { authorization, insecure } = movedTo(address, new URL(other));
    expect([authorization, insecure]).toEqual(['', false]);
  }
});

test('the part of a URL that may be read has no secret in it', () => {
  expect(openPart(new URL('http://host/x?seconds=5&api_key=CANARY'))).toEqual({ url: 'http://host/x?seconds=5', secrets: [['api_key', 'CANARY']] });
  expect(openPart(new URL('http://host/x?a=%2F'))).toEqual({ url: 'http://host/x?a=%2F', secrets: [] });
});
