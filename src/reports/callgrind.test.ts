import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { profileOf } from '#parsers/folded.ts';
import { callgrindText } from './callgrind.ts';
import { measureOf } from './subject.ts';

function textOf(profile: Profile, options: Partial<Options> = {}): string {
  const asked = { ...DEFAULTS, ...options };
  return [...callgrindText({ profile, measure: measureOf(profile, asked) }, asked)].join('');
}

const CPU = { type: 'cpu', unit: 'nanoseconds' };

test('functions and what they call stand by address, under names that are spelt once', () => {
  const builder = new ProfileBuilder('test', [CPU]);
  const mapping = builder.mapping({ file: '/bin/shop' });
  const line = (name: string, file: string, at: number) => ({ fn: builder.fn({ name, file }), line: at });
  const serve = builder.location({ mapping, address: 0x400100n, lines: [line('serve', 'shop.go', 7)] });
  const later = builder.location({ mapping, address: 0x400110n, lines: [line('serve', 'shop.go', 8)] });
  const price = builder.location({ mapping, address: 0x400000n, lines: [line('price', 'shop.go', 3)] });
  builder.sample([serve], [30_000_000]);
  builder.sample([price, later], [20_000_000]);
  builder.sample([later], [10_000_000]);
  expect(textOf(builder.finish())).toBe(
    `positions: instr line
events: cpu(ms)

ob=(1) /bin/shop
fl=(1) shop.go
fn=(1) serve
0x400100 7 30

ob=(1)
fl=(1)
fn=(2) price
-256 3 20

ob=(1)
fl=(1)
fn=(1)
+272 8 10
cfl=(1)
cfn=(2)
calls=0 * 3
* * 20
`,
  );
});

test('an address is given by its distance from the last where that is shorter', () => {
  const builder = new ProfileBuilder('test', [CPU]);
  [0xffffffffffffffffn, 0x10n, 0x10n, 0n].forEach((address, i) => builder.sample([builder.location({ address, lines: [{ fn: builder.fn({ name: `f${i}` }) }] })], [9 - i]));
  // In 64 bits, 0x10 lies 17 behind the last address.
  expect(textOf(builder.finish()).match(/^\S+ 0 \d$/gm)).toEqual(['0xffffffffffffffff 0 9', '+17 0 8', '* 0 7', '0x0 0 6']);
});

test('costs are whole numbers of the least unit that is needed, however much larger the total', () => {
  const profile = (least: number) => {
    const builder = new ProfileBuilder('test', [CPU]);
    [5_400_000_000_000, least].forEach((value, i) => builder.sample([builder.location({ lines: [{ fn: builder.fn({ name: `f${i}` }) }] })], [value]));
    return builder.finish();
  };
  expect(textOf(profile(1_999_999)).match(/^events.*|^0x0.*|^\*.*/gm)).toEqual(['events: cpu(ms)', '0x0 0 5400000', '* 0 1']);
  expect(textOf(profile(1_999_999), { unit: 's', divideBy: 10 }).match(/^events.*|^0x0.*|^\*.*/gm)).toEqual(['events: cpu(s)', '0x0 0 5400', '* 0 0']);
});

test('callees of one name that are several functions are numbered: in several binaries, or in a tree under several callers', () => {
  const builder = new ProfileBuilder('test', [CPU]);
  const [one, two] = ['one.so', 'two.so'].map((file) => builder.mapping({ file }));
  const fn = builder.fn({ name: 'copy' });
  const main = builder.location({ address: 1n, lines: [{ fn: builder.fn({ name: 'main' }) }] });
  builder.sample([builder.location({ mapping: one, address: 2n, lines: [{ fn }] }), main], [2]);
  builder.sample([builder.location({ mapping: two, address: 3n, lines: [{ fn }] }), main], [1]);
  expect(textOf(builder.finish()).match(/c?fn=.*/g)).toEqual(['fn=(1) copy', 'fn=(1)', 'fn=(2) main', 'cfn=(3) copy [1/2]', 'cfn=(4) copy [2/2]']);

  const nested = profileOf('main;copy 3\nmain;work;copy 2\nmain;work 1');
  expect(textOf(nested).match(/cfn=.*/g)).toEqual(['cfn=(1)', 'cfn=(1)', 'cfn=(2)']);
  expect(textOf(nested, { callTree: true }).match(/cfn=.*/g)).toEqual(['cfn=(3) copy [2/2]', 'cfn=(5) copy [1/2]', 'cfn=(2)']);
});

test('to pprof, a callee with a column but neither an address nor a line is another function', () => {
  const builder = new ProfileBuilder('test', [CPU]);
  const fn = builder.fn({ name: 'copy' });
  const main = builder.location({ address: 9n, lines: [{ fn: builder.fn({ name: 'main' }) }] });
  [{ address: 1n, column: 5 }, { address: 2n, column: 6 }, { address: 0n, column: 7 }].forEach(({ address, column }, i) => builder.sample([builder.location({ address, lines: [{ fn, column }] }), main], [9 - i]));
  expect(textOf(builder.finish()).match(/cfn=.*/g)).toEqual(['cfn=(3) copy [1/2]', 'cfn=(3)', 'cfn=(4) copy [2/2]']);
});

test('a callee that is not listed has no name', () => {
  const freed = profileOf('main;free -3\nmain;take 5');
  expect(textOf(freed, { dropNegative: true }).match(/c?fn=.*/g)).toEqual(['fn=(1) take', 'fn=(2) main', 'cfn=(1)', 'cfn=']);
});

test('nothing is trimmed and no address merged, whatever is asked', () => {
  const light = profileOf('main;work 100000\nmain;rare 1');
  expect(textOf(light, { nodeCount: 1, nodeFraction: 0.5, granularity: 'files' }).match(/\bfn=.*/g)).toEqual(['fn=(1) work', 'fn=(2) rare', 'fn=(3) main']);
});
