// The page with a large profile, in a real browser: time to the first flame graph against the time that inflating the same file
// takes in the same page, tasks that blocked the page while it loaded, and its memory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.mjs';
import { ROOT } from '../scripts/prepare.mjs';
import { median } from './processes.mjs';

/** Milliseconds that one looks at the first picture at least; other views are made meanwhile. */
const LOOKS = 3000;

export async function benchPage(file, rounds) {
  const server = spawn(process.execPath, [join(ROOT, 'dist/cli/proflens.js'), '-http=localhost:', '-no_browser'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [address] = await once(server.stdout, 'data');
  const { path } = await findBrowser();
  const runs = [];
  const changes = [];
  for (let round = 0; round < rounds; round++) {
    const browser = await chromium.launch({ executablePath: path, args: BROWSER_ARGS });
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    runs.push(await measure(page, String(address).split('#', 1)[0], file));
    await page.waitForTimeout(LOOKS);
    changes.push(await measureChanges(page));
    await browser.close();
  }
  server.kill();
  const middle = (key) => median(runs.map((run) => run[key]));
  console.log(`first flame graph ${middle('flame').toFixed(0)} ms, inflating alone ${middle('inflate').toFixed(0)} ms: ${middle('ratio').toFixed(1)} times`);
  console.log(`longest task of the page while it loads ${middle('longest').toFixed(0)} ms (0: none over 50 ms); memory of page and worker ${middle('memory').toFixed(0)} MB`);
  console.log(`until it is drawn, in ms, after ${LOOKS / 1000} s with the flame graph: first time, then again`);
  for (const name of Object.keys(changes[0])) console.log(`  ${name.padEnd(24)}${[0, 1].map((time) => median(changes.map((run) => run[name][time])).toFixed(0).padStart(8)).join('')}`);
}

/** Each view twice, then a filter in some of them: milliseconds from the step to a page that has drawn its answer. */
async function measureChanges(page) {
  const views = await page.getByRole('tablist', { name: 'Views' }).getByRole('tab').allTextContents();
  const found = {};
  for (const time of [0, 1]) for (const view of views) (found[view] ??= [])[time] = await page.evaluate(untilDrawn, { view });
  await page.getByRole('tab', { name: 'Top', exact: true }).click();
  const names = await page.getByRole('grid', { name: 'Top' }).locator('[role=row][aria-selected] [role=gridcell]:nth-child(6)').allTextContents();
  const filters = [4, 9, 14, 19].map((row) => names[row]).map((name) => name.replace(/ \(.*inline\)$/, '').replaceAll(/[^\w./]/g, '.'));
  for (const [view, isExact] of [['Flame graph'], ['Top'], ['Graph'], ['Graph', true]]) {
    await page.evaluate(untilDrawn, { view });
    const name = `${view}, a filter${isExact ? ', laid out' : ''}`;
    // A layout that was seen is kept.
    for (const focus of isExact ? filters.slice(2) : filters.slice(0, 2)) {
      (found[name] ??= []).push(await page.evaluate(untilDrawn, { view, focus, isExact }));
      // Long enough that nothing of one is still under way in the next.
      await page.evaluate(untilDrawn, { view, focus: '', isExact: true });
      await page.waitForTimeout(LOOKS);
    }
  }
  return found;
}

/**
 * In the page: presses a tab or changes the address's filter, and waits until nothing is busy and a frame was drawn. A wish for what is
 * exact waits for a graph's layout too, of which a draft is drawn before.
 */
async function untilDrawn({ view, focus, isExact = false }) {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const tabs = () => [...document.querySelectorAll('[role=tablist][aria-label="Views"] [role=tab]')];
  const total = () => document.querySelector('[role=status][aria-label=Total]')?.textContent;
  const before = total();
  const start = performance.now();
  const path = location.hash.replace(/\?.*/, '');
  if (focus === undefined) tabs().find((tab) => tab.textContent === view).click();
  else location.hash = focus === '' ? path : `${path}?f=${encodeURIComponent(focus)}`;
  const isThere = () => {
    const panel = document.querySelector('[role=tabpanel]');
    // A draft of a graph is a picture of it; what is exact follows.
    const isDrawn = panel.querySelector('[aria-busy=true]') === null || (!isExact && panel.querySelector('[data-draft]') !== null);
    const isSelected = tabs().some((tab) => tab.textContent === view && tab.getAttribute('aria-selected') === 'true');
    // Each filter here leaves another total.
    return isSelected && (focus === undefined || total() !== before) && isDrawn && panel.querySelector('[role=grid] [role=row], [role=img], p, h2, [data-line]') !== null;
  };
  // What was asked is busy from the next frame on.
  do await frame();
  while (!isThere());
  await frame();
  return performance.now() - start;
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
