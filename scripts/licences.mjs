// For Vite: LICENSES.txt beside what is built, with the terms of each package that is in it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { bundledModules } from './bundle.mjs';

/** @returns {import('vite').Plugin} */
export function licences() {
  return {
    name: 'licences',
    generateBundle() {
      const folders = new Set([...this.getModuleIds(), ...bundledModules].map(packageFolder).filter((folder) => folder !== undefined));
      const source = [...folders].sort().map(termsOf).join(`\n${'-'.repeat(80)}\n\n`);
      this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source });
    },
  };
}

/** Up to `node_modules/name` or `node_modules/@scope/name`. */
function packageFolder(id) {
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1]?.replaceAll('/', sep);
}

function termsOf(folder) {
  const { name, version, license, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = existsSync(folder) && readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const head = [`${name} ${version}`, license, homepage].filter(Boolean).join('\n');
  return `${head}\n${file ? `\n${readFileSync(join(folder, file), 'utf8').trim()}\n` : ''}`;
}
