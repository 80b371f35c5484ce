/** Nobody can be heard at an address; the message says what helps. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}
