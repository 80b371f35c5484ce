// node scripts/gallery.mjs [FOLDER [WORD …]]: pictures of every view, wide and narrow, light and dark, into a folder; docs/gallery.md shows
// some of them. With words, only pictures whose name has one of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './browser.mjs';
import { buildIfNeeded, ROOT } from './prepare.mjs';

const [folder = join(ROOT, 'docs/pictures/gallery'), ...words] = process.argv.slice(2);
const CPU = 'recorded/cpu.service.pb.gz';
const HEAP = 'recorded/heap.service.pb.gz';

/** What stands in a picture's name, the profile, and the address; then what is done before it is taken. */
const VIEWS = [
  ['empty', '', '#/flame'],
  ['flame', CPU, '#/flame'],
  ['flame-pivot', CPU, '#/flame?p=Decode'],
  ['graph', CPU, '#/graph?n=40'],
  ['top', CPU, '#/top?f=json'],
  ['peek', CPU, '#/peek?f=Decode'],
  ['source', CPU, '#/source?f=json'],
  ['disassemble', CPU, '#/disasm?f=json'],
  ['labels', 'recorded/cpu.labels.pb.gz', '#/labels'],
  ['tree', HEAP, '#/tree?si=alloc_space'],
  ['traces', 'recorded/cpu.labels.pb.gz', '#/traces'],
  ['raw', 'recorded/cpu.labels.pb.gz', '#/raw'],
  ['comments', 'corners/header.comments_and_doc.pb.gz', '#/comments'],
  ['goroutines', 'recorded/goroutine.evening.labels.debug2.txt', '#/goroutines'],
  ['compare', 'recorded/heap.leak.t2.pb.gz', '#/flame', compare],
  ['compare-top', 'recorded/heap.leak.t2.pb.gz', '#/top', compare],
];

const LOOKS = [
  ['light', { viewport: { width: 1400, height: 860 }, colorScheme: 'light' }],
  ['dark', { viewport: { width: 1400, height: 860 }, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 380, height: 760 }, colorScheme: 'light' }],
  ['phone-dark', { viewport: { width: 380, height: 760 }, colorScheme: 'dark' }],
];

async function compare(page) {
  await page.keyboard.press('v');
  await page.getByLabel('Open a base').setInputFiles(join(ROOT, 'testdata/recorded/heap.leak.t0.pb.gz'));
  await page.getByRole('combobox', { name: 'Base' }).and(page.locator(':not(:disabled)')).waitFor();
  await settled(page);
  await page.keyboard.press('Escape');
}

/** Nothing is on its way and what comes later has come. */
async function settled(page) {
  await page.waitForFunction(() => document.querySelector('[aria-busy=true], [role=progressbar]') === null);
  await page.waitForTimeout(600);
}

buildIfNeeded();
mkdirSync(folder, { recursive: true });
const server = spawn(process.execPath, [join(ROOT, 'dist/cli/proflens.js'), '-http=localhost:', '-no_browser'], { stdio: ['ignore', 'pipe', 'inherit'] });
const [address] = await once(server.stdout, 'data');
const { path } = await findBrowser();
const browser = await chromium.launch({ executablePath: path, args: BROWSER_ARGS });
for (const [view, file, hash, act] of VIEWS) {
  for (const [look, options] of LOOKS) {
    const name = `${view}-${look}`;
    if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
    const page = await browser.newPage(options);
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => console.log(`${name}: ${error.message}`));
    await page.goto(String(address).split('#', 1)[0] + hash);
    if (file !== '') {
      await page.getByLabel('Open files').setInputFiles(join(ROOT, 'testdata', file));
      await page.getByRole('status', { name: 'Total' }).waitFor();
    }
    await settled(page);
    await act?.(page);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.close();
  }
}
await browser.close();
server.kill();
