import { isSource, openFolder, openSources } from '#state/dropped.ts';
import { setView } from '#state/options.ts';
import { openFiles } from '#state/session.ts';

/** Opens profiles, and takes source files and zips for what the profiles speak of. */
export function openDropped(files: readonly File[]): void {
  const sources = files.filter(isSource);
  if (sources.length > 0) show(openSources(sources));
  openFiles(files.filter((file) => !sources.includes(file)));
}

/** A folder is one of sources. */
export function openDroppedFolder(folder: FileSystemDirectoryEntry): void {
  show(openFolder(folder));
}

/** What came of it is told where sources are read. */
function show(opened: Promise<void>): void {
  void opened.then(() => setView('source'));
}
