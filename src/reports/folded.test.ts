import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { profileOf } from '#parsers/folded.ts';
import { fold } from './folded.ts';

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
