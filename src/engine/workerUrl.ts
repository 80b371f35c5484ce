/** The part of the Trusted Types API that is used here; browsers without it take the plain address. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): URL };
}

const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;

/** The one policy that the page's Content-Security-Policy names: a worker's script comes from the page's own origin. */
const policy = trustedTypes?.createPolicy('worker-url', { createScriptURL: sameOrigin });

/** An address that `new Worker` takes under Trusted Types. */
export function workerUrl(url: string): string | URL {
  return policy === undefined ? sameOrigin(url) : policy.createScriptURL(url);
}

function sameOrigin(url: string): string {
  const absolute = new URL(url, globalThis.location.href);
  if (absolute.origin !== globalThis.location.origin) throw new TypeError(`a worker from another origin: ${absolute.origin}`);
  return absolute.href;
}
