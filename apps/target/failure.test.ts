import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FAILURE_CODES } from '#model/live.ts';
import { TargetError } from './failure.ts';

const DOCS = readFileSync('docs/companion.md', 'utf8');

describe.each(FAILURE_CODES)('%s', (code) => {
  const { message, next } = new TargetError(code);

  test('says what happened and what helps', () => {
    expect(message).toMatch(/^\S.*[^.\s]$/);
    // Who cancelled knows what he did.
    if (code !== 'cancelled') expect(next).toMatch(/^[A-Z].*[.?]$/);
  });

  test('stands in the documentation in the same words', () => {
    expect(DOCS.split('\n')).toContain(`| \`${code}\` | ${message} | ${next} |`.replace(/ +\|$/, ' |'));
  });
});

test('the documentation knows no others', () => {
  const codes = Array.from(DOCS.matchAll(/^\| `([a-z0-9-]+)` \| /gm), ([, code]) => code);
  expect(codes).toEqual([...FAILURE_CODES]);
});

test('what more is known of a failure is told instead', () => {
  const { message, next, status, sample } = new TargetError('status', { message: 'it said no', next: 'Ask nicely.', status: 418, sample: 'no' });
  expect([message, next, status, sample]).toEqual(['it said no', 'Ask nicely.', 418, 'no']);
});
