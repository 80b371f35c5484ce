// What stands between a fresh clone and a running program: packages and a build, each made only when it is missing or old.
// Node's own modules alone, as nothing else may be there yet. Called by itself, it makes both, as before packing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const INSTALLED = join(ROOT, 'node_modules/.cache/proflens-installed');
const BUILT = join(ROOT, 'dist/.built');
const SOURCES = ['src', 'apps', 'public', 'package.json', 'package-lock.json', 'vite.config.ts', 'vite.cli.config.ts', 'scripts/bundle.mjs', 'scripts/licences.mjs', 'tsconfig.base.json'];

/** Installs the packages of the lockfile, unless just these are there. */
export function installIfNeeded() {
  const lock = digest([join(ROOT, 'package-lock.json')], (path) => readFileSync(path));
  if (readIf(INSTALLED) === lock) return;
  if (!isInstalled()) {
    console.error('Installing packages …');
    npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  mkdirSync(dirname(INSTALLED), { recursive: true });
  writeFileSync(INSTALLED, lock);
}

/** npm's own mark is newer than the lockfile: somebody ran `npm install` or `npm ci` by hand. */
function isInstalled() {
  const mark = join(ROOT, 'node_modules/.package-lock.json');
  return existsSync(mark) && statSync(mark).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs;
}

/** Builds the page and the command, unless the sources are as they were at the last build. */
export function buildIfNeeded() {
  const files = SOURCES.flatMap((name) => filesIn(join(ROOT, name))).filter((path) => !/\.test\.tsx?$/.test(path));
  const sources = digest(files, (path) => {
    const { size, mtimeMs } = statSync(path);
    return `${size} ${mtimeMs}`;
  });
  if (readIf(BUILT) === sources) return;
  console.error('Building …');
  npm(['run', 'build', '--silent']);
  writeFileSync(BUILT, sources);
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

function digest(paths, describe) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update(describe(path));
  return hash.digest('hex');
}

function readIf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function npm(args) {
  const status = runNpm(args);
  if (status !== 0) process.exit(status);
}

/** Runs npm, the one that runs us where there is one; what it says goes to standard error. */
export function runNpm(args, cwd = ROOT) {
  const cli = process.env.npm_execpath;
  const options = { cwd, stdio: ['ignore', 2, 2] };
  const run = cli?.endsWith('.js') ? spawnSync(process.execPath, [cli, ...args], options) : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (run.error) throw run.error;
  return run.status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installIfNeeded();
  buildIfNeeded();
}
