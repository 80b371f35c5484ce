import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './scripts/browser.mjs';

/** On the built page, in a real browser. `npm test` names the browser; run alone, the same search finds it. */
const { path } = await findBrowser();
// The workers read this file again; they need not search again.
process.env['PROFLENS_BROWSER'] = path;
/** What the tests leave behind; emptied when they begin. */
const LEFT = fileURLToPath(new URL('test-results', import.meta.url));
// Commands that the tests start keep there what they fetch, and nothing in the home of who runs them.
process.env['PPROF_TMPDIR'] = `${LEFT}/fetched`;

export default defineConfig({
  testDir: 'e2e',
  outputDir: LEFT,
  workers: 2,
  retries: 0,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] !== undefined,
  use: {
    // Known to the workers once the server below has said it.
    baseURL: `http://127.0.0.1:${process.env['PROFLENS_PORT']}`,
    viewport: { width: 1400, height: 900 },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'chromium', use: { browserName: 'chromium', launchOptions: { executablePath: path, args: [...BROWSER_ARGS] } } },
    // Playwright's own Firefox, for who has it: `npx playwright install firefox`.
    ...(process.env['PROFLENS_FIREFOX'] === undefined ? [] : [{ name: 'firefox', use: { browserName: 'firefox' as const } }]),
  ],
  webServer: {
    command: 'node dist/cli/proflens.js -http=127.0.0.1: -no_browser',
    wait: { stdout: /^http:\/\/127\.0\.0\.1:(?<proflens_port>\d+)\//m },
  },
});
