// For Vite: `import code from './page.ts?bundle'` is that script for a browser, with all that it imports, small, as text.
import { build } from 'vite';

const QUERY = '?bundle';

/** The files that went into such scripts. */
export const bundledModules = new Set();

/** @returns {import('vite').Plugin} */
export function bundle() {
  return {
    name: 'bundle',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith(QUERY)) return undefined;
      const resolved = await this.resolve(source.slice(0, -QUERY.length), importer);
      return resolved && resolved.id + QUERY;
    },
    async load(id) {
      if (!id.endsWith(QUERY)) return undefined;
      return `export default ${JSON.stringify(await bundled(id.slice(0, -QUERY.length)))}`;
    },
  };
}

async function bundled(entry) {
  const [{ output }] = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: { write: false, target: 'es2022', lib: { entry, formats: ['iife'], name: 'page', fileName: 'page' } },
  });
  for (const id of output[0].moduleIds) bundledModules.add(id);
  return output[0].code.trim();
}
