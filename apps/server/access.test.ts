import { expect, test } from 'vitest';
import { createAccess } from './access.ts';

test('guesses are looked at again after a minute', () => {
  let now = 1_000_000;
  const access = createAccess(() => now);
  const code = access.newCode(600);
  for (let guess = 0; guess < 20; guess++) expect(access.exchange('wrong').kind).toBe('refused');
  now += 60_000;
  expect(access.exchange(code).kind).toBe('too many');
  now += 1;
  const granted = access.exchange(code);
  expect(granted.kind).toBe('granted');
  expect(access.exchange(code).kind).toBe('refused');
});

test('a code is good to its last second, and not beyond', () => {
  let now = 0;
  const access = createAccess(() => now);
  const [first, second] = [access.newCode(60), access.newCode(60)];
  now = 60_000;
  expect(access.exchange(first).kind).toBe('granted');
  now = 60_001;
  expect(access.exchange(second).kind).toBe('refused');
});

test('codes and tokens are long, and no two are alike', () => {
  const access = createAccess();
  const codes = Array.from({ length: 100 }, () => access.newCode(60));
  expect(new Set(codes).size).toBe(100);
  for (const code of codes) expect(code).toMatch(/^[\w-]{22}$/);
  const tokens = codes.map((code) => access.exchange(code)).map((grant) => (grant.kind === 'granted' ? grant.token : ''));
  expect(new Set(tokens).size).toBe(1);
  expect(access.check(tokens[0]).kind).toBe('granted');
  expect(createAccess().check(tokens[0]).kind).toBe('refused');
});
