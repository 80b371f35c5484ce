import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { baseName } from '#model/names.ts';
import type { Profile } from '#model/profile.ts';
import { BinaryError, type MappedFile } from '#reports/binaries.ts';
import { elfAt } from './binutils.ts';

/**
 * The profile with the binaries that stand in the folders of $PPROF_BINARY_PATH, or in ~/pprof/binaries, for those that it
 * names. A binary with another build ID is another one.
 *
 * Rules: github.com/google/pprof, internal/driver/fetch.go (locateBinaries).
 * @param say takes a sentence for each binary that is another one
 */
export function withLocalBinaries(profile: Profile, say: (note: string) => void): Profile {
  const folders = binaryFolders();
  if (folders.length === 0) return profile;
  const { mappings, strings } = profile;
  const files = Array.from({ length: mappings.count }, (_, row) => {
    const mapping = { file: strings[mappings.file[row]], start: mappings.start[row], limit: mappings.limit[row], offset: mappings.offset[row] };
    return binaryFor(mapping, strings[mappings.buildId[row]], folders, say);
  });
  if (files.every((file) => file === undefined)) return profile;
  const file = mappings.file.map((before, row) => (files[row] === undefined ? before : strings.length + row));
  return { ...profile, strings: [...strings, ...files.map((name) => name ?? '')], mappings: { ...mappings, file } };
}

/** The same for one mapping; undefined where there is none. */
export function localBinary(mapping: MappedFile, buildId: string): string | undefined {
  return binaryFor(mapping, buildId, binaryFolders(), () => {});
}

function binaryFolders(): string[] {
  const search = process.env.PPROF_BINARY_PATH || join(homedir(), 'pprof', 'binaries');
  return search.split(delimiter).filter((folder) => existsSync(folder === '' ? '.' : folder));
}

function binaryFor(mapping: MappedFile, buildId: string, folders: readonly string[], say: (note: string) => void): string | undefined {
  for (const file of folders.flatMap((folder) => places(folder, mapping.file, buildId))) {
    const found = buildIdAt({ ...mapping, file });
    if (found === undefined) continue;
    if (buildId === '' || buildId === found) return file;
    say(`Ignoring local file ${file}: build-id mismatch (${buildId} != ${found})`);
  }
  return undefined;
}

/** Where pprof's own store, perf, LLVM and GDB keep a binary. */
function places(folder: string, file: string, buildId: string): string[] {
  const name = file === '' ? '' : baseName(file);
  const byId = buildId === '' ? [] : [join(folder, buildId, name), ...filesIn(join(folder, buildId)), join(folder, file, buildId)];
  const ofLlvm = buildId.length < 2 ? [] : [join(folder, buildId.slice(0, 2), `${buildId.slice(2)}.debug`)];
  const byName = file === '' ? [] : [join(folder, name), join(folder, file), join(folder, `${file}.debug`), join(folder, dirname(file), '.debug', `${name}.debug`), join(folder, 'usr/lib/debug', dirname(file), `${name}.debug`)];
  return [...byId, ...ofLlvm, ...byName];
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort().map((name) => join(folder, name)) : [];
}

/** Undefined where there is no such binary; empty where it has none. */
function buildIdAt(mapping: MappedFile): string | undefined {
  try {
    return elfAt(mapping).buildId;
  } catch (error) {
    if (error instanceof BinaryError) return undefined;
    throw error;
  }
}
