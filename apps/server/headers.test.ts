import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HEADERS, headersFile, HOSTED_HEADERS, KEPT, POLICY_IN_PAGE } from './headers.ts';

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

test('a file server is told to send the same, but that the page may ask programs and be kept', () => {
  const { 'Content-Security-Policy': policy, 'Cache-Control': cache, ...others } = HOSTED_HEADERS;
  expect(Object.fromEntries(directivesOf(policy))).toEqual({ ...EVERYWHERE, 'connect-src': "'self' http: https:", 'frame-ancestors': "'none'" });
  expect(cache).toBe('no-cache');
  const { 'Content-Security-Policy': _policy, 'Cache-Control': _cache, ...own } = HEADERS;
  expect(others).toEqual(own);
});

test('the file for hosts of static files has each of them once for all files, and what may be kept by file', () => {
  const rules = new Map(headersFile().trimEnd().split(/\n(?=\/)/).map((rule) => [rule.split('\n')[0], rule.split('\n').slice(1)]));
  const { 'Cache-Control': cache, ...everywhere } = HOSTED_HEADERS;
  expect(rules.get('/*')).toEqual(Object.entries(everywhere).map(([name, value]) => `  ${name}: ${value}`));
  expect([...rules].slice(1)).toEqual([['/', [`  Cache-Control: ${cache}`]], ['/index.html', [`  Cache-Control: ${cache}`]], ['/assets/*', [`  Cache-Control: ${KEPT}`]]]);
});

test('the documentation has them for nginx and for Caddy, to the letter', () => {
  const [, nginx, caddy] = readFileSync('docs/hosting.md', 'utf8').split(/^## /m);
  const { 'Cache-Control': cache, ...everywhere } = HOSTED_HEADERS;
  const linesOf = (text: string) => text.split('\n').map((line) => line.trim());
  for (const [name, value] of Object.entries(everywhere)) {
    expect(linesOf(nginx)).toContain(`add_header ${name} "${value}" always;`);
    expect(linesOf(caddy)).toContain(`${name} "${value}"`);
  }
  for (const text of [nginx, caddy]) expect([text.includes(cache), text.includes(KEPT)]).toEqual([true, true]);
});
