/**
 * What the page may do: run its own scripts alone.
 *
 * 'wasm-unsafe-eval': Graphviz, which lays out call graphs, is WebAssembly, and a browser compiles none without it. It
 * allows WebAssembly and nothing else; text never becomes script.
 * @param connect whom it may ask
 */
function policyOf(connect: string): readonly string[] {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types worker-url',
  ];
}

/**
 * The policy that stands in the page itself, for servers that send none. Such a page has no companion to ask programs for
 * it, so that it may ask them; where the companion serves it, the stricter policy of the header holds as well.
 */
export const POLICY_IN_PAGE = policyOf("'self' http: https:").join('; ');

/** Sent with every response. The page may talk to nobody but this server, and stand in no other page. */
export const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [...policyOf("'self'"), "frame-ancestors 'none'"].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy': ['camera', 'microphone', 'geolocation', 'usb', 'serial', 'hid', 'midi', 'payment', 'display-capture'].map((feature) => `${feature}=()`).join(', '),
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
};
