import { narrow } from '#model/int64.ts';
import type { Profile } from '#model/profile.ts';
import { profileOfAddresses, type PlacedSample } from './addressProfile.ts';
import type { Format, ParseOptions } from './formats.ts';
import { commentsFrom, labelsIn, StackReader } from './goComments.ts';
import { legacyFrames } from './legacyFrames.ts';
import { addressesOf, callBefore, integerOf, legacyLines } from './legacyText.ts';
import { headLines, isBlankOrComment, quote } from './lines.ts';
import { mapSection } from './memoryMap.ts';
import { ParseError } from './parseError.ts';

/**
 * `goroutine profile: total 12` and its like: what Go serves with debug=1 for goroutine, threadcreate, goroutineleak and
 * custom profiles. Source: github.com/google/pprof, profile/legacy_profile.go (parseGoCount).
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

function parseCount(bytes: Uint8Array, { symbols }: ParseOptions): Profile {
  const lines = legacyLines(bytes);
  const header = headerOf(lines);
  if (header === undefined) throw new ParseError('a count profile without its first line');
  const stacks = new StackReader();
  const samples: PlacedSample[] = [];
  let at = header.at + 1;
  for (; at < lines.length && !lines[at].startsWith('---'); at++) {
    const line = lines[at];
    if (isBlankOrComment(line)) continue;
    const [, digits, stack] = /^(\d+) @((?: 0x[0-9a-f]+)*)$/.exec(line) ?? [];
    const count = integerOf(digits ?? '');
    // Go's threadcreate has a sample without a stack, which pprof takes for a mistake.
    if (count === undefined || (stack === '' && !symbols)) {
      throw new ParseError(`line ${at + 1} of this ${header.type} profile is no sample: ${quote(line)} (malformed profile format)`);
    }
    const comments = symbols ? commentsFrom(lines, at + 1) : [];
    const addresses = addressesOf(stack, line).map(callBefore);
    samples.push({ places: stacks.read(addresses, comments), values: [narrow(count)], labels: labelsIn(comments) });
  }
  const type = { type: header.type, unit: 'count' };
  return profileOfAddresses({
    format: `${header.type} text`,
    sampleTypes: [type],
    samples,
    map: mapSection(lines.slice(at)),
    parts: { periodType: type, period: 1n, ...legacyFrames([type]) },
  });
}
