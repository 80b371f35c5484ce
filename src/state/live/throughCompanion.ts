import { FrameError, readFrames, type FetchRequest, type FetchStatus } from '#model/live.ts';
import { TransportError, type Transport } from './transport.ts';

/** Through the server that the page came from: it may ask whom a browser may not. */
export function throughCompanion(token: string): Transport {
  return async (request, onStatus, signal) => {
    const response = await post(token, request, signal);
    if (!response.ok || response.body === null) throw new TransportError(refusal(response.status));
    try {
      return await bodyOf(response.body, onStatus);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TransportError) throw error;
      const message = error instanceof FrameError ? error.message : 'the companion went away before the answer was whole';
      throw new TransportError({ code: 'cut-short', message, next: 'What came so far was thrown away. Try again.' });
    }
  };
}

async function post(token: string, request: FetchRequest, signal: AbortSignal): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', 'X-Proflens-Token': token };
  try {
    return await fetch('/api/fetch', { method: 'POST', headers, body: JSON.stringify(request), signal });
  } catch {
    signal.throwIfAborted();
    throw new TransportError(GONE);
  }
}

async function bodyOf(stream: ReadableStream<Uint8Array>, onStatus: (status: FetchStatus) => void): Promise<Blob> {
  const parts: BlobPart[] = [];
  for await (const frame of readFrames(piecesOf(stream))) {
    if (frame.kind === 'status') onStatus(frame.status);
    else if (frame.kind === 'error') throw new TransportError(frame.failure);
    // A frame is a window on what was read, which the next one may move.
    else if (frame.kind === 'data') parts.push(frame.bytes.slice());
  }
  return new Blob(parts);
}

/** A stream's chunks; not every browser iterates over streams by itself. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) yield chunk.value;
  } finally {
    await reader.cancel();
  }
}

const GONE = { code: 'no-companion', message: 'The command that serves this page has ended, or cannot be reached.', next: 'Start proflens again and open the address that it prints.' } as const;

function refusal(status: number) {
  if (status === 401 || status === 403) return { ...GONE, message: 'The command that serves this page does not know this tab any more.' };
  if (status === 404 || status === 405) return { ...GONE, message: 'The server that this page came from does not fetch.' };
  if (status === 429) return { ...GONE, message: 'The companion has too many requests to answer.', next: 'Wait until some have ended, then try again.' };
  return { ...GONE, message: `The companion answered ${status}.` };
}
