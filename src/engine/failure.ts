import { QuestionError } from '#model/questionError.ts';
import { ParseError } from '#parsers/parseError.ts';
import type { Failure } from './protocol.ts';

/** Whose fault an error is. One that is ours stays loud on the console. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ParseError) return { cause: 'file', message };
  if (error instanceof QuestionError) return { cause: 'question', message };
  if (error instanceof DOMException && error.name === 'AbortError') return { cause: 'cancelled', message: 'Cancelled.' };
  if (error instanceof DOMException && error.name === 'NotReadableError') return { cause: 'file', message: 'The file cannot be read any more: it was changed, moved or deleted.' };
  if (error instanceof RangeError && OUT_OF_MEMORY.test(message)) return { cause: 'memory', message: `There is not enough memory for this (${message}).` };
  console.error(error);
  return { cause: 'bug', message: `Something went wrong inside: ${message}` };
}

/** What engines say when they cannot allocate: V8, SpiderMonkey and JavaScriptCore. */
const OUT_OF_MEMORY = /allocation failed|invalid (typed )?array (buffer )?length|array buffer allocation|out of memory|invalid string length|map maximum size exceeded|set maximum size exceeded|too large/i;
