import { describe, expect, test } from 'vitest';
import { folderOf, LiveAddressError, readLiveAddress, serviceName, withSecrets } from './liveAddress.ts';

describe('an address', () => {
  test.each([
    ['localhost:6060', 'service', 'http://localhost:6060/debug/pprof/'],
    [' http://localhost:6060/ ', 'service', 'http://localhost:6060/debug/pprof/'],
    ['host:8080/debug/pprof', 'service', 'http://host:8080/debug/pprof/'],
    ['https://host/v2/_zot/pprof/', 'service', 'https://host/v2/_zot/pprof/'],
    ['https://host/v2/_zot/pprof/?a=1#b', 'service', 'https://host/v2/_zot/pprof/'],
    ['host/auth/debug/pprof/heap', 'profile', 'http://host/auth/debug/pprof/heap'],
    ['host/debug/pprof/profile?seconds=5', 'profile', 'http://host/debug/pprof/profile?seconds=5'],
    ['[::1]:6060/x/cpu.pb.gz', 'profile', 'http://[::1]:6060/x/cpu.pb.gz'],
  ])('%s is a %s at %s', (text, kind, url) => expect(readLiveAddress(text)).toMatchObject({ kind, url, secrets: { authorization: '', query: [] } }));

  test.each(['', '   ', 'http://', 'http://a b/', 'http://[', 'file:///etc/passwd', 'javascript://x', 'ftp://host/', 'https+insecure://host/', `http://host/${'a'.repeat(2048)}`])('%j is none, and a sentence says why', (text) => {
    expect(() => readLiveAddress(text)).toThrow(LiveAddressError);
  });
});

describe('secrets', () => {
  test('of userinfo become an Authorization and leave the address', () => {
    const { url, secrets } = readLiveAddress('http://cl%20erk:p%40rcels@host/debug/pprof/');
    expect(url).toBe('http://host/debug/pprof/');
    expect(secrets.authorization).toBe(`Basic ${btoa('cl erk:p@rcels')}`);
  });

  test.each(['token', 'api_key', 'X-Amz-Signature', 'password', 'secret', 'Authorization', 'credential', 'SESSION'])('of the query, as %s, leave it and come back only when one asks', (name) => {
    const { url, secrets } = readLiveAddress(`host/debug/pprof/heap?gc=1&${name}=CANARY`);
    expect(url).toBe('http://host/debug/pprof/heap?gc=1');
    expect(withSecrets(url, secrets)).toBe(`http://host/debug/pprof/heap?gc=1&${name}=CANARY`);
  });

  test('of a service belong to each of its profiles', () => {
    const { url, secrets } = readLiveAddress('host/debug/pprof/?token=CANARY');
    expect(url).toBe('http://host/debug/pprof/');
    expect(withSecrets('http://host/debug/pprof/heap?gc=1', secrets)).toBe('http://host/debug/pprof/heap?gc=1&token=CANARY');
  });
});

test('a service is called by its server, and by what is before pprof in its path', () => {
  expect(['http://localhost:6060/debug/pprof/', 'https://host/v2/_zot/pprof/', 'http://host/shop/debug/pprof/', 'http://host/profiles/'].map(serviceName)).toEqual(['localhost:6060', 'host/v2/_zot', 'host/shop', 'host/profiles']);
});

test('the folder of a profile is its service', () => expect(folderOf('http://host/shop/debug/pprof/heap?gc=1')).toBe('http://host/shop/debug/pprof/'));
