/** The file is at fault; the message says what is wrong and where, as a sentence for whoever opened it. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
  /** The form of the file is certain, so it is no use to try another. */
  readonly final: boolean;

  constructor(message: string, { final = false }: { readonly final?: boolean } = {}) {
    super(message);
    this.final = final;
  }
}
