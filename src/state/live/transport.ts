import type { Answers, FetchFailure, FetchRequest, FetchStatus } from '#model/live.ts';

/**
 * A way to ask a running program. It resolves with the body: of a profile the very bytes that the program sent, of the
 * other kinds JSON.
 * @throws TransportError; whatever the signal's reason is when that aborts
 */
export type Transport = (request: FetchRequest, onStatus: (status: FetchStatus) => void, signal: AbortSignal) => Promise<Blob>;

/** Why nothing came of a request. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly failure: FetchFailure;

  constructor(failure: FetchFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Asks for one of the kinds that are JSON. */
export async function askFor<Kind extends keyof Answers>(transport: Transport, request: FetchRequest & { readonly kind: Kind }, signal: AbortSignal): Promise<Answers[Kind]> {
  const body = await transport(request, () => undefined, signal);
  return JSON.parse(await body.text()) as Answers[Kind];
}

/** What went wrong, whatever was thrown. */
export function failureOf(error: unknown): FetchFailure {
  if (error instanceof TransportError) return error.failure;
  return { code: 'reset', message: error instanceof Error ? error.message : String(error), next: 'Try again.' };
}
