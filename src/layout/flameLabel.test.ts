import { describe, expect, test } from 'vitest';
import { fittedLabel } from './flameLabel.ts';

const serve = { path: 'net/', package: 'http.', rest: '(*conn).serve', place: '' };

test.each([
  [22, 'net/http.|(*conn).serve'],
  [21, 'http.|(*conn).serve'],
  [17, '|(*conn).serve'],
  [12, '|…conn).serve'],
  [8, '|…).serve'],
  [7, '|serve'],
  [6, '|serve'],
  [5, '|serve'],
  [4, '|…rve'],
  [3, '|…ve'],
])('in %d characters', (room, expected) => {
  const label = fittedLabel(serve, room);
  expect(`${label?.muted}|${label?.plain}`).toBe(expected);
});

test('in less than three characters there is none', () => expect(fittedLabel(serve, 2)).toBeUndefined());
test('what was left out is told', () => expect([22, 21].map((room) => fittedLabel(serve, room)?.cut)).toEqual([false, true]));
test('a line goes before the name is cut', () => expect(fittedLabel({ ...serve, place: ':12' }, 14)?.plain).toBe('(*conn).serve'));
test('no character is cut in half', () => expect(fittedLabel({ path: '', package: '', rest: 'ab😀c', place: '' }, 3)?.plain).toBe('…c'));

describe('type arguments give way before the name', () => {
  const get = { path: '', package: '', rest: '(*Cache[go.shape.string,go.shape.struct { Minutes []int }]).Get', place: '' };
  test.each([
    [63, '(*Cache[go.shape.string,go.shape.struct { Minutes []int }]).Get'],
    [62, '(*Cache[…]).Get'],
    [14, '…Cache[…]).Get'],
    [4, 'Get'],
  ])('in %d characters', (room, expected) => expect(fittedLabel(get, room)?.plain).toBe(expected));
  test('an index without its end stays', () => expect(fittedLabel({ ...get, rest: 'operator[' }, 8)?.plain).toBe('…erator['));
});
