import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { pathOf } from './profiles.ts';

/** Bytes of script, compressed, that stand between an address and a page. */
const MOST = 150_000;

test('the page begins with little script', () => {
  const page = readFileSync(pathOf('dist/web/index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+\.js)"/g)].map(([, path]) => path);
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = scripts.map((path) => gzipSync(readFileSync(pathOf(`dist/web/${path}`)), { level: 9 }).length);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(MOST);
});

test('what lays out graphs and what reads patterns come when they are needed', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(asked.filter((url) => /graphviz|pattern|pako/.test(url))).toEqual([]);
  expect(asked.some((url) => url.endsWith('.js'))).toBe(true);
});
