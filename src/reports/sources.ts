import { encodeText } from '#model/text.ts';

/**
 * Where the text of source files comes from; asked by the path that the report shows. The command reads the disk, the
 * page what it was given. Reports ask often, so it answers from memory what it was asked before.
 */
export type Sources = (path: string) => SourceText;

/** The lines of a file, or why there are none, as a sentence. */
export type SourceText = { readonly lines: readonly string[] } | { readonly error: string };

/** Bytes of a line that pprof still reads; what follows a longer one is not there to it. Source: Go, bufio.MaxScanTokenSize. */
const LINE_LIMIT = 1 << 16;

/** The lines of a text as Go's bufio.Scanner finds them: without their ends, "\n" or "\r\n", and no empty one behind the last. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const end = lines.findIndex((line) => line.length * 3 >= LINE_LIMIT && encodeText(line).length >= LINE_LIMIT);
  if (end >= 0) lines.length = end;
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

/** Line `line` of a file, counted from 1; undefined where there is none. */
export function lineAt(source: SourceText, line: number): string | undefined {
  return 'lines' in source ? source.lines[line - 1] : undefined;
}
