import { expect, test } from 'vitest';
import { ProfileBuilder, type LineParts } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import { compilePattern } from '#model/pattern.ts';
import { listReport, listText } from './list.ts';
import type { Sources } from './sources.ts';
import { measureOf } from './subject.ts';

/** Twenty lines in each file of the shop. */
const shop: Sources = (path) => (path.startsWith('shop/') ? { lines: Array.from({ length: 20 }, (_, i) => `line ${i + 1}`) } : { error: `no ${path}` });

interface Frame {
  readonly name: string;
  readonly file?: string;
  readonly startLine?: number;
  readonly line: number;
}

/** Samples as stacks, leaf first. */
function listing(samples: readonly (readonly [readonly Frame[], number])[], pattern: string, options: Partial<Options> = {}): string {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const lineOf = ({ name, file = '', startLine = 0, line }: Frame): LineParts => ({ fn: builder.fn({ name, file, startLine }), line });
  for (const [stack, value] of samples) builder.sample(stack.map((frame) => builder.location({ lines: [lineOf(frame)] })), [value]);
  const profile = builder.finish();
  const asked = { ...DEFAULTS, ...options };
  return [...listText(listReport({ profile, measure: measureOf(profile, asked) }, asked, compilePattern('argument', pattern), shop))].join('');
}

const serve = (line: number, startLine = 0): Frame => ({ name: 'serve', file: 'shop/serve.go', startLine, line });
const price = (line: number): Frame => ({ name: 'price', file: 'shop/price.go', startLine: 2, line });

test('a line shows what it costs, and has five around it', () => {
  expect(listing([[[price(12), serve(7)], 3], [[serve(7)], 1]], '^serve$')).toBe(
    `Total: 4
ROUTINE ======================== serve in shop/serve.go
         1          4 (flat, cum)   100% of Total
         .          .      2:line 2
         .          .      3:line 3
         .          .      4:line 4
         .          .      5:line 5
         .          .      6:line 6
         1          4      7:line 7
         .          .      8:line 8
         .          .      9:line 9
         .          .     10:line 10
         .          .     11:line 11
         .          .     12:line 12
`,
  );
});

test('a function that says where it begins is shown from there, to the end of the text at most', () => {
  expect(linesShown(listing([[[serve(18, 9)], 1]], 'serve'))).toEqual(range(9, 20));
});

test('functions stand by name, a function in two files by file', () => {
  const text = listing([[[serve(3), { ...serve(3), file: 'shop/a.go' }, price(3)], 1]], '.');
  expect(text.match(/(?<=ROUTINE =+ ).*/g)).toEqual(['price in shop/price.go', 'serve in shop/a.go', 'serve in shop/serve.go']);
});

test('a sample that passes through two lines of a function counts in both, and twice in the sum', () => {
  const text = listing([[[serve(3), serve(4)], 5]], 'serve');
  expect(text).toContain('         5         10 (flat, cum) 200.00% of Total');
  expect(text).toContain('         5          5      3:line 3\n         .          5      4:line 4\n');
});

test('a file that is not there is told, and a function without one', () => {
  expect(listing([[[{ name: 'gone', file: 'lost.go', line: 1 }, { name: 'none', line: 0 }], 1]], '.')).toBe(
    `Total: 1
ROUTINE ======================== gone in lost.go
         1          1 (flat, cum)   100% of Total
 Error: no lost.go
No source information for none
`,
  );
});

test('a range without lines asks for no file, so none is missing', () => {
  expect(listing([[[{ name: 'odd', file: 'lost.go', startLine: 100, line: 1 }], 1]], 'odd')).not.toContain('Error');
});

test('the pattern is matched against names, not files, and must match one', () => {
  expect(() => listing([[[serve(1)], 1]], 'shop')).toThrow('no matches found for regexp: shop');
});

test('the granularity is that of lines whatever is asked', () => {
  const stacks = [[[price(12), serve(7)], 3]] as const;
  expect(listing(stacks, 'serve', { granularity: 'files' })).toBe(listing(stacks, 'serve'));
});

function linesShown(text: string): number[] {
  return [...text.matchAll(/^.{21} +(\d+):/gm)].map(([, line]) => Number(line));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
