import { proxyFromEnvironment } from '#target/proxy.ts';
import { guardedDial, guardedProxy } from '#target/reach.ts';
import type { Asked } from '#target/request.ts';

/** How what the command line names is reached: by the proxies of the environment, and never what is on the never-list. */
export function reachOf(allowed: readonly string[]): Required<Pick<Asked, 'dial' | 'proxy'>> {
  return { dial: guardedDial({ allowed }), proxy: guardedProxy({ allowed }, proxyFromEnvironment(process.env)) };
}
