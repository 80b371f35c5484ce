import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { headersFile, POLICY_IN_PAGE } from './apps/server/headers.ts';
import { bundle } from './scripts/bundle.mjs';

/** Who starts the app is not told how long a plugin took. */
const checks = { bundlerTimings: false };

/** The page: apps/web with what is in public, into dist/web. */
export default defineConfig({
  root: 'apps/web',
  publicDir: '../../public',
  plugins: [react(), bundle(), policy()],
  worker: { format: 'es', rolldownOptions: { checks } },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inline: the page's Content-Security-Policy allows files of its own alone.
    assetsInlineLimit: 0,
    rolldownOptions: { checks },
    modulePreload: { polyfill: false },
  },
});

/** Writes the policy into the page, and beside it what hosts of static files should send; while it is developed, Vite has scripts of its own in it. */
function policy(): Plugin {
  return {
    name: 'policy',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY_IN_PAGE }, injectTo: 'head-prepend' }],
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
    },
  };
}
