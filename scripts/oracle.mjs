// npm run oracle: bundles apps/oracle, with the command that it compares, and runs it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installIfNeeded, ROOT } from './prepare.mjs';

installIfNeeded();
const { build } = await import('vite');
const outDir = join(ROOT, 'node_modules/.cache/proflens-oracle');
await build({
  root: ROOT,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  build: { ssr: 'apps/oracle/main.ts', outDir, emptyOutDir: true, target: 'node20', rollupOptions: { checks: { bundlerTimings: false }, output: { entryFileNames: 'main.mjs', chunkFileNames: '[name].mjs' } } },
  ssr: { noExternal: true },
});
process.chdir(ROOT);
await import(pathToFileURL(join(outDir, 'main.mjs')).href);
