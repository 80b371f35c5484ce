// npm run oracle: bundles apps/oracle with the command that it compares, as the command is bundled, and runs it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installIfNeeded, ROOT } from './prepare.mjs';

installIfNeeded();
process.chdir(ROOT);
const { build } = await import('vite');
const outDir = join(ROOT, 'node_modules/.cache/proflens-oracle');
await build({
  configFile: 'vite.cli.config.ts',
  logLevel: 'warn',
  build: { ssr: 'apps/oracle/main.ts', outDir, rollupOptions: { output: { entryFileNames: 'main.mjs', chunkFileNames: '[name].mjs' } } },
});
await import(pathToFileURL(join(outDir, 'main.mjs')).href);
