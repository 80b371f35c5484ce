import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { MappingFlag } from '#model/profile.ts';
import { rawText } from './raw.ts';

const COUNT = { type: 'samples', unit: 'count' };

function linesOf(text: Iterable<string>): string[] {
  return [...text].join('').split('\n').slice(0, -1);
}

test('a stack is printed leaf first, by the ids of its locations', () => {
  const builder = new ProfileBuilder('test', [COUNT]);
  const [leaf, caller, root] = ['leaf', 'caller', 'root'].map((name) => builder.location({ lines: [{ fn: builder.fn({ name }) }] }));
  builder.sample([leaf, caller, root], [7]);
  builder.sample([leaf, caller, caller, root], [1]);
  builder.sample([], [2]);
  const lines = linesOf(rawText(builder.finish()));
  expect(lines.slice(lines.indexOf('Samples:'), lines.indexOf('Locations'))).toEqual([
    'Samples:',
    'samples/count',
    '          7: 1 2 3 ',
    '          1: 1 2 2 3 ',
    '          2: ',
  ]);
});

test('a location is printed with the function that others were inlined into last', () => {
  const builder = new ProfileBuilder('test', [COUNT]);
  const mapping = builder.mapping({ start: 0x1000n, limit: 0x2000n, file: '/bin/shop', buildId: 'abc', flags: MappingFlag.functions | MappingFlag.lineNumbers });
  const outer = builder.fn({ name: 'outer', systemName: '_outer', file: 'a.go', startLine: 3 });
  const inner = builder.fn({ name: 'inner', file: 'a.go' });
  const location = builder.location({ mapping, address: 0x1234n, lines: [{ fn: inner, line: 9, column: 2 }, { fn: outer, line: 5 }] });
  builder.location({ address: 0xffffffffffffffffn });
  builder.sample([location], [1]);
  const lines = linesOf(rawText(builder.finish()));
  expect(lines.slice(lines.indexOf('Locations'))).toEqual([
    'Locations',
    '     1: 0x1234 M=1 inner a.go:9:2 s=0',
    '             outer a.go:5:0 s=3(_outer)',
    '     2: 0xffffffffffffffff ',
    'Mappings',
    '1: 0x1000/0x2000/0x0 /bin/shop abc [FN][LN]',
  ]);
});

test('labels are printed by key, texts before numbers', () => {
  const builder = new ProfileBuilder('test', [COUNT]);
  builder.sample([], [1], [
    { key: 'user', text: 'bo' },
    { key: 'user', text: 'al' },
    { key: 'app', text: 'shop' },
    { key: 'size', number: 16, unit: 'bytes' },
    { key: 'size', number: 4 },
    { key: 'id', number: 9007199254740993n },
  ]);
  expect(linesOf(rawText(builder.finish())).slice(5, 7)).toEqual([
    '                app:[shop] user:[bo al]',
    '                id:[9007199254740993] size:[16 bytes 4 ]',
  ]);
});

test.each([
  [1n, '1ns'],
  [1_500n, '1.5µ'],
  [302_220_000n, '302.'],
  [10_000_000_000n, '10s'],
  [61_000_000_000n, '1m1s'],
  [6_019_923_000_000n, '1h40'],
  [-2_000_000_000n, '-2s'],
])('a duration of %d ns is cut to %s', (durationNanos, text) => {
  expect(linesOf(rawText(new ProfileBuilder('test', []).finish({ durationNanos })))).toContain(`Duration: ${text}`);
});

test('the header says what is known', () => {
  const profile = new ProfileBuilder('test', [COUNT, { type: 'cpu', unit: 'nanoseconds' }]).finish({
    comments: ['made by hand'],
    docUrl: 'https://example.org/',
    periodType: { type: 'cpu', unit: 'nanoseconds' },
    period: 10_000_000n,
    defaultSampleType: 'cpu',
  });
  expect(linesOf(rawText(profile))).toEqual([
    'Comment: made by hand',
    'Doc: https://example.org/',
    'PeriodType: cpu nanoseconds',
    'Period: 10000000',
    'Samples:',
    'samples/count cpu/nanoseconds[dflt]',
    'Locations',
    'Mappings',
  ]);
});
