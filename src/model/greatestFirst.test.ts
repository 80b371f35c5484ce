import fc from 'fast-check';
import { expect, test } from 'vitest';
import { greatestFirst } from './greatestFirst.ts';

test('numbers are sorted as comparisons sort them, equal ones in their order', () => {
  const number = fc.oneof(fc.double({ min: 0, noNaN: true }), fc.nat(3), fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 2 ** 53, Number.MIN_VALUE, Infinity));
  fc.assert(
    fc.property(fc.array(number, { maxLength: 300 }), (numbers) => {
      // Math.abs, as −0 is no number of its own here.
      const sizes = Float64Array.from(numbers, Math.abs);
      const compared = [...sizes.keys()].sort((a, b) => (sizes[a] === sizes[b] ? a - b : sizes[b] - sizes[a]));
      expect([...greatestFirst(sizes)]).toEqual(compared);
    }),
  );
});

test('none are sorted too', () => {
  expect([...greatestFirst(new Float64Array())]).toEqual([]);
});
