import { createClient } from '#engine/client.ts';
import { spawn } from '#engine/spawn.ts';
import url from '#engine/worker.ts?worker&url';

/** The page's one worker. */
export const engine = createClient(() => spawn(url));
