import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './prepare.mjs';

const OXLINT = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint');

/** What our rules say of files, a line each. */
function complaints(files) {
  const folder = mkdtempSync(join(tmpdir(), 'proflens-lint-'));
  try {
    for (const name of ['.oxlintrc.json', 'scripts/lintRules.mjs']) cpSync(join(ROOT, name), join(folder, name));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const { stdout } = spawnSync(process.execPath, [OXLINT, '--format=json', ...Object.keys(files)], { cwd: folder, encoding: 'utf8' });
    const ours = JSON.parse(stdout).diagnostics.filter(({ code }) => code.startsWith('proflens('));
    return ours.map(({ filename, message }) => `${filename}: ${message}`).toSorted();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a folder imports only what stands below it, in whatever form it asks', () => {
  const text = `
    import { fold } from '#parsers/folded.ts';
    import {
      top,
    } from '#reports/top.ts';
    import "#state/options.ts"; import type { View } from '#views/views.ts';
    import { NONE } from './profile.ts';
    export { Table } from '#components/Table.tsx';
    export const later = () => import('#engine/engine.ts');
    export type Later = typeof import('#cli/main.ts');`;
  const refused = ['#cli/main.ts', '#components/Table.tsx', '#engine/engine.ts', '#parsers/folded.ts', '#reports/top.ts', '#state/options.ts', '#views/views.ts'];
  const allowed = `import { useOptions } from '#state/options.ts'; import { Table } from '#components/Table.tsx';`;
  expect(complaints({ 'src/model/a.ts': text, 'src/model/a.test.ts': text, 'src/views/a.ts': allowed })).toEqual(
    refused.map((target) => `src/model/a.ts: model may not import ${target}`),
  );
});

test('components know the types of the engine, and nothing else of it', () => {
  const files = {
    'src/components/a.ts': `import type { Facts } from '#engine/protocol.ts';`,
    'src/components/b.ts': `import { Facts } from '#engine/protocol.ts';`,
  };
  expect(complaints(files)).toEqual(['src/components/b.ts: components may not import #engine/protocol.ts']);
});

test('what runs in a worker knows neither React nor Node; no import climbs; no file merely passes on', () => {
  const files = {
    'apps/cli/a.ts': `import { top } from '../../src/reports/top.ts';`,
    'src/engine/a.ts': `import { useState } from 'react'; import { readFileSync } from 'node:fs';`,
    'src/reports/index.ts': `export * from './top.ts'; export type { Row } from './row.ts';`,
    'src/reports/row.ts': `export type { Row } from './top.ts'; export const row = 1;`,
  };
  expect(complaints(files)).toEqual([
    'apps/cli/a.ts: an import that climbs; write #folder/file.ts',
    'src/engine/a.ts: engine must not know react',
    'src/engine/a.ts: node:fs is not there in a browser',
    'src/reports/index.ts: a file of re-exports',
  ]);
});

test('text does not become markup, nor a pattern without a bound', () => {
  const markup = [
    'node.innerHTML = text;',
    "node['outerHTML'] = text;",
    'const { outerHTML } = node;',
    "node.insertAdjacentHTML('beforeend', text);",
    'frame.srcdoc = text;',
    "frame.setAttribute('srcdoc', text);",
    'select(node).html(text);',
    'const frame = <iframe srcDoc={text} />;',
    'const part = <p dangerouslySetInnerHTML={{ __html: text }} />;',
    'const props = { dangerouslySetInnerHTML: { __html: text } };',
  ];
  const patterns = ['new RegExp(text);', "RegExp(text, 'u');", 'new globalThis.RegExp(text);'];
  const files = {
    ...Object.fromEntries(markup.map((text, i) => [`src/components/${i}.tsx`, text])),
    ...Object.fromEntries(patterns.map((text, i) => [`src/filters/${i}.ts`, text])),
    'src/filters/a.test.ts': patterns[0],
  };
  expect(complaints(files)).toEqual([
    ...markup.map((_, i) => `src/components/${i}.tsx: markup from text`),
    ...patterns.map((_, i) => `src/filters/${i}.ts: a native pattern made at run time; use #model/pattern.ts`),
  ]);
});
