import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { profileOf } from '#parsers/folded.ts';
import { subjectOf } from '#engine/subject.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { fold, foldedText } from './folded.ts';

test('samples of one stack become one line, where the first of them stood', () => {
  const profile = profileOf(`
    main;work 1
    main;idle 2
    main;work 3
  `);
  expect(fold(profile)).toBe('main;work 4\nmain;idle 2');
});

test('stacks that differ in their lines alone are one', () => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const fn = builder.fn({ name: 'main' });
  for (const line of [3, 4]) builder.sample([builder.location({ lines: [{ fn, line }] })], [1]);
  expect(fold(builder.finish())).toBe('main 2');
});

test('what was inlined is called by what it was inlined into', () => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const [inner, outer] = ['inner', 'outer'].map((name) => ({ fn: builder.fn({ name }) }));
  builder.sample([builder.location({ lines: [inner, outer] })], [1]);
  expect(fold(builder.finish())).toBe('outer;inner 1');
});

test('a place without a function is ?', () => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  builder.sample([builder.location({ address: 16n })], [1]);
  expect(fold(builder.finish())).toBe('? 1');
});

test('a name cannot end its frame or its line', () => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  builder.sample([builder.location({ lines: [{ fn: builder.fn({ name: 'f(LString;)\nV' }) }] })], [1]);
  expect(fold(builder.finish())).toBe('f(LString:) V 1');
});

test('any column can be folded, and sums past 2^53 lose nothing', () => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }, { type: 'cpu', unit: 'nanoseconds' }]);
  const location = builder.location({ lines: [{ fn: builder.fn({ name: 'main' }) }] });
  builder.sample([location], [1, 2 ** 53]);
  builder.sample([location], [1, 1]);
  expect(fold(builder.finish(), 1)).toBe('main 9007199254740993');
});

const name = fc.stringMatching(/^[A-Za-z(*_$<][A-Za-z0-9_.:()*<>[\]$ -]{0,12}$/).map((text) => text.trim());
const line = fc.tuple(fc.array(name, { minLength: 1, maxLength: 6 }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));

test('what was folded is folded alike when it was read again', () => {
  fc.assert(
    fc.property(fc.uniqueArray(line, { selector: ([stack]) => stack.join(';'), maxLength: 20 }), (lines) => {
      const text = lines.map(([stack, count]) => `${stack.join(';')} ${count}`).join('\n');
      expect(fold(profileOf(text))).toBe(text);
    }),
  );
});

const folded = (profile: Profile, options: Partial<Options> = {}) => {
  const asked = { ...DEFAULTS, ...options };
  return [...foldedText(subjectOf(profile, asked).subject, asked)].join('');
};

describe('the folded stacks that are printed', () => {
  const profile = () => {
    const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }, { type: 'cpu', unit: 'nanoseconds' }]);
    const at = (name: string, line: number) => builder.location({ lines: [{ fn: builder.fn({ name, file: 'main.go' }), line }] });
    builder.sample([at('work', 3), at('main', 1)], [1, 10]);
    builder.sample([at('idle', 9), at('main', 2)], [0, 5]);
    builder.sample([at('work', 4), at('main', 1)], [2, 20]);
    return builder.finish();
  };

  test('are those of the sample type that is asked for, without what costs nothing in it', () => {
    expect(folded(profile())).toBe('main;work 30\nmain;idle 5\n');
    expect(folded(profile(), { sampleIndex: 'samples' })).toBe('main;work 3\n');
  });

  test('follow filters, granularity and divisor', () => {
    expect(folded(profile(), { focus: 'work' })).toBe('main;work 30\n');
    expect(folded(profile(), { granularity: 'lines' })).toBe('main:1;work:3 10\nmain:1;work:4 20\nmain:2;idle:9 5\n');
    expect(folded(profile(), { divideBy: 5 })).toBe('main;work 6\nmain;idle 1\n');
  });

  test('have negative counts in a difference, and all digits', () => {
    expect(folded(profileOf('main;work -5\nmain;idle 9007199254740993'))).toBe('main;work -5\nmain;idle 9007199254740993\n');
  });

  test.each([
    ['f(LString;)V', 'f(LString:)V'],
    ['a\n  b\u2028c', 'a b c'],
    ['  ', '?'],
    ['#include', '\\#include'],
  ])('hold %j as %j', (odd, name) => {
    const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
    builder.sample([builder.location({ lines: [{ fn: builder.fn({ name: odd }) }] })], [1]);
    expect(folded(builder.finish())).toBe(`${name} 1\n`);
  });

  test('can be read again, to the same stacks', () => {
    const anyName = fc.string({ unit: 'binary', maxLength: 6 });
    const sample = fc.tuple(fc.array(anyName, { maxLength: 5 }), fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }));
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 20 }), (samples) => {
        const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
        for (const [names, value] of samples) builder.sample(names.map((name) => builder.location({ mapping: NONE, lines: [{ fn: builder.fn({ name }) }] })), [value]);
        const text = folded(builder.finish());
        expect(folded(profileOf(text))).toBe(text);
      }),
    );
  });
});
