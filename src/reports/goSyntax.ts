/** What a piece of Go source is. */
export type Ink = 'plain' | 'keyword' | 'text' | 'number' | 'comment';

export interface Token {
  readonly ink: Ink;
  readonly text: string;
}

/** What a line begins in. */
export const LineStart = { code: 0, comment: 1, rawString: 2 } as const;
export type LineStart = (typeof LineStart)[keyof typeof LineStart];

/**
 * A line's pieces, and what the next line begins in. Of the language no more is known than how comments, texts, numbers
 * and words are written. Source: The Go Programming Language Specification, "Lexical elements".
 */
export function goTokens(line: string, start: LineStart): { readonly tokens: readonly Token[]; readonly end: LineStart } {
  const tokens: Token[] = [];
  const add = (ink: Ink, from: number, to: number) => {
    const last = tokens.at(-1);
    if (last?.ink === ink) tokens[tokens.length - 1] = { ink, text: last.text + line.slice(from, to) };
    else if (to > from) tokens.push({ ink, text: line.slice(from, to) });
  };
  let at = 0;
  let inside: LineStart = start;
  while (at < line.length || inside !== LineStart.code) {
    if (inside !== LineStart.code) {
      const [ink, close] = inside === LineStart.comment ? (['comment', '*/'] as const) : (['text', '`'] as const);
      const end = line.indexOf(close, at);
      add(ink, at, end < 0 ? line.length : end + close.length);
      if (end < 0) return { tokens, end: inside };
      at = end + close.length;
      inside = LineStart.code;
      continue;
    }
    PIECE.lastIndex = at;
    const [piece = line[at]] = PIECE.exec(line) ?? [];
    if (piece === '/*') inside = LineStart.comment;
    else if (piece === '`') inside = LineStart.rawString;
    add(inkOf(piece), at, at + piece.length);
    at += piece.length;
  }
  return { tokens, end: inside };
}

/** What each line of a file begins in. */
export function lineStarts(lines: readonly string[]): Uint8Array {
  const starts = new Uint8Array(lines.length);
  let start: LineStart = LineStart.code;
  for (const [row, line] of lines.entries()) {
    starts[row] = start;
    // Most lines have nothing that could reach into the next.
    if (start !== LineStart.code || line.includes('/*') || line.includes('`')) start = goTokens(line, start).end;
  }
  return starts;
}

/** One piece of code: a comment or the beginning of one, a text or the beginning of a raw one, a number, a word, or what is none of these. */
const PIECE = /\/\/.*|\/\*|`|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\.?\d(?:[eEpP][+-]|[\w.])*|[\p{L}_][\p{L}\p{Nd}_]*|[^\p{L}_\d"'`/]+|./suy;

function inkOf(piece: string): Ink {
  if (piece.startsWith('//') || piece === '/*') return 'comment';
  if (/^["'`]/.test(piece)) return 'text';
  if (/^\.?\d/.test(piece)) return 'number';
  return KEYWORDS.has(piece) ? 'keyword' : 'plain';
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var true false nil iota'.split(' '),
);
