import { expect, test } from 'vitest';
import { findIndex } from './indexPlaces.ts';
import type { FailureCode } from './live.ts';

class Refusal extends Error {
  readonly code: FailureCode;
  constructor(code: FailureCode, url: string) {
    super(url);
    this.code = code;
  }
}

const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : undefined);

/** Where the list was looked for, one after the other, when it is at one address and what is wrong at all others. */
async function looked(from: string, index: string, code: FailureCode): Promise<readonly string[]> {
  const asked: string[] = [];
  const ask = ({ href }: URL) => {
    asked.push(href);
    return href === index ? Promise.resolve('index') : Promise.reject(new Refusal(code, href));
  };
  const found = await findIndex(new URL(from), ask, codeOf).catch((error: unknown) => `${codeOf(error)} at ${error instanceof Error ? error.message : ''}`);
  return [...asked, found];
}

test('the list is looked for at the address, then below it', async () => {
  expect(await looked('http://host/shop/', 'http://host/shop/', 'not-found-404')).toEqual(['http://host/shop/', 'index']);
  for (const code of ['not-found-404', 'not-a-profile', 'redirect', 'browser-refused'] as const) {
    expect(await looked('http://host/shop/', 'http://host/shop/debug/pprof/', code)).toEqual(['http://host/shop/', 'http://host/shop/debug/pprof/', 'index']);
  }
});

test('an address without a slash at its end means the folder, and what is asked with it stays', async () => {
  expect(await looked('http://host/shop?token=1', 'http://host/shop/debug/pprof/?token=1', 'not-found-404')).toEqual(['http://host/shop/?token=1', 'http://host/shop/debug/pprof/?token=1', 'index']);
});

test('who is refused, or nobody there, looks nowhere else; nor does who knows the folder', async () => {
  for (const code of ['auth-401', 'forbidden-403', 'refused', 'timeout-total'] as const) expect(await looked('http://host/shop/', 'none', code)).toEqual(['http://host/shop/', `${code} at http://host/shop/`]);
  for (const path of ['/debug/pprof/', '/v2/_zot/pprof/']) expect(await looked(`http://host${path}`, 'none', 'not-found-404')).toEqual([`http://host${path}`, `not-found-404 at http://host${path}`]);
});

test('what is wrong at the address itself is what is told', async () => {
  expect(await looked('http://host/shop/', 'none', 'not-found-404')).toEqual(['http://host/shop/', 'http://host/shop/debug/pprof/', 'not-found-404 at http://host/shop/']);
});

test('a mistake of ours is no reason to look elsewhere', async () => {
  await expect(findIndex(new URL('http://host/shop/'), () => Promise.reject(new TypeError('ours')), codeOf)).rejects.toThrow('ours');
});
