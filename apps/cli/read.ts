import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { opened } from '#filters/opened.ts';
import type { Profile } from '#model/profile.ts';
import { gzipError, isGzip, sizeHint } from '#parsers/gunzip.ts';
import { Intake } from '#parsers/intake.ts';
import { ParseError } from '#parsers/parseError.ts';
import type { Command } from './flags.ts';
import { withLocalBinaries } from './locate.ts';

/** A file that cannot be opened, and why. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

/** What the command's sources hold, merged, and what there is to say about them. */
export interface Sources {
  readonly profile: Profile;
  readonly notes: readonly string[];
}

/** Reads one file; see `readProfile`. */
export type Read = typeof readProfile;

/**
 * Reads the files of a command. One of several that cannot be read is told and left out.
 * @param readOne for whoever has them read already
 * @throws SourceError when there is nothing to report on
 */
export async function readSources({ sources, bases, isDifference, options, symbols, allFrames, addComment, buildId }: Command, readOne: Read = readProfile): Promise<Sources> {
  const notes: string[] = [];
  const program = sources.length > 1 && (await isProgram(sources[0])) ? sources[0] : '';
  const readAll = (paths: readonly string[], what: string) => readEach(paths, what, symbols, notes, readOne);
  const read = { sources: await readAll(program === '' ? sources : sources.slice(1), 'source'), bases: await readAll(bases, 'base') };
  const located = { sources: read.sources.map((profile) => withLocalBinaries(profile, notes)), bases: read.bases.map((profile) => withLocalBinaries(profile, notes)) };
  const profile = opened({ ...located, isDifference, normalize: options.normalize }, { allFrames, addComment, buildId, program });
  return { profile, notes };
}

/** How files begin that can be run: ELF, Mach-O in its orders and widths, and PE. */
const PROGRAMS = ['7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe', '4d5a'];

async function isProgram(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    const head = Buffer.from(await part(file, 0).finally(() => file.close())).toString('hex');
    return PROGRAMS.some((magic) => head.startsWith(magic));
  } catch {
    return false;
  }
}

async function readEach(paths: readonly string[], what: string, symbols: boolean, notes: string[], readOne: Read): Promise<Profile[]> {
  if (paths.length === 1) return [await readOne(paths[0], symbols)];
  const profiles: Profile[] = [];
  for (const path of paths) {
    try {
      profiles.push(await readOne(path, symbols));
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      notes.push(error.message);
    }
  }
  if (profiles.length === 0 && paths.length > 0) throw new SourceError(`none of the ${what} profiles can be read: ${notes.join('; ')}`);
  if (profiles.length < paths.length) notes.push(`Fetched ${profiles.length} ${what} profiles out of ${paths.length}`);
  return profiles;
}

/**
 * Reads one file.
 * @param symbols read what pprof does not: symbols in comments, and forms that it does not know
 * @throws SourceError
 */
export async function readProfile(path: string, symbols: boolean): Promise<Profile> {
  try {
    return (await filled(path)).finish({ symbols });
  } catch (error) {
    if (error instanceof ParseError) throw new SourceError(`${path}: ${error.message}`);
    if (error instanceof Error && 'code' in error) throw new SourceError(`${path}: ${error.code === 'ENOENT' ? 'no such file or directory' : error.message}`);
    throw error;
  }
}

/** Bytes that are inflated at a time, and how many of these pieces may wait to be decoded. */
const PIECE = 1 << 20;
const WAITING = 4;

/** Decodes while node's zlib inflates in a thread of its own. */
async function filled(path: string): Promise<Intake> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const [head, tail] = [await part(file, 0), await part(file, Math.max(0, size - ENDS))];
    const gzipped = isGzip(head);
    const intake = new Intake(gzipped ? sizeHint(tail) : size, size);
    const bytes = file.createReadStream({ start: 0, highWaterMark: PIECE, autoClose: false });
    // A stream's option, which zlib hands on though its types do not say so.
    const waiting = { readableHighWaterMark: WAITING * PIECE };
    const gunzip = createGunzip({ chunkSize: PIECE, ...waiting });
    try {
      for await (const piece of gzipped ? compose(bytes, gunzip) : bytes) intake.push(piece);
    } catch (error) {
      throw isZlibError(error) ? gzipError(error.message, gunzip.bytesWritten) : error;
    }
    // zlib passes over what follows the last member; to Go it is an error.
    if (gzipped && gunzip.bytesWritten < size) throw gzipError('trailing', gunzip.bytesWritten);
    return intake;
  } finally {
    await file.close();
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

/** Bytes looked at, at either end of a file. */
const ENDS = 20;

async function part(file: FileHandle, position: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(ENDS), 0, ENDS, position);
  return buffer.subarray(0, bytesRead);
}

function compose(bytes: Readable, gunzip: Gunzip): Gunzip {
  bytes.on('error', (error) => gunzip.destroy(error));
  return bytes.pipe(gunzip);
}
