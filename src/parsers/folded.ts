import { ProfileBuilder } from '#model/builder.ts';
import type { Profile } from '#model/profile.ts';
import { headLines, int64Of, isBlankOrComment, linesOf, quote } from './addressText.ts';
import type { Format } from './formats.ts';
import { ParseError } from './parseError.ts';

/** `main;work;sort 10`: callers first, one stack a line, as flame graph scripts fold them. */
export const folded: Format = {
  name: 'file of folded stacks',
  beyondPprof: true,
  recognises: (bytes) => {
    const lines = headLines(bytes);
    const whole = (bytes.length > lines.join('\n').length + 2 ? lines.slice(0, -1) : lines).filter((line) => !isBlankOrComment(line));
    return whole.length > 0 && whole.every((line) => STACK.test(line)) && whole.some((line) => line.includes(';'));
  },
  parse: parseFolded,
};

const STACK = /^\s*(\S.*?)\s+(-?\d+)\s*$/;

function parseFolded(bytes: Uint8Array): Profile {
  const type = { type: 'samples', unit: 'count' };
  const builder = new ProfileBuilder('folded stacks', [type]);
  const rows = new Map<string, number>();
  const locate = (name: string): number => {
    let row = rows.get(name);
    if (row === undefined) rows.set(name, (row = builder.location({ lines: [{ fn: builder.fn({ name }) }] })));
    return row;
  };
  linesOf(bytes).forEach((line, at) => {
    if (isBlankOrComment(line)) return;
    const [, stack, count] = STACK.exec(line) ?? [];
    if (stack === undefined) throw new ParseError(`line ${at + 1} of these folded stacks has no count at its end: ${quote(line)}`);
    builder.sample(stack.split(';').reverse().map(locate), [int64Of(count, line)]);
  });
  return builder.finish({ periodType: type, period: 1n });
}

/** A profile of folded stacks as they are written in a test, indented as one likes. */
export function profileOf(text: string): Profile {
  return parseFolded(new TextEncoder().encode(text.trim()));
}
