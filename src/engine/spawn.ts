import { ENDED, type Port } from './client.ts';
import type { FromWorker } from './protocol.ts';
import { workerUrl } from './workerUrl.ts';

/** Starts a worker. One that ends without a word, as when the browser takes its memory, raises an error all the same. */
export function spawn(url: string): Port {
  const name = `proflens ${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
  const worker = new Worker(workerUrl(url), { type: 'module', name });
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'started') void navigator.locks.request(name, () => worker.dispatchEvent(new ErrorEvent('error', { message: ENDED })));
  });
  return worker;
}
