import { createHost } from './host.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

// The page's compiler options know a window here; what is used of it, a worker has too.
const scope = globalThis as unknown as Worker & { readonly name: string };

const receive = createHost((message: FromWorker, transfer = []) => scope.postMessage(message, { transfer }));
scope.onmessage = ({ data }: MessageEvent<ToWorker>) => receive(data);

// Released when the worker ends, however it ends: so the page learns of an end that raises no event.
void navigator.locks?.request(scope.name, () => {
  scope.postMessage({ kind: 'started' } satisfies FromWorker);
  return new Promise(() => {});
});
