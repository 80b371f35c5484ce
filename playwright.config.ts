import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './scripts/browser.mjs';

/** On the built page, in a real browser. `npm test` names the browser; run alone, the same search finds it. */
const { path } = await findBrowser();
const port = 7811;

export default defineConfig({
  testDir: 'e2e',
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] !== undefined,
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1400, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: path, args: [...BROWSER_ARGS] },
  },
  webServer: {
    command: `node dist/cli/proflens.js -http=127.0.0.1:${port} -no_browser`,
    url: `http://127.0.0.1:${port}/healthz`,
    reuseExistingServer: false,
  },
});
