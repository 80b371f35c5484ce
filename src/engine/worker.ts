import { createHost } from './host.ts';
import { inflateAside } from './inflateAside.ts';
import inflaterUrl from './inflateWorker.ts?worker&url';
import type { FromWorker, ToWorker } from './protocol.ts';
import { workerUrl } from './workerUrl.ts';

// The page's compiler options know a window here; what is used of it, a worker has too.
const scope = globalThis as unknown as Worker & { readonly name: string };

const inflate = inflateAside(() => new Worker(workerUrl(inflaterUrl), { type: 'module' }));
const receive = createHost((message: FromWorker, transfer = []) => scope.postMessage(message, { transfer }), inflate);
scope.onmessage = ({ data }: MessageEvent<ToWorker>) => receive(data);

// Released when the worker ends, however it ends: so the page learns of an end that raises no event.
void navigator.locks?.request(scope.name, () => {
  scope.postMessage({ kind: 'started' } satisfies FromWorker);
  return new Promise(() => {});
});
