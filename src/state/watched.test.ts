import { expect, test } from 'vitest';
import { changesIn, type WatchedFile } from './watched.ts';

const file = (id: string, time: number, size = 10): WatchedFile => ({ id, name: `${id}.pb.gz`, size, time });
const byId = (...files: readonly WatchedFile[]) => new Map(files.map((one) => [one.id, one]));
const known = byId(file('a', 1), file('b', 1));
const names = (now: readonly WatchedFile[], before: ReadonlyMap<string, WatchedFile>) => changesIn(now, before, known).map(({ id }) => id);

test('what is as it is known is no change', () => expect(names([file('a', 1), file('b', 1)], known)).toEqual([]));
test('what appears is offered when it has stopped to grow', () => {
  const [half, whole] = [file('c', 2, 5), file('c', 3, 9)];
  expect(names([half], known)).toEqual([]);
  expect(names([whole], byId(half))).toEqual([]);
  expect(names([whole], byId(whole))).toEqual(['c']);
});
test('so is what was written anew', () => expect(names([file('a', 2), file('b', 1)], byId(file('a', 2), file('b', 1)))).toEqual(['a']));
test('an empty file is none yet, and what is gone is not missed', () => expect(names([file('c', 2, 0)], byId(file('c', 2, 0)))).toEqual([]));
