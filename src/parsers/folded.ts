import { ProfileBuilder } from '#model/builder.ts';
import type { Profile } from '#model/profile.ts';
import type { Format } from './formats.ts';
import { int64Of } from './legacyText.ts';
import { headLines, isBlankOrComment, linesOf, quote } from './lines.ts';
import { ParseError } from './parseError.ts';

/** `main;work;sort 10`: callers first, one stack a line, as flame graph scripts fold them. */
export const folded: Format = {
  name: 'file of folded stacks',
  beyondPprof: true,
  recognises: (bytes) => {
    const lines = headLines(bytes).filter((line) => !isBlankOrComment(line));
    return lines.length > 0 && lines.every((line) => splitLine(line) !== undefined) && lines.some(hasStack);
  },
  parse: (bytes) => parseFolded(linesOf(bytes)),
};

/** Prose may end in a number too. */
function hasStack(line: string): boolean {
  return line.includes(';') || /^\s*\S+\s+-?\d+\s*$/.test(line);
}

/** The stack, which may be empty, and the count behind it. */
function splitLine(line: string): { readonly stack: string; readonly count: string } | undefined {
  const text = line.trim();
  const count = /(?<!\S)-?\d+$/.exec(text.slice(-21))?.[0];
  return count === undefined ? undefined : { stack: text.slice(0, -count.length).trim(), count };
}

function parseFolded(lines: Iterable<string>): Profile {
  const type = { type: 'samples', unit: 'count' };
  const builder = new ProfileBuilder('folded stacks', [type]);
  const rows = new Map<string, number>();
  const locate = (name: string): number => {
    let row = rows.get(name);
    if (row === undefined) rows.set(name, (row = builder.location({ lines: [{ fn: builder.fn({ name }) }] })));
    return row;
  };
  let number = 0;
  for (const line of lines) {
    number++;
    if (isBlankOrComment(line)) continue;
    const split = splitLine(line);
    if (split === undefined) throw new ParseError(`line ${number} of these folded stacks has no count at its end: ${quote(line)}`);
    const { stack, count } = split;
    builder.sample(stack === '' ? [] : stack.split(';').reverse().map(locate), [int64Of(count, line)]);
  }
  return builder.finish({ periodType: type, period: 1n });
}

/** A profile of folded stacks as they are written in a test, indented as one likes. */
export function profileOf(text: string): Profile {
  return parseFolded(text.split('\n'));
}
