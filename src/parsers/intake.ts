import { LIMITS } from '#model/limits.ts';
import type { Profile } from '#model/profile.ts';
import { parseOther, type ParseOptions } from './formats.ts';
import { ParseError } from './parseError.ts';
import { PprofDecoder } from './pprof.ts';

/**
 * Takes a file's bytes, inflated, as they arrive, and makes a profile of them. They are taken for a pprof protobuf first,
 * as pprof does, and decoded at once; where that fails the other formats are tried when all is there.
 */
export class Intake {
  #bytes: Uint8Array;
  #length = 0;
  #decoder: PprofDecoder | undefined = new PprofDecoder();
  /** Why it is no pprof protobuf. */
  #refusal: ParseError | undefined;
  readonly #compressed: number;
  readonly #size: number;

  /**
   * @param size what the file says of its inflated size; a hint alone
   * @param compressed bytes of the file as it lies on disk
   */
  constructor(size: number, compressed: number) {
    this.#size = Math.min(size, LIMITS.inflatedBytes);
    this.#compressed = compressed;
    // A small file that says it is huge is not believed until it is.
    this.#bytes = new Uint8Array(Math.min(this.#size, Math.max(compressed, 1024) * 32));
  }

  /** Bytes taken so far. */
  get length(): number {
    return this.#length;
  }

  get samples(): number {
    return this.#decoder?.samples ?? 0;
  }

  /** @throws ParseError when it is too much */
  push(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    checkSize(length, this.#compressed);
    if (length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
    this.#try((decoder) => decoder.feed(this.#bytes, length));
  }

  /** @throws ParseError */
  finish(options: ParseOptions): Profile {
    const bytes = this.#bytes.subarray(0, this.#length);
    const profile = this.#try((decoder) => decoder.finish(bytes));
    return profile ?? parseOther(bytes, this.#refusal ?? new ParseError('the file is empty'), options);
  }

  #try<Result>(act: (decoder: PprofDecoder) => Result): Result | undefined {
    if (this.#decoder === undefined) return undefined;
    try {
      return act(this.#decoder);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      this.#decoder = undefined;
      this.#refusal = error;
      return undefined;
    }
  }

  #grow(length: number): void {
    const doubled = Math.max(length, this.#bytes.length * 2);
    const larger = new Uint8Array(Math.min(doubled, length <= this.#size ? this.#size : LIMITS.inflatedBytes));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

function checkSize(length: number, compressed: number): void {
  if (length > LIMITS.inflatedBytes) throw new ParseError(`the file inflates to more than ${LIMITS.inflatedBytes / 2 ** 20} MiB, which is more than is opened`);
  if (length > LIMITS.ratioFromBytes && length > compressed * LIMITS.ratio) {
    throw new ParseError(`the file's ${compressed} bytes inflate to ${length} and more; that is no profile but an attack on whoever opens it`);
  }
}
