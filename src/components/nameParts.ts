/** A function's name in the order in which it may be cut when room is short: path first, then package, never the rest. */
export interface NameParts {
  readonly path: string;
  readonly package: string;
  readonly rest: string;
  /** What follows the name where nodes are lines or addresses: " file.go:12". */
  readonly place: string;
}

/** @param fn the function's name alone, where `name` has more than that */
export function nameParts(name: string, fn = name): NameParts {
  if (fn !== '' && name.length > fn.length && name.startsWith(fn)) return { ...nameParts(fn), place: name.slice(fn.length) };
  const end = pathEnd(name);
  const slash = name.lastIndexOf('/', end) + 1;
  const rest = name.slice(slash);
  const qualifier = isFile(name) ? 0 : qualifierLength(rest);
  return { path: name.slice(0, slash), package: rest.slice(0, qualifier), rest: rest.slice(qualifier), place: '' };
}

/** Slashes beyond a bracket belong to type arguments, and beyond a blank to a place. */
function pathEnd(name: string): number {
  const bracket = name.search(/[([<{ ]/);
  return bracket < 0 ? name.length : bracket;
}

function isFile(name: string): boolean {
  return name.startsWith('/') || /\.(go|s|c|cc|cpp|h|rs|py|java)$/.test(name);
}

/** `pkg.`, `com.example.` or `ns::` at the beginning of a name. */
function qualifierLength(rest: string): number {
  const head = rest.slice(0, pathEnd(rest));
  const colons = head.lastIndexOf('::');
  if (colons >= 0) return colons + 2;
  return head.indexOf('.', 1) + 1;
}

/** A stretch of text as it stands, or one character that would not be seen or would lie about the rest, spelt out. */
export interface TextPiece {
  readonly text: string;
  readonly escaped: boolean;
}

/** Control, format (bidirectional, zero-width, tag) and separator characters, fillers, variation selectors, and surrogates that stand alone. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]|\p{Cs}/gu;
/** So many marks on one letter climb over the neighbouring lines. */
const MARKS = /(\p{M}{3})\p{M}+/gu;

/** `text` cut into what can be drawn as it is and what is drawn as an escape. */
export function textPieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(UNSEEN)) {
    if (match.index > end) pieces.push({ text: plain(text.slice(end, match.index)), escaped: false });
    pieces.push({ text: escapeOf(match[0]), escaped: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: plain(text.slice(end)), escaped: false });
  return pieces;
}

/** `text` with escapes, where there is no room for marking them. */
export function visibleText(text: string): string {
  return textPieces(text).map((piece) => piece.text).join('');
}

function plain(text: string): string {
  return text.replace(MARKS, '$1…');
}

/** \n, \xff for a byte that is not UTF-8 (#model/text.ts), \u{202e} for the rest. */
function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
