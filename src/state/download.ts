import type { Progress } from '#engine/protocol.ts';

/** The bytes at an address of the page's own server. Reading them is the smaller part of opening them. */
export async function download(url: string, onProgress: (progress: Progress) => void, signal: AbortSignal, headers: HeadersInit = {}): Promise<Blob> {
  const response = await fetch(url, { signal, headers });
  if (response.status === 410) throw new Error('The file cannot be read any more: it was moved or deleted.');
  if (!response.ok || response.body === null) throw new Error(`The server answered ${response.status}.`);
  const bytesTotal = Number(response.headers.get('content-length') ?? 0);
  const chunks: BlobPart[] = [];
  let bytesRead = 0;
  const reader = response.body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    chunks.push(chunk.value);
    bytesRead += chunk.value.length;
    onProgress({ bytesRead, bytesTotal, done: bytesTotal === 0 ? 0 : (0.1 * bytesRead) / bytesTotal, samples: 0 });
  }
  return new Blob(chunks);
}
