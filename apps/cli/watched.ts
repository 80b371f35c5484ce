import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Watch, WatchedFile } from '#server/files.ts';

/** Files of a folder that are looked at, the newest. */
const MOST = 500;

/** How names of profiles end, or that they have no ending. */
const PROFILE = /^[^.][^.]*$|\.(pb|gz|pprof|prof|profile|out|txt|folded|collapsed|cpuprofile|heapprofile|json|trace)$/i;

/** Looks for files, and for profiles that stand in folders; what is gone is left out. */
export function watching(files: readonly string[], folders: readonly string[]): Watch {
  return async () => {
    const found = await Promise.all([...files.map(watchedFile), ...folders.map(profilesIn)]);
    return found.flat();
  };
}

/** The profiles of a folder, the newest first. */
export async function profilesIn(folder: string): Promise<readonly WatchedFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.') && PROFILE.test(entry.name)).map(({ name }) => name);
  const files = (await Promise.all(names.map((name) => watchedFile(join(folder, name))))).flat();
  return files.toSorted((a, b) => b.time - a.time).slice(0, MOST);
}

/** None where there is no such file. */
async function watchedFile(path: string): Promise<readonly WatchedFile[]> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() === true ? [{ name: basename(path), path, size: stats.size, time: stats.mtimeMs }] : [];
}

export async function isFolder(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isDirectory() === true;
}
