import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { subjectOf } from '#engine/subject.ts';
import { opened } from '#filters/opened.ts';
import { encodeText } from '#model/text.ts';
import type { Profile } from '#model/profile.ts';
import { isGzip, sizeHint } from '#parsers/gunzip.ts';
import { Intake } from '#parsers/intake.ts';
import { ParseError } from '#parsers/parseError.ts';
import { callGraphReport } from '#reports/callgraph.ts';
import { dotText } from '#reports/dot.ts';
import type { Subject } from '#reports/subject.ts';
import { topReport, topText } from '#reports/top.ts';
import type { Command, ReportName } from './flags.ts';

/** What a report prints, in bytes, and what there is to say beside it. */
export interface Printed {
  readonly bytes: Uint8Array;
  readonly notes: readonly string[];
}

/**
 * Makes the report that the command asks for.
 * @throws SourceError, QuestionError
 */
export async function printReport(command: Command, report: ReportName, source: string): Promise<Printed> {
  const profile = opened(await readProfile(source, command.symbols), command.allFrames);
  const { subject, notes } = subjectOf(profile, command.options);
  const text = [...TEXTS[report](subject, command)].join('');
  return { bytes: encodeText(text), notes: [...command.notes, ...notes] };
}

const TEXTS: Record<ReportName, (subject: Subject, command: Command) => Generator<string>> = {
  top: (subject, { options }) => topText(topReport(subject, options)),
  dot: (subject, { options }) => dotText(callGraphReport(subject, options)),
};

/** A file that cannot be opened, and why. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

async function readProfile(path: string, symbols: boolean): Promise<Profile> {
  try {
    return (await filled(path)).finish({ symbols });
  } catch (error) {
    if (error instanceof ParseError) throw new SourceError(`${path}: ${error.message}`);
    if (error instanceof Error && 'code' in error) throw new SourceError(`${path}: ${reasonOf(error)}`);
    throw error;
  }
}

function reasonOf(error: Error & { readonly code?: unknown }): string {
  if (error.code === 'ENOENT') return 'no such file or directory';
  return String(error.code).startsWith('Z_') ? `gzip: ${error.message}` : error.message;
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
    for await (const piece of gzipped ? compose(bytes, gunzip) : bytes) intake.push(piece);
    // zlib passes over what follows the last member; to Go it is an error.
    if (gzipped && gunzip.bytesWritten < size) throw new ParseError(`gzip: bytes that are no gzip stand behind its end (at byte ${gunzip.bytesWritten})`, { final: true });
    return intake;
  } finally {
    await file.close();
  }
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
