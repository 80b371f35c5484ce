// Finds a browser for the tests, without asking anybody: the one in PROFLENS_BROWSER, Playwright's own, a Chrome or Chromium
// of the system, Playwright's by download, and where that is refused the one that an npm package carries.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ROOT, runNpm } from './prepare.mjs';

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
  const found = (await playwrights("Playwright's own")) ?? ofSystem() ?? (await downloaded()) ?? carried();
  if (found === undefined) throw new Error('no browser was found and none could be fetched; install Chrome or Chromium, or name one in PROFLENS_BROWSER');
  return found;
}

/** A browser can be there and lack a library, or be a stub that asks for an installation: only one that starts will do. */
function starts(path) {
  if (!existsSync(path)) return false;
  // On Windows the question for the version opens a window.
  return process.platform === 'win32' || spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

async function playwrights(from) {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && starts(path) ? { path, from } : undefined;
}

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome', 'microsoft-edge', 'microsoft-edge-stable', 'msedge'];

function ofSystem() {
  const ending = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name + ending)));
  const path = [...onPath, ...usualPlaces()].find(starts);
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
  return ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge', '/snap/bin/chromium'];
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
const CARRIED = join(ROOT, 'node_modules/.cache/proflens-browser');

/** Installed only now, beside the project's packages and not among them. It holds a Chromium for Linux on x64. */
function carried() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const path = join(CARRIED, 'unpacked/start.sh');
  if (!existsSync(path)) {
    console.log(`That was refused; the one in the package ${PACKAGE} is taken …`);
    mkdirSync(CARRIED, { recursive: true });
    writeFileSync(join(CARRIED, 'package.json'), '{"private":true}\n');
    if (runNpm(['install', PACKAGE, '--no-audit', '--no-fund', '--loglevel=error'], CARRIED) !== 0) return undefined;
    unpack(dirname(path));
    if (existsSync(join(dirname(path), 'chromium'))) writeFileSync(path, START, { mode: 0o755 });
  }
  return starts(path) ? { path, from: `that of the package ${PACKAGE}` } : undefined;
}

/** With the libraries and the fonts of the package, which a bare system lacks. */
const START = `#!/bin/sh
here="\${0%/*}"
export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`;

/** The package unpacks into the temporary folder, and its libraries only on what it takes for Amazon's machines. */
function unpack(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const program = `import chromium from '${PACKAGE}'; await chromium.executablePath();`;
  const env = { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
  spawnSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: CARRIED, env, stdio: 'inherit' });
  writeFileSync(join(folder, 'fonts.conf'), FONTS);
}

const FONTS = '<?xml version="1.0"?><fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="relative">fonts-cache</cachedir></fontconfig>\n';
