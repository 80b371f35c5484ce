import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { decodeText } from '#model/text.ts';
import { BinaryError } from '#reports/binaries.ts';

/** Where the programs of binutils are: looked for when they are needed; undefined for one that is not there. */
export interface Tools {
  readonly objdump: () => { readonly path: string; readonly isLlvm: boolean } | undefined;
  readonly nm: () => string | undefined;
  /** The same, or the PATH's where there is none. As in pprof, that will do for names, but not for lists of symbols. */
  readonly nmForNames: () => string | undefined;
  /** What tells the frames of an address; nm knows no more than a name. */
  readonly symbolizer: () => { readonly kind: 'llvm' | 'addr2line'; readonly path: string } | { readonly kind: 'nm' };
}

const OBJDUMPS = ['llvm-objdump', 'objdump', ...(process.platform === 'darwin' ? ['gobjdump'] : [])];

/**
 * Rules: github.com/google/pprof, internal/binutils/binutils.go (initTools).
 * @param config where to look: folders, or "objdump:folder" for one of them, parted by commas; empty for the PATH
 */
export function toolsIn(config: string): Tools {
  const find = (tool: string, ...names: string[]) => first(names, (name) => programIn(foldersFor(config, tool), name));
  const nm = once(() => find('nm', 'llvm-nm', 'nm'));
  return {
    nm,
    objdump: once(() => first(OBJDUMPS, (name) => objdumpAt(find('objdump', name)))),
    nmForNames: once(() => nm() ?? programIn(PATH, 'nm')),
    symbolizer: once(() => {
      const llvm = find('llvm-symbolizer', 'llvm-symbolizer');
      const addr2line = find('addr2line', 'addr2line');
      if (llvm === undefined && addr2line === undefined) return { kind: 'nm' };
      // As in pprof, where addr2line was found LLVM's is preferred wherever it is.
      const preferred = llvm ?? programIn(PATH, 'llvm-symbolizer');
      if (preferred !== undefined) return { kind: 'llvm', path: preferred };
      return addr2line === undefined ? { kind: 'nm' } : { kind: 'addr2line', path: addr2line };
    }),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function first<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const TOOLS = ['llvm-symbolizer', 'addr2line', 'nm', 'objdump'];

/** An empty folder is the PATH. */
const PATH = [''];

/** Folders named for the tool, then those for all. */
function foldersFor(config: string, tool: string): string[] {
  const entries = config.split(',').map((entry) => {
    const [name, ...rest] = entry.split(':');
    return TOOLS.includes(name) && rest.length > 0 ? { name, folder: rest.join(':') } : { name: '', folder: entry };
  });
  return [tool, ''].flatMap((wanted) => entries.filter(({ name }) => name === wanted).map(({ folder }) => folder));
}

function programIn(folders: readonly string[], name: string): string | undefined {
  const paths = folders.flatMap((folder) => (folder === '' ? (process.env.PATH ?? '').split(delimiter).filter(Boolean) : [folder]));
  return paths.map((folder) => join(folder, process.platform === 'win32' ? `${name}.exe` : name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** LLVM's before version 8 does not know the flags that are needed; on a Mac before 10.0.1. */
function objdumpAt(path: string | undefined): { path: string; isLlvm: boolean } | undefined {
  if (path === undefined) return undefined;
  const version = versionOf(path);
  const [llvm, major, patch] = /LLVM version (?:(\d+)\.\d+\.(\d+)|.*trunk)/.exec(version) ?? [];
  if (llvm === undefined) return version.includes('GNU objdump') ? { path, isLlvm: false } : undefined;
  const isOld = process.platform === 'darwin' ? Number(major) < 10 || (major === '10' && patch === '0') : Number(major) < 8;
  return isOld ? undefined : { path, isLlvm: true };
}

function versionOf(program: string): string {
  try {
    return run(program, ['--version']);
  } catch (error) {
    if (error instanceof BinaryError) return '';
    throw error;
  }
}

/** Bytes that a program may print. */
const MOST_OUTPUT = 1 << 30;

/** @throws BinaryError where it fails */
export function run(program: string, words: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(program, words, { input, maxBuffer: MOST_OUTPUT, stdio: ['pipe', 'pipe', 'pipe'] });
  if (error !== undefined) throw new BinaryError(`${program}: ${error.message}`);
  if (status !== 0) throw new BinaryError(`${[program, ...words].join(' ')}: exit status ${status}: ${decodeText(stderr).trim()}`);
  return decodeText(stdout);
}
