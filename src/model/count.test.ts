import { expect, test } from 'vitest';
import { counted, groupedDigits } from './count.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('%d is %s', (count, text) => expect(groupedDigits(count)).toBe(text));
test('one is not many', () => expect([counted(1, 'frame'), counted(2000, 'frame')]).toEqual(['1 frame', '2,000 frames']));
