import { closeSync, mkdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { baseName } from '#model/names.ts';
import type { Profile } from '#model/profile.ts';
import { encodePprof } from '#writers/pprof.ts';
import { messageOf } from './message.ts';
import { newFile } from './output.ts';

/**
 * Keeps a profile that was fetched, where pprof keeps it and under the same name. A disk that is full is no reason not to
 * show it: that is told.
 *
 * Rules: github.com/google/pprof, internal/driver/fetch.go (fetchProfiles, setTmpDir).
 * @param bytes as the program sent them; undefined where the profile is of several, or was changed
 * @returns where it is; undefined where it could not be kept
 */
export function saveFetched(profile: Profile, bytes: Uint8Array | undefined, say: (text: string) => void): string | undefined {
  try {
    const { path, descriptor } = newFile(saveFolder(say), `${fileStem(profile)}.`, '.pb.gz', PRIVATE);
    try {
      const whole = bytes ?? gzipSync(Buffer.concat([...encodePprof(profile)]));
      for (let at = 0; at < whole.length; ) at += writeSync(descriptor, whole, at);
    } finally {
      closeSync(descriptor);
    }
    say(`Saved profile in ${path}`);
    return path;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(`Could not save profile: ${messageOf(error)}`);
    return undefined;
  }
}

/** Nobody else's to read: a profile tells of a program's inside. */
const PRIVATE = 0o600;

/** @throws Error where none can be made */
function saveFolder(say: (text: string) => void): string {
  const home = process.env[process.platform === 'win32' ? 'USERPROFILE' : 'HOME'];
  const folders = [process.env.PPROF_TMPDIR ?? '', home === undefined || home === '' ? '' : join(home, 'pprof'), tmpdir()];
  for (const folder of folders.filter((folder) => folder !== '')) {
    try {
      mkdirSync(folder, { recursive: true });
      return folder;
    } catch (error) {
      say(`Could not use temp dir ${folder}: ${messageOf(error)}`);
    }
  }
  throw new Error('failed to identify temp dir');
}

/** Characters that are not for a file's name. */
const UNFIT = process.platform === 'win32' ? /[/\\:*?"<>|\p{C}]/gu : /[/\p{C}]/gu;

/** Bytes of a name: file systems take some more. */
const LONGEST = 200;

/** `pprof.parcels.samples.cpu`: the program and the sample types. A program may call them what it likes; a file's name is not made of everything. */
export function fileStem({ mappings, strings, sampleTypes }: Profile): string {
  const program = mappings.count === 0 ? '' : baseName(strings[mappings.file[0]] || '.');
  const parts = ['pprof', ...(program === '.' || program === '' ? [] : [program]), ...sampleTypes.map(({ type }) => type)];
  const stem = parts.map((part) => part.replace(UNFIT, '_')).join('.');
  return Buffer.from(stem).subarray(0, LONGEST).toString().replace(/\ufffd+$/, '');
}
