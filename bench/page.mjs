// The page with a large profile, in a real browser: time to the first flame graph against the time that inflating the same file
// takes in the same page, tasks that blocked the page while it loaded, and its memory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.mjs';
import { ROOT } from '../scripts/prepare.mjs';

export async function benchPage(file, rounds) {
  const server = spawn(process.execPath, [join(ROOT, 'dist/cli/proflens.js'), '-http=localhost:', '-no_browser'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [address] = await once(server.stdout, 'data');
  const { path } = await findBrowser();
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    const browser = await chromium.launch({ executablePath: path, args: BROWSER_ARGS });
    runs.push(await measure(await browser.newPage({ viewport: { width: 1400, height: 900 } }), String(address).trim(), file));
    await browser.close();
  }
  server.kill();
  const middle = (key) => runs.map((run) => run[key]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)];
  console.log(`first flame graph ${middle('flame').toFixed(0)} ms, inflating alone ${middle('inflate').toFixed(0)} ms: ${middle('ratio').toFixed(1)} times`);
  console.log(`longest task of the page while it loads ${middle('longest').toFixed(0)} ms (0: none over 50 ms); memory of page and worker ${middle('memory').toFixed(0)} MB`);
}

async function measure(page, address, file) {
  await page.addInitScript(() => {
    const bench = { start: 0, flame: 0, longest: 0, file: undefined };
    globalThis.bench = bench;
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) if (bench.start > 0 && bench.flame === 0) bench.longest = Math.max(bench.longest, task.duration);
    }).observe({ type: 'longtask', buffered: true });
    const look = () => {
      if (document.querySelector('[role=img][aria-label="Flame graph"]') !== null) requestAnimationFrame(() => setTimeout(() => (bench.flame = performance.now() - bench.start)));
      else requestAnimationFrame(look);
    };
    document.addEventListener(
      'change',
      (event) => {
        if (event.target.files?.length !== 1) return;
        bench.file = event.target.files[0];
        bench.start = performance.now();
        look();
      },
      true,
    );
  });
  await page.goto(`${address}#/flame`);
  // No one picks a file sooner, and the page is still busy with itself.
  await page.waitForTimeout(1000);
  await page.getByLabel('Open files').setInputFiles(file);
  await page.waitForFunction(() => globalThis.bench.flame > 0, undefined, { timeout: 120_000 });
  return page.evaluate(async () => {
    const { flame, longest, file: blob } = globalThis.bench;
    const times = [];
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
      times.push(performance.now() - start);
    }
    const inflate = times.toSorted((a, b) => a - b)[1];
    const memory = await performance.measureUserAgentSpecificMemory?.().then(({ bytes }) => bytes / 1e6, () => Number.NaN);
    return { flame, longest, inflate, ratio: flame / inflate, memory: memory ?? Number.NaN };
  });
}
