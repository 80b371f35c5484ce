import { expect, test } from 'vitest';
import { askForSymbols, withAddresses } from './symbolAsking.ts';

/** Takes no POST; says what it was asked. */
const noPost = () => {
  const asked: string[] = [];
  const post = () => Promise.reject(new Error('405'));
  const get = (addresses: string) => Promise.resolve(`${asked.push(addresses)}`);
  return { asked, asking: { post, get, isNoPost: (error: unknown) => error instanceof Error && error.message === '405' } };
};

test('all addresses are posted at once', async () => {
  const { asked, asking } = noPost();
  expect(await askForSymbols('0x1+0x2', { ...asking, post: (addresses) => Promise.resolve(`posted ${addresses}`) })).toEqual(['posted 0x1+0x2']);
  expect(asked).toEqual([]);
});

test('a program that takes no POST is asked by GET, for some addresses at a time', async () => {
  const { asked, asking } = noPost();
  const addresses = Array.from({ length: 450 }, (_, i) => `0x${i.toString(16)}`);
  expect(await askForSymbols(addresses.join('+'), asking)).toEqual(['1', '2', '3']);
  expect(asked.map((some) => some.split('+').length)).toEqual([200, 200, 50]);
  expect(asked.join('+')).toBe(addresses.join('+'));
});

test('what else fails is not asked again', async () => {
  const { asked, asking } = noPost();
  await expect(askForSymbols('0x1', { ...asking, post: () => Promise.reject(new Error('500')) })).rejects.toThrow('500');
  expect(asked).toEqual([]);
});

test.each([
  ['http://host/debug/pprof/symbol', 'http://host/debug/pprof/symbol?0x1+0x2'],
  ['http://host/debug/pprof/symbol?token=a&b=c', 'http://host/debug/pprof/symbol?0x1+0x2+&token=a&b=c'],
])('at %s a GET asks %s', (url, asked) => {
  expect(withAddresses(new URL(url), '0x1+0x2').href).toBe(asked);
});
