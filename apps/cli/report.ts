import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { subjectOf } from '#engine/subject.ts';
import { opened } from '#filters/opened.ts';
import { LIMITS } from '#model/limits.ts';
import { encodeText } from '#model/text.ts';
import type { Profile } from '#model/profile.ts';
import { loadSync } from '#parsers/load.ts';
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
export function printReport(command: Command, report: ReportName, source: string): Printed {
  const profile = opened(readProfile(source), command.allFrames);
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

/** Symbols that pprof does not read, in the comments of text profiles, are not read here either: the output is pprof's. */
function readProfile(path: string): Profile {
  try {
    return loadSync(readFileSync(path), inflate, { symbols: false });
  } catch (error) {
    if (error instanceof ParseError) throw new SourceError(`${path}: ${error.message}`);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new SourceError(`${path}: no such file or directory`);
    throw error;
  }
}

function inflate(bytes: Uint8Array) {
  // The types do not know of `info`, which gives the engine and so what it read: bytes behind the last member are left.
  const options = { info: true, maxOutputLength: LIMITS.inflatedBytes } as object;
  const { buffer, engine } = gunzipSync(bytes, options) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
  return { inflated: buffer, read: engine.bytesWritten };
}
