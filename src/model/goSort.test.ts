import { expect, test } from 'vitest';
import { goSort } from './goSort.ts';

interface Item {
  readonly key: number;
  readonly place: number;
}

/** FNV-1a of the places in which the items stood before. */
function hashOf(items: readonly Item[]): number {
  return items.reduce((hash, { place }) => Math.imul(hash ^ place, 16777619) >>> 0, 2166136261);
}

function items(keys: readonly number[]): Item[] {
  return keys.map((key, place) => ({ key, place }));
}

/** Keys that make just this sort choose bad pivots until it gives up. After McIlroy, A Killer Adversary for Quicksort. */
function adversary(count: number): number[] {
  const open = count + 1;
  const keys = new Array<number>(count).fill(open);
  let candidate = 0;
  let fixed = 0;
  const places = keys.map((_, place) => place);
  goSort(places, (a, b) => {
    if (keys[a] === open && keys[b] === open) keys[a === candidate ? a : b] = fixed++;
    if (keys[a] === open) candidate = a;
    else if (keys[b] === open) candidate = b;
    return keys[a] - keys[b];
  });
  return keys.map((key) => Math.trunc(key / 2));
}

// The hashes are those of Go 1.26's sort.Sort.
test.each([
  [40, 7, 5, 1352746573],
  [50, 13, 50, 1608862666],
  [200, -1, 1000000, 4211339477],
  [200, 37, 11, 3829845803],
  [1000, 999, 1000, 2946051021],
  [1000, 1, 3, 2875750727],
])('%i items of key place × %i modulo %i', (count, factor, modulus, hash) => {
  const keys = Array.from({ length: count }, (_, place) => (place * factor) % modulus);
  expect(hashOf(goSort(items(keys), (a, b) => a.key - b.key))).toBe(hash);
});

test.each([
  [500, 3816219073],
  [3000, 283720967],
])('%i items against it', (count, hash) => {
  expect(hashOf(goSort(items(adversary(count)), (a, b) => a.key - b.key))).toBe(hash);
});
