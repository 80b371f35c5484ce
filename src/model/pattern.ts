import { RE2JS } from 're2js';
import { QuestionError } from './questionError.ts';

/** A regular expression as Go understands it: RE2, unanchored, in time linear in the text. */
export interface Pattern {
  readonly source: string;
  matches(text: string): boolean;
}

/** Longer ones are not written by hand. */
const MAX_LENGTH = 100_000;

/**
 * @param what where the pattern stands, for the message: "focus"
 * @throws QuestionError `parsing focus regexp: error parsing regexp: …`, as pprof says it
 */
export function compilePattern(what: string, source: string): Pattern {
  if (source.length > MAX_LENGTH) throw new QuestionError(`parsing ${what} regexp: the expression has ${source.length} characters`);
  const compiled = compile(what, source);
  return { source, matches: (text) => compiled.matcher(text).find() };
}

/** Undefined for an empty source, which is pprof's way of not filtering. */
export function optionalPattern(what: string, source: string): Pattern | undefined {
  return source === '' ? undefined : compilePattern(what, source);
}

function compile(what: string, source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    throw new QuestionError(`parsing ${what} regexp: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A linear engine may still be slow on many long names; nobody waits longer than this for a pattern. */
const BUDGET_MS = 5000;

/**
 * The answers of a pattern to many texts, each text asked once: rows of a string table.
 * @throws QuestionError when it takes too long, saying how far it came
 */
export class Matcher {
  readonly pattern: Pattern;
  readonly #strings: readonly string[];
  /** 0 not asked, 1 no, 2 yes. */
  readonly #answers: Uint8Array;
  #asked = 0;
  #deadline = 0;

  constructor(pattern: Pattern, strings: readonly string[]) {
    this.pattern = pattern;
    this.#strings = strings;
    this.#answers = new Uint8Array(strings.length);
  }

  matches(row: number): boolean {
    if (this.#answers[row] === 0) this.#answers[row] = this.#ask(row) ? 2 : 1;
    return this.#answers[row] === 2;
  }

  #ask(row: number): boolean {
    if (this.#asked++ === 0) this.#deadline = performance.now() + BUDGET_MS;
    else if (performance.now() > this.#deadline) throw new QuestionError(`"${this.pattern.source}" takes too long: stopped after ${this.#asked} names`);
    return this.pattern.matches(this.#strings[row]);
  }
}
