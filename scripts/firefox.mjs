// A second engine: every view is opened once in the system's Firefox, where there is one. It is driven by WebDriver BiDi, as
// Playwright drives only a Firefox of its own; the package that speaks it is fetched for this and not among the project's.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, runNpm } from './prepare.mjs';

const PACKAGE = 'puppeteer-core';
const FOLDER = join(ROOT, 'node_modules/.cache/proflens-firefox');
/** A dump has what no other file has: goroutines. */
const PROFILES = ['testdata/recorded/cpu.labels.pb.gz', 'testdata/recorded/goroutine.evening.labels.debug2.txt'];
/** What a busy machine may need for a step. */
const PATIENCE = 30_000;

/** @returns {Promise<{passed: number, failed: number, skipped: number}>} views; one is skipped where no Firefox can be had */
export async function testInFirefox() {
  const path = findFirefox();
  if (path === undefined) return skipped('no Firefox is here');
  const puppeteer = await fetched();
  if (puppeteer === undefined) return skipped(`${PACKAGE} cannot be fetched`);
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: path, headless: true }).catch((error) => console.log(error.message));
  if (browser === undefined) return skipped(`${path} does not start`);
  console.log(`Firefox: ${path}`);
  const server = spawn(process.execPath, [join(ROOT, 'dist/cli/proflens.js'), '-http=localhost:', '-no_browser'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [address] = await once(server.stdout, 'data');
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const profile of PROFILES) await openViews(browser, String(address).split('#', 1)[0], profile, counts);
  await browser.close();
  server.kill();
  return counts;
}

function skipped(reason) {
  console.log(`Not tried in Firefox: ${reason}`);
  return { passed: 0, failed: 0, skipped: 1 };
}

function findFirefox() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const names = process.platform === 'win32' ? ['firefox.exe'] : ['firefox', 'firefox-esr'];
  const places = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), '/Applications/Firefox.app/Contents/MacOS/firefox'];
  return process.env.PROFLENS_FIREFOX ?? places.find((path) => existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore', timeout: PATIENCE }).status === 0);
}

async function fetched() {
  const manifest = join(FOLDER, 'package.json');
  if (!existsSync(join(FOLDER, 'node_modules', PACKAGE))) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(manifest, '{"private":true}\n');
    if (runNpm(['install', PACKAGE, '--no-audit', '--no-fund', '--loglevel=error'], FOLDER) !== 0) return undefined;
  }
  return (await import(pathToFileURL(createRequire(manifest).resolve(PACKAGE)).href)).default;
}

/** Opens a profile and each of its views in turn; a view is sound when it draws something and nothing complains. */
async function openViews(browser, address, profile, counts) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  const input = await page.waitForSelector('input[aria-label="Open files"]');
  await input.uploadFile(join(ROOT, profile));
  await page.waitForSelector('[role=tablist][aria-label="Views"] [role=tab]');
  const views = await page.$$eval('[role=tablist][aria-label="Views"] [role=tab]', (tabs) => tabs.map((tab) => tab.textContent));
  for (const view of views) {
    const wrong = await openView(page, view).catch((error) => error.message);
    const found = [...(wrong === undefined ? [] : [wrong]), ...complaints.splice(0)];
    counts[found.length === 0 ? 'passed' : 'failed']++;
    if (found.length > 0) console.log(`Firefox, ${profile}, ${view}: ${found.join('; ')}`);
  }
  await page.close();
}

/** @returns what is wrong, if anything is */
async function openView(page, view) {
  await page.evaluate((name) => [...document.querySelectorAll('[role=tablist][aria-label="Views"] [role=tab]')].find((tab) => tab.textContent === name).click(), view);
  await page.waitForFunction(
    (name) => {
      const tab = [...document.querySelectorAll('[role=tab][aria-selected=true]')].find((selected) => selected.textContent === name);
      const panel = document.querySelector('[role=tabpanel]');
      const isBusy = panel?.matches('[aria-busy=true]') || panel?.querySelector('[aria-busy=true]') !== null;
      return tab !== undefined && !isBusy && panel.querySelector('[role=grid] [role=row], [role=img], canvas, p, h2, pre, [data-line]') !== null;
    },
    {},
    view,
  );
  return page.evaluate(() => document.querySelector('[role=alert]')?.textContent);
}
