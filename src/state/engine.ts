import url from '#engine/worker.ts?worker&url';
import { createClient } from '#engine/client.ts';
import { workerUrl } from '#engine/workerUrl.ts';

/** The page's one worker. */
// Trusted Types make of the address an object, which the type of Worker does not know yet.
export const engine = createClient(() => new Worker(workerUrl(url) as string | URL, { type: 'module' }));
