import { create } from 'zustand';
import type { GivenText } from '#engine/protocol.ts';
import { isSourceFile } from '#model/sourceFiles.ts';
import { decodeText } from '#model/text.ts';
import { askAgain } from './answers.ts';
import { engine } from './engine.ts';
import { pathIndex } from './sourceMatch.ts';

/** Where the text of source files is looked for: what this tab was given, the last first, then the server of the command. */
export interface SourcePlaces {
  readonly given: readonly SourcePlace[];
  readonly server: SourceServer | undefined;
  /** Counts the places that were added, so that who knows the number knows them. */
  readonly added: number;
  /** Where the text of a path was found, for people. */
  readonly found: ReadonlyMap<string, string>;
  /** By path what -source_path has to be for the server to read it. */
  readonly outside: ReadonlyMap<string, string>;
  /** What went wrong with what was given last; empty where nothing did. */
  readonly problem: string;
}

export interface SourcePlace {
  /** Of the folder or zip. */
  readonly name: string;
  /** Source files in it. */
  readonly count: number;
  find(path: string): Promise<Found | undefined>;
}

interface Found {
  readonly text: string;
  readonly place: string;
}

/** What the server has of a file that a profile names; nothing where it has none. */
export interface ServerSource {
  readonly text?: string;
  /** It lies outside of the folders that the server may read; with this -source_path it would not. */
  readonly sourcePath?: string;
}

export type SourceServer = (path: string) => Promise<ServerSource>;

export const useSources = create<SourcePlaces>(() => ({ given: [], server: undefined, added: 0, found: new Map(), outside: new Map(), problem: '' }));

/** A file with its path in the folder that was given, that folder first. */
export interface FileInFolder {
  readonly path: string;
  readonly read: () => Promise<Blob | Uint8Array>;
}

/** Looks into what was given from now on. */
export function addFolder(name: string, files: readonly FileInFolder[]): void {
  const sources = files.filter(({ path }) => isSourceFile(path));
  if (sources.length === 0) return complain(`There are no source files in ${name}.`);
  const byPath = new Map(sources.map((file) => [file.path, file]));
  const index = pathIndex(byPath.keys());
  const find = async (path: string) => {
    const file = byPath.get(index.find(path) ?? '');
    return file === undefined ? undefined : { text: await textOf(file), place: file.path };
  };
  addPlace({ name, count: sources.length, find });
}

/** @param files as a picker gives them: of a folder, or single ones */
export function addFiles(files: Iterable<File>): void {
  const all = [...files].map((file): FileInFolder => ({ path: file.webkitRelativePath || file.name, read: () => Promise.resolve(file) }));
  if (all.length > 0) addFolder(all[0].path.split('/')[0], all);
}

export async function addZip(zip: File): Promise<void> {
  const { readZip } = await import('./zip.ts');
  try {
    addFolder(zip.name, await readZip(zip));
  } catch (error) {
    complain(`${zip.name}: ${messageOf(error)}`);
  }
}

/** Takes a text for one file. */
export function addText(path: string, text: string): void {
  addPlace({ name: 'pasted text', count: 1, find: (wanted) => Promise.resolve(wanted === path ? { text, place: 'pasted text' } : undefined) });
}

/** To be called once, where the page came from a server that has sources. */
export function setSourceServer(server: SourceServer): void {
  useSources.setState(({ added }) => ({ server, added: added + 1 }));
}

function addPlace(place: SourcePlace): void {
  useSources.setState(({ given, added }) => ({ given: [place, ...given], added: added + 1, problem: '' }));
}

function complain(problem: string): void {
  useSources.setState({ problem });
}

/** Paths that are being looked for. */
const asked = new Set<string>();

/** Finds the texts that an answer wanted, hands them to the worker and has the listing made anew. */
export async function fetchSources(wanted: readonly string[]): Promise<void> {
  const paths = wanted.filter((path) => !asked.has(path));
  if (paths.length === 0) return;
  for (const path of paths) asked.add(path);
  const { added } = useSources.getState();
  const found = await Promise.all(paths.map(findText));
  for (const path of paths) asked.delete(path);
  const places = new Map(useSources.getState().found);
  const outside = new Map(useSources.getState().outside);
  for (const { path, place, sourcePath } of found) {
    if (place !== undefined) places.set(path, place);
    if (sourcePath !== undefined) outside.set(path, sourcePath);
  }
  useSources.setState({ found: places, outside });
  // What is not in the places of then may be in one that came meanwhile.
  const isNew = useSources.getState().added !== added;
  engine.give(found.filter(({ text }) => text !== undefined || !isNew));
  askAgain('source');
}

async function findText(path: string): Promise<GivenText & { readonly place?: string; readonly sourcePath?: string }> {
  const { given, server } = useSources.getState();
  try {
    for (const place of given) {
      const found = await place.find(path);
      if (found !== undefined) return { path, ...found };
    }
    const { text, sourcePath } = (await server?.(path)) ?? {};
    if (text !== undefined) return { path, text, place: 'this machine' };
    return { path, text, ...(sourcePath !== undefined && { sourcePath }) };
  } catch (error) {
    complain(`${path}: ${messageOf(error)}`);
    return { path, text: undefined };
  }
}

/** Bytes of a file that is still read as source. */
const MOST_BYTES = 16 << 20;

async function textOf({ path, read }: FileInFolder): Promise<string> {
  const content = await read();
  if (content instanceof Uint8Array) return decodeText(content);
  if (content.size > MOST_BYTES) throw new Error(`${path} is too large for source.`);
  return decodeText(new Uint8Array(await content.arrayBuffer()));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
