// node bench/pictures.mjs [FILE]: how long the flame graph and the call graph of a large profile take to draw and to zoom, in a
// real browser. Without a file one of a million samples is made. It reports and judges nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.mjs';
import { buildIfNeeded, installIfNeeded, ROOT } from '../scripts/prepare.mjs';
import { makeLarge } from './large.mjs';

const ROW = 18;

installIfNeeded();
buildIfNeeded();
const folder = mkdtempSync(join(tmpdir(), 'proflens-bench-'));
const file = process.argv[2] ?? (await made(join(folder, 'large.pb.gz')));
const server = spawn(process.execPath, [join(ROOT, 'dist/cli/proflens.js'), '-http=localhost:', '-no_browser'], { stdio: ['ignore', 'pipe', 'inherit'] });
const [address] = await once(server.stdout, 'data');
const { path } = await findBrowser();
const browser = await chromium.launch({ executablePath: path, args: BROWSER_ARGS });
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
await page.addInitScript(() => {
  globalThis.frames = [];
  const request = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (draw) =>
    request((now) => {
      const start = performance.now();
      draw(now);
      globalThis.frames.push(performance.now() - start);
    });
});

await page.goto(`${String(address).split('#', 1)[0]}#/flame`);
await page.getByLabel('Open files').setInputFiles(file);
const flame = page.getByRole('img', { name: 'Flame graph' });
await flame.waitFor({ timeout: 120_000 });
await settle();
await drawn('flame graph, first');
const box = await flame.boundingBox();
for (let i = 0; i < 40; i++) await page.mouse.move(box.x + 20 + i * 20, box.y + 60 + i * 4);
await drawn('flame graph, under the pointer');
for (const row of [2, 3, 4]) {
  const start = performance.now();
  const steps = await page.getByRole('navigation', { name: 'Callers' }).getByRole('listitem').count();
  await page.mouse.click(box.x + 200, box.y + row * ROW + ROW / 2);
  await page.waitForFunction((before) => document.querySelectorAll('nav[aria-label="Callers"] li').length > before, steps);
  console.log(`zoom: the node's own window is there after ${(performance.now() - start).toFixed(0)} ms`);
  await settle();
}
await drawn('flame graph, zooms');
await page.getByRole('searchbox', { name: 'Find' }).fill('e');
await settle();
await drawn('flame graph, search');

const start = performance.now();
await page.goto(`${String(address).split('#', 1)[0]}#/graph`);
await page.locator('[data-node]').first().waitFor({ timeout: 120_000 });
console.log(`call graph: drawn ${(performance.now() - start).toFixed(0)} ms after it was asked for, its layout engine included`);
await settle();
await drawn('call graph, first');
await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
await page.keyboard.down('Control');
for (let i = 0; i < 20; i++) await page.mouse.wheel(0, i % 8 < 4 ? -120 : 120);
await page.keyboard.up('Control');
await settle();
await drawn('call graph, zooms');

await browser.close();
server.kill();
rmSync(folder, { recursive: true, force: true });

async function made(target) {
  console.log('Making a profile of a million samples …');
  await makeLarge(target, 1_000_000);
  return target;
}

function settle() {
  return page.waitForTimeout(800);
}

/** What the page did in its animation frames since the last time. */
async function drawn(what) {
  const times = (await page.evaluate(() => globalThis.frames.splice(0))).toSorted((a, b) => a - b);
  if (times.length === 0) return console.log(`${what}: no frame of ours`);
  console.log(`${what}: ${times.length} frames, median ${times[times.length >> 1].toFixed(1)} ms, longest ${times.at(-1).toFixed(1)} ms`);
}
