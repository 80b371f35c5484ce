/** What a line is opened by. */
export function lineKey({ file, fn, line }: { readonly file: string; readonly fn: string; readonly line: number }): string {
  return `${line} ${file}\n${fn}`;
}
