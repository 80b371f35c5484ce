/** The file is at fault; the message says what is wrong and where, as a sentence for whoever opened it. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
}
