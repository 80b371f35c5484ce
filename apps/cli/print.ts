import { Recent } from '#engine/recent.ts';
import { narrow, narrowingKey, subjectIn, type Narrowed } from '#engine/subject.ts';
import { profileBytes, TEXTS } from '#engine/texts.ts';
import { labelUnits } from '#model/labelUnits.ts';
import { compilePattern, type Pattern } from '#model/pattern.ts';
import type { Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import type { Binaries } from '#reports/binaries.ts';
import { callgrindText } from '#reports/callgrind.ts';
import { disasmReport, disasmText } from '#reports/disasm.ts';
import { flameFile } from '#reports/flameFile.ts';
import { listReport, listText } from '#reports/list.ts';
import type { Sources } from '#reports/sources.ts';
import type { Subject } from '#reports/subject.ts';
import { topProfile } from '#reports/topProfile.ts';
import { peekReport, treeText } from '#reports/tree.ts';
import { webListReport } from '#reports/weblist.ts';
import { webListPage } from '#reports/weblistPage.ts';
import { encodePprof } from '#writers/pprof.ts';
import { binutils } from './binutils.ts';
import type { Command, Report } from './flags.ts';
import type { FormatName } from './formats.ts';
import { gzipped } from './gzip.ts';
import { readSources, type Reading } from './read.ts';
import { sourcesOnDisk } from './sources.ts';

/** What a report prints, piece by piece, and what there is to say beside it. */
export interface Printed {
  readonly pieces: Pieces;
  readonly notes: readonly string[];
}

/** Text, or bytes. */
export type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** What a printer is asked. */
interface Asked {
  readonly subject: Subject;
  readonly options: Options;
  /** Of a format that takes one. */
  readonly regexp: Pattern;
  /** Finds source files. */
  readonly sources: Sources;
  /** Reads the binaries that were running. */
  readonly binaries: Binaries;
}

/**
 * Makes the report that the command asks for.
 * @param directory where it was typed
 * @throws SourceError, QuestionError; also while the pieces are taken
 */
export async function printReport(command: Command, report: Report, directory = process.cwd(), reading: Reading = {}): Promise<Printed> {
  const { profile, notes } = await readSources(command, reading);
  const printed = printerOf(profile, directory, binutils(command.tools))(report, command.options);
  return { pieces: printed.pieces, notes: [...command.notes, ...notes, ...printed.notes] };
}

/** @throws QuestionError; also while the pieces are taken */
export type Printer = (report: Report, options: Options) => Printed;

/** Makes reports on one profile. What filters left of it is kept a while, for others with the same filters. */
export function printerOf(profile: Profile, directory: string, binaries: Binaries): Printer {
  const kept = new Recent<Narrowed>(2);
  return ({ format, regexp }, options) => {
    const pattern = compilePattern('argument', regexp);
    const narrowed = kept.get(narrowingKey(options), () => narrow(profile, options));
    const pieces = PRINTERS[format]({ subject: subjectIn(narrowed, options), options, regexp: pattern, sources: sourcesOnDisk(options, directory), binaries });
    return { pieces, notes: [...labelUnits(profile).notes, ...narrowed.notes] };
  };
}

/** One line for each format. */
const PRINTERS: Record<FormatName, (asked: Asked) => Pieces> = {
  ...mapped(TEXTS, (text) => ({ subject, options }: Asked) => text(subject, options)),
  peek: ({ subject, options, regexp }) => treeText(peekReport(subject, options, regexp)),
  callgrind: ({ subject, options }) => callgrindText(subject, options),
  list: ({ subject, options, regexp, sources }) => listText(listReport(subject, options, regexp, sources)),
  weblist: ({ subject, options, regexp, ...needs }) => webListPage(webListReport(subject, options, regexp, needs)),
  disasm: ({ subject, options, regexp, binaries }) => disasmText(disasmReport(subject, options, regexp, binaries)),
  svg: ({ subject, options }) => later(async () => (await import('./picture.ts')).picture(subject, options, 'svg')),
  png: ({ subject, options }) => later(async () => (await import('./picture.ts')).picture(subject, options, 'png')),
  pdf: ({ subject, options }) => later(async () => (await import('./picture.ts')).picture(subject, options, 'pdf')),
  flamegraph: ({ subject, options }) => later(async () => (await import('#standalone/flamePage.ts')).flamePage(flameFile(subject, options))),
  proto: ({ subject, options }) => gzipped(profileBytes(subject, options)),
  topproto: ({ subject, options }) => gzipped(encodePprof(topProfile(subject, options))),
};

/** The same names with something else behind them. */
function mapped<Name extends string, From, To>(record: Readonly<Record<Name, From>>, to: (from: From) => To): Record<Name, To> {
  return Object.fromEntries(Object.entries<From>(record).map(([name, from]) => [name, to(from)])) as Record<Name, To>;
}

/** In one piece, by what no other format needs. */
async function* later(make: () => Promise<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  yield await make();
}
