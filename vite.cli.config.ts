import { defineConfig } from 'vite';
import manifest from './package.json' with { type: 'json' };
import { bundle } from './scripts/bundle.mjs';
import { licences } from './scripts/licences.mjs';

/** The command: one entry, with what it rarely needs in files of their own, into dist/cli. */
export default defineConfig({
  publicDir: false,
  plugins: [bundle(), licences()],
  define: { 'import.meta.env.VERSION': JSON.stringify(manifest.version) },
  build: {
    ssr: 'apps/cli/main.ts',
    outDir: 'dist/cli',
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: {
      checks: { bundlerTimings: false },
      output: { entryFileNames: 'proflens.js', chunkFileNames: '[name].js', banner: '#!/usr/bin/env node' },
    },
  },
  ssr: { noExternal: true },
});
