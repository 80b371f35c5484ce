// npm test: all tests, in Node and in a browser, on a machine that has Node and npm alone; where google/pprof and a corpus
// are there too, some commands are compared with it. The last line counts them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildIfNeeded, installIfNeeded, ROOT } from './prepare.mjs';

installIfNeeded();
buildIfNeeded();
const { findBrowser } = await import('./browser.mjs');
const { testInFirefox } = await import('./firefox.mjs');
const reports = mkdtempSync(join(tmpdir(), 'proflens-tests-'));
/** A log in a file is read without its colours. */
const PLAIN = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' };
/** How many commands are compared with pprof, drawn anew each time; what is printed tells the seed that draws them again. */
const COMPARED = 500;
const counts = { passed: 0, failed: 0, skipped: 0 };

inNode(join(reports, 'vitest.json'));
await inBrowser(join(reports, 'playwright.json'));
await inFirefox();
withPprof();
rmSync(reports, { recursive: true, force: true });
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);

function inNode(report) {
  const status = run('vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]);
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0, testResults = [] } = readReport(report);
  // A file whose only group is left out, for want of what it compares with, names no test; it counts as one.
  const emptyFiles = testResults.filter(({ status, assertionResults }) => status === 'passed' && assertionResults.length === 0).length;
  count(status, numPassedTests, numFailedTests, numPendingTests + numTodoTests + emptyFiles);
}

async function inBrowser(report) {
  const { path, from } = await findBrowser().catch((error) => {
    console.error(error.message);
    return {};
  });
  if (path === undefined) return count(1, 0, 0, 0);
  console.log(`Browser: ${from}, ${path}`);
  const status = run('@playwright/test', ['test', '--reporter=dot,json'], { PROFLENS_BROWSER: path, PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  const { stats = {} } = readReport(report);
  count(status, stats.expected ?? 0, (stats.unexpected ?? 0) + (stats.flaky ?? 0), stats.skipped ?? 0);
}

async function inFirefox() {
  const { passed, failed, skipped } = await testInFirefox();
  count(failed, passed, failed, skipped);
}

function withPprof() {
  const words = [join(ROOT, 'scripts/oracle.mjs'), '--sample', String(COMPARED), '--show'];
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 30 });
  process.stdout.write(stdout);
  const [equal, different, skipped] = /^(\d+) equal, (\d+) different, (\d+) skipped$/m.exec(stdout)?.slice(1).map(Number) ?? [0, 0, 0];
  count(status ?? 1, equal, different, skipped);
}

/** A runner that fails without a failed test, such as by a file that does not load, counts as one. */
function count(status, passed, failed, skipped) {
  counts.passed += passed;
  counts.failed += status !== 0 && failed === 0 ? 1 : failed;
  counts.skipped += skipped;
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

/** Runs the command that a package brings. */
function run(name, args, env = {}) {
  const manifestPath = createRequire(join(ROOT, 'package.json')).resolve(`${name}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const program = join(dirname(manifestPath), typeof bin === 'string' ? bin : (bin[name] ?? Object.values(bin)[0]));
  const { status } = spawnSync(process.execPath, [program, ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...PLAIN, ...env } });
  return status ?? 1;
}
