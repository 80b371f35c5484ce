import { expect, test, vi } from 'vitest';
import { QuestionError } from '#model/questionError.ts';
import { ParseError } from '#parsers/parseError.ts';
import { failureOf } from './failure.ts';

test('a file and a question answer for themselves', () => {
  expect(failureOf(new ParseError('sample 3 has 1 value'))).toEqual({ cause: 'file', message: 'sample 3 has 1 value' });
  expect(failureOf(new QuestionError('no such sample type'))).toEqual({ cause: 'question', message: 'no such sample type' });
});

test('memory that ran out is no bug', () => {
  const errors = [() => new ArrayBuffer(2 ** 53 - 1), () => new Float64Array(2 ** 52), () => 'x'.repeat(2 ** 30)].map((act) => {
    try {
      return act();
    } catch (error) {
      return error;
    }
  });
  for (const error of errors) expect(failureOf(error).cause).toBe('memory');
});

test('anything else is ours, and loud', () => {
  const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => {});
  const errors = [new TypeError('x is undefined'), new RangeError('Maximum call stack size exceeded'), 'text'];
  expect(errors.map((error) => failureOf(error).cause)).toEqual(['bug', 'bug', 'bug']);
  expect(console.mock.calls).toEqual(errors.map((error) => [error]));
  console.mockRestore();
});
