import { expect, test } from 'vitest';
import { HEADERS, POLICY_IN_PAGE } from './headers.ts';

const directivesOf = (policy: string) => new Map(policy.split('; ').map((directive) => [directive.split(' ', 1)[0], directive.replace(/^\S+ ?/, '')]));

/** What a page may do wherever it comes from; written out, as one word less opens a door. */
const EVERYWHERE = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'object-src': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'worker-url',
};

test('the page that the companion serves runs its own scripts, asks the companion alone and stands in no other page', () => {
  expect(Object.fromEntries(directivesOf(HEADERS['Content-Security-Policy']))).toEqual({ ...EVERYWHERE, 'connect-src': "'self'", 'frame-ancestors': "'none'" });
});

test('where there is no companion it may ask programs, and nothing more', () => {
  expect(Object.fromEntries(directivesOf(POLICY_IN_PAGE))).toEqual({ ...EVERYWHERE, 'connect-src': "'self' http: https:" });
});

test('every answer forbids to guess its type, to keep it, to frame it, to share it and to tell where one came from', () => {
  const { 'Content-Security-Policy': _, 'Permissions-Policy': permissions, ...others } = HEADERS;
  expect(others).toEqual({
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Origin-Agent-Cluster': '?1',
    'X-Frame-Options': 'DENY',
    'Cache-Control': 'no-store',
  });
  for (const feature of ['camera', 'microphone', 'geolocation', 'usb', 'serial']) expect(permissions.split(', ')).toContain(`${feature}=()`);
});
