/** A stretch of text as it stands, or one character that would not be seen or would lie about the rest, spelt out. */
export interface TextPiece {
  readonly text: string;
  readonly escaped: boolean;
}

/** Control, format (bidirectional, zero-width, tag) and separator characters, fillers, variation selectors, surrogates that stand alone, and what no XML may hold. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}\ufffe\uffff]|\p{Cs}/gu;
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
