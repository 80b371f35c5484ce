import type { Profile } from '#model/profile.ts';
import { addressesOf, commentsFrom, goLabels, headLines, int64Of, isBlankOrComment, linesOf, profileOfText, quote, type TextSample } from './addressText.ts';
import type { Format, ParseOptions } from './formats.ts';
import { legacyFrames } from './legacyFrames.ts';
import { ParseError } from './parseError.ts';

/**
 * `goroutine profile: total 12` and its like: what Go serves with debug=1 for goroutine, threadcreate, goroutineleak and
 * custom profiles. Source: github.com/google/pprof, profile/legacy_profile.go (parseGoCount); the comments: Go,
 * runtime/pprof.
 */
export const countText: Format = {
  name: 'count text',
  recognises: (bytes) => headerOf(headLines(bytes)) !== undefined,
  parse: parseCount,
};

function headerOf(lines: readonly string[]): { readonly type: string; readonly at: number } | undefined {
  const at = lines.findIndex((line) => !isBlankOrComment(line));
  const type = /^(\S+) profile: total \d+$/.exec(lines[at] ?? '')?.[1];
  return type === undefined ? undefined : { type, at };
}

function parseCount(bytes: Uint8Array, options: ParseOptions): Profile {
  const lines = linesOf(bytes);
  const header = headerOf(lines);
  if (header === undefined) throw new ParseError('a count profile without its first line');
  const samples: TextSample[] = [];
  let at = header.at + 1;
  for (; at < lines.length && !lines[at].startsWith('---'); at++) {
    const line = lines[at];
    if (isBlankOrComment(line)) continue;
    const [, count, addresses] = /^(\d+) @((?: 0x[0-9a-f]+)*)$/.exec(line) ?? [];
    // Go's threadcreate has a sample without a stack, which pprof takes for a mistake.
    if (count === undefined || (addresses === '' && !options.symbols)) {
      throw new ParseError(`line ${at + 1} of this ${header.type} profile is no sample: ${quote(line)} (malformed profile format)`);
    }
    const comments = commentsFrom(lines, at + 1);
    samples.push({ addresses: addressesOf(addresses, line), values: [int64Of(count, line)], comments, labels: options.symbols ? labelsOf(comments) : [] });
  }
  const type = { type: header.type, unit: 'count' };
  return profileOfText(`${header.type} text`, [type], samples, lines.slice(at), { periodType: type, period: 1n, ...legacyFrames([type]) }, options);
}

function labelsOf(comments: readonly string[]) {
  const text = comments.find((comment) => comment.startsWith('# labels: '));
  return text === undefined ? [] : (goLabels(text.slice('# labels: '.length)) ?? []);
}
