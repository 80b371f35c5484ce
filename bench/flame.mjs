// node bench/flame.mjs FILE: the flame graph of a large profile, in a real browser: frames a second while one points, stretches and
// zooms, and how long it takes until what one asked for is drawn. It reports and judges nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.mjs';
import { buildIfNeeded, installIfNeeded, ROOT } from '../scripts/prepare.mjs';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node bench/flame.mjs FILE');
installIfNeeded();
buildIfNeeded();
const server = spawn(process.execPath, [join(ROOT, 'dist/cli/proflens.js'), '-http=localhost:', '-no_browser'], { stdio: ['ignore', 'pipe', 'inherit'] });
const [address] = await once(server.stdout, 'data');
const { path } = await findBrowser();
const browser = await chromium.launch({ executablePath: path, args: BROWSER_ARGS });
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
await page.addInitScript(() => {
  const bench = { gaps: [], long: 0 };
  globalThis.bench = bench;
  let last = 0;
  const tick = (now) => {
    if (last > 0) bench.gaps.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
});
await page.goto(`${String(address).split('#', 1)[0]}#/flame`);
await page.waitForTimeout(1000);
await page.getByLabel('Open files').setInputFiles(file);
const picture = page.getByRole('img', { name: 'Flame graph' });
await picture.waitFor({ timeout: 300_000 });
await settled();
const { x, y, width, height } = await picture.boundingBox();

console.log('frames while one …       median   95 %    most   (ms between two)');
await frames('does nothing', () => page.waitForTimeout(1000));
await frames('points', async () => {
  for (let i = 0; i < 120; i++) await page.mouse.move(x + ((i * 37) % width), y + 20 + ((i * 13) % Math.min(400, height - 40)));
});
await frames('stretches', async () => {
  await page.mouse.move(x + width / 3, y + 60);
  await page.keyboard.down('Control');
  for (let i = 0; i < 40; i++) await page.mouse.wheel(0, -30);
  for (let i = 0; i < 40; i++) await page.mouse.wheel(0, 30);
  await page.keyboard.up('Control');
});
await page.keyboard.press('Escape');
await settled();
await frames('zooms', async () => {
  for (let i = 0; i < 4; i++) {
    await page.mouse.click(x + width / 3, y + 18 * (i + 2) + 9);
    await settled();
    await page.waitForTimeout(250);
  }
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(250);
  }
});
await frames('scrolls', async () => {
  for (let i = 0; i < 40; i++) await page.mouse.wheel(0, i < 20 ? 90 : -90);
});

console.log('until it is drawn …        first   again   (ms)');
const main = await page.getByRole('tree', { name: 'Flame graph frames' }).getByRole('treeitem').nth(4).textContent();
const name = main.split(', ')[0].replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
for (const [title, query] of [
  ['pivot', `p=${encodeURIComponent(`^${name}$`)}`],
  ['bottom-up', 'inverted=t'],
  ['fold', 'fold=t'],
  ['group by package', 'group=package'],
  ['order by name', 'order=name'],
  ['colour by own cost', 'color=heat'],
]) {
  const there = await until(`#/flame?${query}`);
  await until('#/flame');
  row(title, [there, await until(`#/flame?${query}`)]);
  await until('#/flame');
}
await browser.close();
server.kill();

/** Milliseconds until the answer is drawn. */
async function until(hash) {
  return page.evaluate(async (to) => {
    const start = performance.now();
    location.hash = to;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    while (document.querySelector('[role=tabpanel] [aria-busy=true]') !== null) await frame();
    await frame();
    return performance.now() - start;
  }, hash);
}

async function frames(title, act) {
  await page.evaluate(() => (globalThis.bench.gaps = []));
  await act();
  const gaps = (await page.evaluate(() => globalThis.bench.gaps)).toSorted((a, b) => a - b);
  const at = (share) => gaps[Math.min(gaps.length - 1, Math.floor(share * gaps.length))];
  row(title, [at(0.5), at(0.95), at(1)]);
}

function row(title, values) {
  console.log(`${title.padEnd(22)} ${values.map((value) => value.toFixed(1).padStart(8)).join('')}`);
}

function settled() {
  return page.waitForFunction(() => document.querySelector('[role=tabpanel] [aria-busy=true]') === null);
}
