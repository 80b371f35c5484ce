/**
 * The output formats of the command, by pprof's names and ours: what their flags are and what they take. How each is
 * printed stands in `print.ts`, which is loaded when it is needed.
 */
export interface Format {
  readonly name: FormatName;
  /** Flags that mean the same. */
  readonly aliases?: readonly string[];
  /** It is asked for with a regexp: `-peek RE`. */
  readonly takesRegexp?: boolean;
  /** How a file of it ends where no name is given; such bytes are not for a terminal. */
  readonly extension?: string;
  readonly help: string;
}

export const FORMATS = [
  { name: 'top', aliases: ['text'], help: 'Entries in text form, the heaviest first' },
  { name: 'dot', help: 'The call graph in DOT' },
  { name: 'tree', help: 'Entries between their callers and callees' },
  { name: 'peek', takesRegexp: true, help: 'Entries that match, between their callers and callees' },
  { name: 'callgrind', extension: 'callgraph.out', help: 'The call graph for KCachegrind' },
  { name: 'list', takesRegexp: true, help: 'The source of functions that match, with what each line costs' },
  { name: 'weblist', takesRegexp: true, extension: 'html', help: 'The same as a page, with inlined calls and instructions below the lines' },
  { name: 'disasm', takesRegexp: true, help: 'The instructions of functions that match, with what each costs; needs objdump and nm' },
  { name: 'svg', extension: 'svg', help: 'The call graph as a page of SVG, to be moved and zoomed' },
  { name: 'png', extension: 'png', help: 'The call graph as an image' },
  { name: 'pdf', extension: 'pdf', help: 'The call graph as a document' },
  { name: 'flamegraph', extension: 'html', help: 'The flame graph as a page of its own' },
  { name: 'folded', help: 'Folded stacks, as flame graph scripts read them: a;b;c 12' },
  { name: 'json', help: 'The entries of -top as JSON' },
  { name: 'csv', help: 'The entries of -top as comma-separated values' },
  { name: 'markdown', help: 'The entries of -top as a table for a ticket' },
  { name: 'raw', help: 'The tables of the profile as text' },
  { name: 'traces', help: 'All samples with their stacks' },
  { name: 'tags', help: 'All labels, with what their samples add up to' },
  { name: 'goroutines', help: 'Goroutines of one state and stack as one, the most frequent first' },
  { name: 'comments', help: 'The comments of the profile' },
  { name: 'proto', extension: 'pb.gz', help: 'The profile, as filters leave it, in compressed protobuf' },
  { name: 'topproto', extension: 'pb.gz', help: 'The entries of top as a profile, in compressed protobuf' },
] as const satisfies readonly { readonly name: string; readonly aliases?: readonly string[]; readonly takesRegexp?: boolean; readonly extension?: string; readonly help: string }[];

export type FormatName = (typeof FORMATS)[number]['name'];

/** Flag to format. */
export const FORMAT_FLAGS: ReadonlyMap<string, Format> = new Map(
  (FORMATS as readonly Format[]).flatMap((format) => [format.name, ...(format.aliases ?? [])].map((flag) => [flag, format] as const)),
);

/** pprof's formats that are not here, and what serves instead. */
export const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['gif', '-gif is not written; -png is the same picture'],
  ['ps', '-ps is not written; -pdf is the same picture'],
  ['eog', '-eog starts another program; -web shows the graph in the browser, and -svg -output=FILE writes what eog opens'],
  ['evince', '-evince starts another program; -web shows the graph in the browser, and -pdf -output=FILE writes what evince opens'],
  ['gv', '-gv starts another program; -web shows the graph in the browser, and -pdf -output=FILE writes it for any viewer'],
  ['kcachegrind', '-kcachegrind starts another program; -callgrind -output=FILE writes what it opens'],
]);
