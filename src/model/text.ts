/**
 * Text that may hold bytes that are no UTF-8. Names in profiles are bytes to Go, and are printed as they are; here such
 * a byte b (≥ 0x80) is the lone surrogate U+DC00 + b, which no valid text contains.
 */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ESCAPE = 0xdc00;

/** UTF-8 with each offending byte escaped. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return decodeWithEscapes(bytes);
  }
}

function decodeWithEscapes(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i);
    text += length === 0 ? String.fromCharCode(ESCAPE + bytes[i]) : utf8.decode(bytes.subarray(i, i + length));
    i += length || 1;
  }
  return text;
}

/** Bytes of the valid sequence that begins at i; 0 where none does. */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const first = bytes[i];
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || i + length > bytes.length) return 0;
  try {
    utf8.decode(bytes.subarray(i, i + length));
    return length;
  } catch {
    return 0;
  }
}

/** The bytes that `decodeText` read. */
export function encodeText(text: string): Uint8Array {
  const encoder = new TextEncoder();
  if (text.isWellFormed()) return encoder.encode(text);
  const parts: Uint8Array[] = [];
  for (const part of text.split(/([\udc80-\udcff])(?<![\ud800-\udbff].)/u)) {
    parts.push(/^[\udc80-\udcff]$/u.test(part) ? Uint8Array.of(part.charCodeAt(0) - ESCAPE) : encoder.encode(part));
  }
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Order of the bytes, as Go compares strings: like JavaScript's own but for what lies beyond the BMP and for escapes. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  if (!/[\ud800-\udfff]/.test(a) && !/[\ud800-\udfff]/.test(b)) return a < b ? -1 : 1;
  const left = encodeText(a);
  const right = encodeText(b);
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) if (left[i] !== right[i]) return left[i] - right[i];
  return left.length - right.length;
}

/** Characters as Go's %10s counts them: code points, an escaped byte being one. */
export function runeCount(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00 || (text.charCodeAt(i - 1) & 0xfc00) !== 0xd800) count++;
  return count;
}

/** `text` right-aligned in `width` characters. */
export function padLeft(text: string, width: number): string {
  const missing = width - runeCount(text);
  return missing > 0 ? ' '.repeat(missing) + text : text;
}

/** `text` left-aligned in `width` characters. */
export function padRight(text: string, width: number): string {
  const missing = width - runeCount(text);
  return missing > 0 ? text + ' '.repeat(missing) : text;
}
