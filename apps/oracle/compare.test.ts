import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import type { Output } from './ours.ts';

function printed(text: string): Output {
  return { ok: true, stdout: Buffer.from(text), stderr: '' };
}

/** The verdict on `own` where the reference prints these in turn, again and again. */
async function verdictOn(own: Output, theirs: readonly Output[]): Promise<string> {
  let run = 0;
  const { verdict } = await compare(['-top', 'a.pb.gz'], own, { run: () => Promise.resolve(theirs[run++ % theirs.length]), read: () => Promise.resolve('') });
  return verdict;
}

test.each([
  ['the same bytes are equal', 'a\nb\n', ['a\nb\n'], 'equal'],
  ['what the reference prints once in a while is equal', 'a\nb\n', ['b\na\n', 'b\na\n', 'a\nb\n'], 'equal'],
  ['an order that the reference keeps is ours to keep', 'a\nb\n', ['b\na\n'], 'different'],
  ['one that it does not keep is a set', 'a\nb\nc\n', ['b\na\nc\n', 'c\nb\na\n'], 'set'],
  ['where lines come and go, ours may be others', 'a\nb\ne\n', ['a\nb\nc\n', 'a\nc\nd\n', 'a\nb\nd\n'], 'loose'],
  ['but not more', 'a\nb\nc\nd\n', ['a\nb\nc\n', 'a\nc\nd\n'], 'different'],
  ['nor without one that is always there', 'b\nc\n', ['a\nb\n', 'a\nc\n'], 'different'],
])('%s', async (_, own, theirs, verdict) => {
  expect(await verdictOn(printed(own), theirs.map(printed))).toBe(verdict);
});

test('what the reference refuses is to be refused', async () => {
  expect(await verdictOn(printed(''), [{ ...printed(''), ok: false }])).toBe('different');
});
