import { ParseError } from '#parsers/parseError.ts';

/** Which address a line names. */
const NAMED = /^(0x[0-9a-f]{1,16})\s+(\S.*)$/i;
/** What other lines may say: that there are names, and that an address has none. */
const OTHER = /^(num_symbols:.*|0x[0-9a-f]+)$/i;

/**
 * The lines of a program's answer that name an address, and nothing else of it: `0x46a1b3 main.work`.
 *
 * Source: go/src/net/http/pprof/pprof.go (Symbol); github.com/google/pprof, internal/symbolz/symbolz.go, which reads no line
 * that does not end.
 * @throws ParseError when a line is of another form
 */
export function parseSymbols(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  if (!lines.every((line) => line === '' || NAMED.test(line) || OTHER.test(line))) throw new ParseError('the answer is no list of names of addresses');
  return lines.slice(0, -1).flatMap((line) => {
    const [, address, name] = NAMED.exec(line) ?? [];
    return address === undefined ? [] : [`${address} ${name}\n`];
  }).join('');
}
