import type { Profile } from '#model/profile.ts';
import { contentionText } from './contentionText.ts';
import { countText } from './countText.ts';
import { cpuBinary } from './cpuBinary.ts';
import { folded } from './folded.ts';
import { goroutineDump } from './goroutineDump.ts';
import { heapText } from './heapText.ts';
import { javaText } from './javaText.ts';
import { json } from './json.ts';
import { lookOf } from './look.ts';
import { ParseError } from './parseError.ts';
import { perfScript } from './perfScript.ts';
import { PprofDecoder } from './pprof.ts';
import { threadz } from './threadz.ts';

export interface ParseOptions {
  /**
   * Read what pprof does not: symbols and labels in the comments of Go's text profiles, and stacks that it takes for
   * mistakes. Without, a text profile is just what it is to pprof.
   */
  readonly symbols: boolean;
}

/** A form that profiles come in, other than pprof's protobuf. */
export interface Format {
  /** For people: "heap text". */
  readonly name: string;
  /** Whether the file is of this form. Having said so, `parse` returns a profile or throws. */
  readonly recognises: (bytes: Uint8Array) => boolean;
  readonly parse: (bytes: Uint8Array, options: ParseOptions) => Profile;
  /** pprof refuses it. */
  readonly beyondPprof?: boolean;
}

/** In the order in which they are asked: pprof's own first, in its order. */
export const FORMATS: readonly Format[] = [cpuBinary, heapText, countText, threadz, contentionText, javaText, goroutineDump, perfScript, folded, json];

/**
 * Parses bytes that are all there.
 * @throws ParseError
 */
export function parseWhole(bytes: Uint8Array, options: ParseOptions): Profile {
  try {
    return new PprofDecoder().finish(bytes);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return parseOther(bytes, error, options);
  }
}

/**
 * Parses what is no pprof protobuf.
 * @param refusal why it is none
 * @throws ParseError, which says what the file looks like when it is of no known form
 */
export function parseOther(bytes: Uint8Array, refusal: ParseError, options: ParseOptions): Profile {
  // A protobuf that was understood and found wrong is not something else.
  if (refusal.final) throw refusal;
  const format = FORMATS.find(({ recognises }) => recognises(bytes));
  if (format?.beyondPprof === true && !options.symbols) throw new ParseError(`this is a ${format.name}, which pprof does not read, and -symbolize=none asks for no more`);
  if (format !== undefined) return format.parse(bytes, options);
  const look = lookOf(bytes);
  throw look === undefined ? refusal : new ParseError(look);
}
