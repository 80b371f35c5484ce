/** A source that cannot be had, and why. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  /** What to do about it, as a sentence; empty where that is plain. */
  readonly next: string;

  constructor(message: string, next = '') {
    super(message);
    this.next = next;
  }
}
