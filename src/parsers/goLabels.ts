import type { LabelParts } from '#model/builder.ts';

/** `"key": "value", other: plain`: pairs as Go prints them, quoted where they need it. Stops where something else stands. */
export function goLabels(text: string): LabelParts[] {
  const labels: LabelParts[] = [];
  const pair = /\s*("(?:[^"\\]|\\.)*"|[^"\s,:]+):\s*("(?:[^"\\]|\\.)*"|[^",]*)(?:,|$)/sy;
  for (let match = pair.exec(text); match !== null; match = pair.exec(text)) {
    labels.push({ key: unquoted(match[1]), text: unquoted(match[2]) });
    if (pair.lastIndex >= text.length) break;
  }
  return labels;
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** What a string literal of Go stands for; anything else is itself. */
function unquoted(text: string): string {
  if (!text.startsWith('"')) return text.trim();
  const escape = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))/gs;
  return text.slice(1, -1).replace(escape, (_, byte?: string, four?: string, eight?: string, octal?: string, other?: string) => {
    if (byte !== undefined) return byteOf(Number.parseInt(byte, 16));
    if (octal !== undefined) return byteOf(Number.parseInt(octal, 8));
    const code = Number.parseInt(four ?? eight ?? '', 16);
    if (!Number.isNaN(code)) return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
    return ESCAPES[other ?? ''] ?? other ?? '';
  });
}

/** Go escapes bytes that are no UTF-8, which stand here as everywhere (`#model/text.ts`). */
function byteOf(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}
