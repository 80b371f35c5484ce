// Two things that the linter has no rule for: which folder may import which, and what must not be written at all, because
// it would make text from a profile into markup or let a pattern from a link run without a bound.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './prepare.mjs';

/** What each folder of src may import, besides itself. */
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
/** Modules that a folder may import besides: what the page knows of its server is one file, without Node. */
const MAY_ALSO = { state: ['#server/client.ts'] };
/** Types of these may be imported anywhere above them. */
const TYPES = ['#engine/protocol.ts'];
/** Folders that run in Node, in the worker and in tests as they are. */
const PLAIN = ['model', 'parsers', 'filters', 'reports', 'layout', 'engine'];

const BANNED = [
  [/\.(innerHTML|outerHTML)\b|\[['"](innerHTML|outerHTML)['"]\]/, 'markup from text'],
  [/\binsertAdjacentHTML\b|\bdangerouslySetInnerHTML\b|\bsrcdoc\b/i, 'markup from text'],
  [/\.html\(/, 'markup from text'],
  [/\bRegExp\(/, 'a native pattern made at run time; use #model/pattern.ts'],
];

const problems = ['src', 'apps', 'e2e', 'bench'].flatMap(sourcesIn).flatMap(problemsOf);
for (const problem of problems) console.error(problem);
console.log(`${problems.length} problems with imports and markup`);
process.exit(problems.length > 0 ? 1 : 0);

function sourcesIn(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.(tsx?|mjs)$/.test(name));
}

function problemsOf(name) {
  const text = withoutComments(readFileSync(join(ROOT, name), 'utf8'));
  const at = (index, what) => `${name}:${text.slice(0, index).split('\n').length}: ${what}`;
  const ofImports = importsOf(text).flatMap((found) => [...wrongWith(name, found)].map((what) => at(found.index, what)));
  const ofMarkup = isShipped(name) ? bannedIn(text).map(({ index, what }) => at(index, what)) : [];
  return [...ofImports, ...ofMarkup];
}

/** Blanks comments and keeps the places of the rest. A string that looks like a comment is blanked too: here that is harmless. */
function withoutComments(text) {
  return text.replace(/^[ \t]*\/\*[\s\S]*?\*\/|^[ \t]*\/\/.*/gm, (comment) => comment.replace(/[^\n]/g, ' '));
}

/** `import … from 'x'`, over several lines too, `export … from 'x'`, `import 'x'` and `import('x')`. */
function importsOf(text) {
  const statements = /^(?:import|export)\b(?<type> type\b)?(?:[^'";]*?\bfrom)? *'(?<source>[^']+)'/gm;
  const calls = /(?<type>typeof )?\bimport\(\s*'(?<source>[^']+)'/g;
  return [...text.matchAll(statements), ...text.matchAll(calls)].map(({ index, groups }) => ({ index, source: groups.source, isType: groups.type !== undefined }));
}

function* wrongWith(name, { source, isType }) {
  const [root, folder] = name.split('/');
  if (source.startsWith('../') && root !== 'bench') yield 'an import that climbs; write #folder/file.ts';
  // Tests may use all there is: a report's test parses, a parser's prints.
  if (root !== 'src' || isTest(name)) return;
  const target = /^#([^/]+)\//.exec(source)?.[1];
  if (target !== undefined && !mayImport(folder, target, source, isType)) yield `${folder} may not import ${source}`;
  if (PLAIN.includes(folder) && /^(react|react-dom|zustand)(\/|$)/.test(source)) yield `${folder} must not know ${source}`;
  if (source.startsWith('node:')) yield `${source} is not there in a browser`;
}

function mayImport(folder, target, source, isType) {
  if (target === folder || MAY_IMPORT[folder]?.includes(target) || MAY_ALSO[folder]?.includes(source)) return true;
  return isType && TYPES.includes(source) && ['components', 'state', 'views'].includes(folder);
}

/** What runs in a page: all of src and the page itself, without their tests. */
function isShipped(name) {
  return /^(src|apps\/web)\//.test(name) && !isTest(name);
}

function bannedIn(text) {
  return BANNED.flatMap(([pattern, what]) => [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(({ index }) => ({ index, what })));
}

function isTest(name) {
  return /\.test\.tsx?$/.test(name);
}
