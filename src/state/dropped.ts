import { isSourceFile } from '#model/sourceFiles.ts';
import type { FileInFolder } from './sources.ts';
import { addFiles, addFolder, addZip } from './sources.ts';

/** Files that are no profiles but the source that profiles speak of. */
export function isSource(file: File): boolean {
  return isSourceFile(file.name) || /\.zip$/i.test(file.name);
}

/** Takes zips, and single source files. */
export async function openSources(files: readonly File[]): Promise<void> {
  const zips = files.filter(({ name }) => /\.zip$/i.test(name));
  addFiles(files.filter((file) => !zips.includes(file)));
  for (const zip of zips) await addZip(zip);
}

/** Files of a folder that are looked at; a larger one is not what was meant. */
const MOST_FILES = 200_000;

/** Takes the source files of a folder that was dropped. */
export async function openFolder(folder: FileSystemDirectoryEntry): Promise<void> {
  const files: FileInFolder[] = [];
  const open = [folder];
  for (let next = open.pop(); next !== undefined && files.length < MOST_FILES; next = open.pop()) {
    for (const entry of await entriesOf(next)) {
      if (isFolder(entry)) open.push(entry);
      else if (isFile(entry) && isSourceFile(entry.name)) files.push({ path: entry.fullPath.replace(/^\//, ''), read: () => new Promise((resolve, reject) => entry.file(resolve, reject)) });
    }
  }
  addFolder(folder.name, files);
}

/** A browser hands out a folder's entries in parts. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return entries;
    entries.push(...part);
  }
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
