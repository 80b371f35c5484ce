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

const ANYBODY = "'self' http: https:";

/**
 * The policy that stands in the page itself, for servers that send none. Such a page has no companion to ask programs for
 * it, so that it may ask them; where the companion serves it, the stricter policy of the header holds as well.
 */
export const POLICY_IN_PAGE = policyOf(ANYBODY).join('; ');

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

/**
 * What another server should send with the page, be it a plain file server: what the companion sends, but that a page
 * without companion asks programs itself, and may be kept for as long as it does not change.
 */
export const HOSTED_HEADERS: Readonly<Record<string, string>> = {
  ...HEADERS,
  'Content-Security-Policy': [...policyOf(ANYBODY), "frame-ancestors 'none'"].join('; '),
  'Cache-Control': 'no-cache',
};

/** For files whose names change with them. */
export const KEPT = 'public, max-age=31536000, immutable';

/** The same as a file `_headers`, which several hosts of static files read beside the page. */
export function headersFile(): string {
  const { 'Cache-Control': cache, ...everywhere } = HOSTED_HEADERS;
  const lines = Object.entries(everywhere).map(([name, value]) => `  ${name}: ${value}`);
  return ['/*', ...lines, '/', `  Cache-Control: ${cache}`, '/index.html', `  Cache-Control: ${cache}`, '/assets/*', `  Cache-Control: ${KEPT}`, ''].join('\n');
}
