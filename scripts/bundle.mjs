// For Vite: `import code, { digest } from './page.ts?bundle'` is that script for a browser, with all that it imports, small, as
// text; `./page.css?text` is a file as it stands. The digest names either in a Content-Security-Policy.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { build } from 'vite';

const QUERIES = ['?bundle', '?text'];
const queryOf = (id) => QUERIES.find((query) => id.endsWith(query)) ?? '';

/** The files that went into such scripts. */
export const bundledModules = new Set();

/** @returns {import('vite').Plugin} */
export function bundle() {
  return {
    name: 'bundle',
    enforce: 'pre',
    async resolveId(source, importer) {
      const query = queryOf(source);
      if (query === '') return undefined;
      const resolved = await this.resolve(source.slice(0, -query.length), importer);
      // By its own name Vite would take a style sheet for one of the page's.
      return resolved && `${resolved.id}.js${query}`;
    },
    async load(id) {
      const query = queryOf(id);
      if (query === '') return undefined;
      const file = id.slice(0, -`.js${query}`.length);
      const text = query === '?text' ? await readFile(file, 'utf8') : await bundled(file);
      const digest = `sha256-${createHash('sha256').update(text).digest('base64')}`;
      return { code: `export default ${JSON.stringify(text)};\nexport const digest = ${JSON.stringify(digest)};`, moduleType: 'js' };
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
