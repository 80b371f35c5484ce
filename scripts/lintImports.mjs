// Two things that the linter has no rule for: which folder may import which, and what must not be written at all, because
// it would make text from a profile into markup or let a pattern from a link run without a bound.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './prepare.mjs';

/** What each folder may import, besides itself. */
const MAY_IMPORT = {
  model: [],
  parsers: ['model'],
  filters: ['model'],
  reports: ['model'],
  layout: ['model', 'reports'],
  engine: ['model', 'parsers', 'filters', 'reports', 'layout'],
  components: ['model', 'reports', 'layout'],
  state: ['model', 'reports', 'layout', 'engine'],
  views: ['model', 'reports', 'layout', 'engine', 'state', 'components'],
};
/** Folders that run in Node, in the worker and in tests as they are. */
const PLAIN = new Set(['model', 'parsers', 'filters', 'reports', 'layout', 'engine']);
/** Types of these may be imported anywhere above them. */
const TYPES = /^#engine\/protocol\.ts$/;

const BANNED = [
  [/\.(innerHTML|outerHTML)\b/, 'markup from text'],
  [/\binsertAdjacentHTML\b|\bdangerouslySetInnerHTML\b|\bsrcdoc\b/, 'markup from text'],
  [/\.html\(/, 'markup from text'],
  [/\bnew RegExp\(/, 'a native pattern made at run time; use #model/pattern.ts'],
  [/from '\.\.\//, 'an import that climbs; write #folder/file.ts'],
];

const problems = [];
for (const file of [...sourcesIn('src'), ...sourcesIn('apps')]) check(file);
for (const problem of problems) console.error(problem);
console.log(`${problems.length} problems with imports and markup`);
process.exit(problems.length > 0 ? 1 : 0);

function sourcesIn(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => join(ROOT, folder, name))
    .filter((path) => /\.tsx?$/.test(path) && statSync(path).isFile());
}

function check(path) {
  const name = relative(ROOT, path).replaceAll('\\', '/');
  const isTest = /\.test\.tsx?$/.test(name);
  readFileSync(path, 'utf8').split('\n').forEach((line, i) => {
    const complain = (what) => problems.push(`${name}:${i + 1}: ${what}`);
    if (!isTest && !isComment(line)) for (const [pattern, what] of BANNED) if (pattern.test(line)) complain(what);
    const [, typeOnly, source] = /^(?:import|export)( type)?\b.*? from '([^']+)'/.exec(line) ?? [];
    if (source !== undefined && !isTest) checkImport(name, source, typeOnly !== undefined, complain);
  });
}

function isComment(line) {
  return /^\s*(\/\/|\/?\*)/.test(line);
}

function checkImport(name, source, typeOnly, complain) {
  const [root, folder] = name.split('/');
  if (root !== 'src') return;
  const target = /^#([^/]+)\//.exec(source)?.[1];
  const allowed = MAY_IMPORT[folder] ?? [];
  if (target !== undefined && target !== folder && !allowed.includes(target) && !(typeOnly && TYPES.test(source))) complain(`${folder} may not import ${source}`);
  if (PLAIN.has(folder) && /^(react|react-dom|zustand)(\/|$)/.test(source)) complain(`${folder} must not know ${source}`);
  if (source.startsWith('node:')) complain(`${source} is not there in a browser`);
}
