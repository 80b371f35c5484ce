// Rules of this project, run by the linter: which folder may import which, and what must not be written at all, because
// it would make text from a profile into markup or let a pattern from a link run without a bound.
import { relative } from 'node:path';

/** What each folder of src may import, besides itself. */
const MAY_IMPORT = {
  model: [],
  parsers: ['model'],
  writers: ['model'],
  filters: ['model'],
  reports: ['model'],
  layout: ['model', 'reports'],
  picture: ['model', 'reports'],
  engine: ['model', 'parsers', 'writers', 'filters', 'reports', 'layout'],
  components: ['model', 'reports', 'layout', 'picture'],
  state: ['model', 'reports', 'layout', 'picture', 'engine'],
  views: ['model', 'reports', 'layout', 'picture', 'engine', 'state', 'components'],
};
/** Modules that a folder may import besides: what the page knows of its server is one file, without Node, and so is what it writes for elsewhere; what a running program says of itself is no profile, and needs no worker. */
const MAY_ALSO = { state: ['#server/client.ts', '#parsers/live/answer.ts', '#parsers/live/memStats.ts', '#parsers/parseError.ts', '#standalone/flamePage.ts', '#standalone/graph.ts?bundle'] };
/** Types of these may be imported anywhere above them. */
const TYPES = ['#engine/protocol.ts'];
/** Folders that run in Node, in the worker and in tests as they are. */
const PLAIN = ['model', 'parsers', 'writers', 'filters', 'reports', 'layout', 'picture', 'engine'];

const MARKUP = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'dangerouslySetInnerHTML', 'srcdoc', 'srcDoc'];

const imports = rule((complain, file) => {
  const check = (node) => {
    const source = node.source?.value;
    if (typeof source !== 'string') return;
    const isType = node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType';
    for (const what of wrongWith(file, source, isType)) complain(node, what);
  };
  return { ImportDeclaration: check, ImportExpression: check, TSImportType: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
});

function* wrongWith(file, source, isType) {
  const [root, folder] = file.split('/');
  if (source.startsWith('../') && root !== 'bench') yield 'an import that climbs; write #folder/file.ts';
  // Tests may use all there is: a report's test parses, a parser's prints.
  if (root !== 'src' || isTest(file)) return;
  const target = /^#([^/]+)\//.exec(source)?.[1];
  if (target !== undefined && !mayImport(folder, target, source, isType)) yield `${folder} may not import ${source}`;
  if (PLAIN.includes(folder) && /^(react|react-dom|zustand)(\/|$)/.test(source)) yield `${folder} must not know ${source}`;
  if (source.startsWith('node:')) yield `${source} is not there in a browser`;
}

function mayImport(folder, target, source, isType) {
  if (target === folder || MAY_IMPORT[folder]?.includes(target) || MAY_ALSO[folder]?.includes(source)) return true;
  return isType && TYPES.includes(source) && ['components', 'state', 'views'].includes(folder);
}

/** A file that merely passes on what others hold: a thing is imported from the file that it stands in. */
const barrels = rule((complain) => ({
  Program: (node) => node.body.length > 0 && node.body.every(({ type, source }) => type.startsWith('Export') && source) && complain(node, 'a file of re-exports'),
}));

const markup = rule((complain, file) => {
  if (!isShipped(file)) return {};
  const check = (node, key) => MARKUP.includes(key?.name) && complain(node, 'markup from text');
  return {
    // As in element['innerHTML'] and setAttribute('srcdoc', …).
    Literal: (node) => MARKUP.includes(node.value) && complain(node, 'markup from text'),
    MemberExpression: (node) => check(node, node.property),
    Property: (node) => check(node, node.key),
    JSXAttribute: (node) => check(node, node.name),
    // d3's.
    CallExpression: (node) => node.callee.property?.name === 'html' && complain(node, 'markup from text'),
  };
});

const patterns = rule((complain, file) => {
  const check = (node) => isShipped(file) && (node.callee.name ?? node.callee.property?.name) === 'RegExp' && complain(node, 'a native pattern made at run time; use #model/pattern.ts');
  return { NewExpression: check, CallExpression: check };
});

/** @param create from a function that complains about a node, and the file's path in the repository, to what is done with each kind of node */
function rule(create) {
  return {
    create: (context) => create((node, message) => context.report({ node, message }), relative(context.cwd, context.filename).replaceAll('\\', '/')),
  };
}

/** What runs in a page: all of src, the page itself and what runs in files that the command writes, without their tests. */
function isShipped(file) {
  return /^(src|apps\/web|apps\/standalone)\//.test(file) && !isTest(file);
}

function isTest(file) {
  return /\.test\.tsx?$/.test(file);
}

export default { meta: { name: 'proflens' }, rules: { imports, barrels, markup, patterns } };
