import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundle } from './scripts/bundle.mjs';

/** Who starts the app is not told how long a plugin took. */
const checks = { bundlerTimings: false };

/** The page: apps/web with what is in public, into dist/web. */
export default defineConfig({
  root: 'apps/web',
  publicDir: '../../public',
  plugins: [react(), bundle()],
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
