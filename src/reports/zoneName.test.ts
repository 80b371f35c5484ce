import { expect, test } from 'vitest';
import { zoneName } from './zoneName.ts';

const WINTER = new Date('2026-01-01T00:00:00Z');
const SUMMER = new Date('2026-07-01T00:00:00Z');

// What Go's time.Format("MST") prints for the same times.
test.each([
  ['UTC', 'UTC', 'UTC'],
  ['America/New_York', 'EST', 'EDT'],
  ['Europe/Berlin', 'CET', 'CEST'],
  ['Europe/London', 'GMT', 'BST'],
  ['Europe/Moscow', 'MSK', 'MSK'],
  ['Asia/Tokyo', 'JST', 'JST'],
  ['Asia/Shanghai', 'CST', 'CST'],
  ['Asia/Kolkata', 'IST', 'IST'],
  ['Australia/Sydney', 'AEDT', 'AEST'],
  ['Asia/Kathmandu', '+0545', '+0545'],
  ['America/Sao_Paulo', '-03', '-03'],
])('%s is %s in winter and %s in summer', (zone, winter, summer) => {
  expect([zoneName(WINTER, zone), zoneName(SUMMER, zone)]).toEqual([winter, summer]);
});
