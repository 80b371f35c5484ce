import { withoutInlines } from '#filters/noInlines.ts';
import { multiplied } from '#filters/scale.ts';
import type { Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { encodeText } from '#model/text.ts';
import { callGraphReport } from '#reports/callgraph.ts';
import { commentsText } from '#reports/comments.ts';
import { dotText } from '#reports/dot.ts';
import { foldedText } from '#reports/folded.ts';
import { allGoroutines, goroutinesReport, type GoroutinesAsked } from '#reports/goroutines.ts';
import { goroutinesText } from '#reports/goroutinesText.ts';
import { rawText } from '#reports/raw.ts';
import type { Subject } from '#reports/subject.ts';
import { tagsReport, tagsText } from '#reports/tagTotals.ts';
import { topReport, topText } from '#reports/top.ts';
import { topCsv, topJson, topMarkdown } from '#reports/topTable.ts';
import { tracesReport, tracesText } from '#reports/traces.ts';
import { treeReport, treeText } from '#reports/tree.ts';
import { encodePprof } from '#writers/pprof.ts';

/** What needs nothing but the profile to be written, by the names of the command's formats; piece by piece, as it may be long. */
export const TEXTS = {
  top: (subject, options) => topText(topReport(subject, options)),
  json: (subject, options) => topJson(topReport(subject, options)),
  csv: (subject, options) => topCsv(topReport(subject, options)),
  markdown: (subject, options) => topMarkdown(topReport(subject, options)),
  dot: (subject, options) => dotText(callGraphReport(subject, options)),
  tree: (subject, options) => treeText(treeReport(subject, options)),
  folded: (subject, options) => foldedText(subject, options),
  raw: (subject, options) => rawText(aggregated(subject, options)),
  traces: (subject, options) => tracesText(tracesReport(subject, options)),
  tags: (subject, options) => tagsText(tagsReport(subject, options)),
  goroutines: (subject, options) => goroutinesText(goroutinesReport(allGoroutines(subject, options), EVERY_GROUP, Number.POSITIVE_INFINITY)),
  comments: ({ profile }) => commentsText(profile),
} satisfies Record<string, (subject: Subject, options: Options) => Iterable<string>>;

const EVERY_GROUP: GoroutinesAsked = { states: [], matches: undefined, sort: { by: 'count', order: 'descending' }, open: 'all' };

/** The profile as filters leave it, in protobuf; not compressed. */
export function profileBytes(subject: Subject, options: Options): Iterable<Uint8Array> {
  return encodePprof(multiplied(aggregated(subject, options), subject.measure.ratio));
}

/** The tables as they are printed: by address, whatever granularity is asked. */
function aggregated({ profile }: Subject, { noInlines, showColumns }: Options): Profile {
  return noInlines ? withoutInlines(profile, showColumns) : profile;
}

/** Characters that are encoded in one go. */
const CHUNK = 1 << 20;
/** Chunks that become a blob, which a browser may keep on the disk. */
const CHUNKS = 16;

/** All pieces; a text in UTF-8, but for bytes that never were (`#model/text.ts`). */
export function blobOf(pieces: Iterable<string | Uint8Array>): Blob {
  const done: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let text = '';
  const flush = (least: number) => {
    if (text.length > least) {
      chunks.push(new Uint8Array(encodeText(text)));
      text = '';
    }
    if (chunks.length > CHUNKS) {
      done.push(new Blob(chunks));
      chunks = [];
    }
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    else {
      flush(0);
      chunks.push(new Uint8Array(piece));
    }
    flush(CHUNK);
  }
  flush(0);
  return new Blob([...done, ...chunks]);
}
