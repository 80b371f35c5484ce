import type { Answers } from '#model/live.ts';
import { decodeText } from '#model/text.ts';
import { lookOf } from '#parsers/look.ts';
import { ParseError } from '#parsers/parseError.ts';
import { parseCharts } from './charts.ts';
import { parseIndex } from './pprofIndex.ts';
import { parseSymbols } from './symbols.ts';
import { parseVars } from './vars.ts';

/**
 * What is made of a program's answer that is no profile.
 * @param url what was asked
 * @throws ParseError when it is not what was asked for
 */
export function readAnswer(kind: keyof Answers, bytes: Uint8Array, url: URL): Answers[keyof Answers] {
  const text = new TextDecoder().decode(bytes);
  switch (kind) {
    case 'index':
      return parseIndex(text, url);
    case 'cmdline':
      return parseCmdline(text, bytes);
    case 'vars':
      return parseVars(text);
    case 'charts':
      return parseCharts(text);
    case 'symbols':
      return parseSymbols(decodeText(bytes));
  }
}

/** Arguments with NUL between them. Source: go/src/net/http/pprof/pprof.go (Cmdline). */
function parseCmdline(text: string, bytes: Uint8Array): string[] {
  if (/^\s*[<{[]/.test(text)) throw new ParseError(lookOf(bytes) ?? 'this is no command line');
  return text.split('\0');
}
