import type { FlameWidth } from '#model/flameOptions.ts';
import { addTo, zerosLike } from '#model/int64.ts';
import { NONE } from '#model/profile.ts';
import { StackMerger, type MergedStacks } from './flameTree.ts';

/** Stacks with some frames in the middle: above them all their callers, below them all that they call. */
export interface PivotedStacks {
  /** Node 0 is where the two halves meet; where but one key is pivoted on, it is that. */
  readonly stacks: MergedStacks;
  /** Of each node of the whole the pivot that it is, or that is above it; NONE elsewhere. */
  readonly pivotOf: Int32Array;
  /** Keys pivoted on, in order of appearance. */
  readonly keys: readonly number[];
}

/**
 * A stack counts where the first of its frames, from the root, that is a pivot stands: what is above it are its callers,
 * and what is below it, itself the first, what it calls. So a stack counts once, however often it comes back to a pivot.
 * Callers are merged over all pivots. Source: google/pprof, internal/driver/html/stacks.js (partitionPlaces).
 *
 * @param whole callers first
 * @param isPivot of a key
 */
export function pivotStacks(whole: MergedStacks, isPivot: (key: number) => boolean): PivotedStacks {
  const { count, parent, key } = whole;
  const pivotOf = new Int32Array(count).fill(NONE);
  const keys = new Set<number>();
  for (let node = 1; node < count; node++) {
    const above = pivotOf[parent[node]];
    if (above !== NONE) pivotOf[node] = above;
    else if (isPivot(key[node])) {
      pivotOf[node] = node;
      keys.add(key[node]);
    }
  }
  const only = keys.size === 1 ? [...keys][0] : NONE;
  // Keys of callers are told from those of callees by an offset, as node 0 has both.
  const offset = 1 + key.reduce((most, one) => Math.max(most, one), 0);
  const tree = new StackMerger();
  const calleeOf = new Int32Array(count).fill(NONE);
  const callerOf = new Int32Array(count).fill(NONE);
  for (let node = 1; node < count; node++) {
    if (pivotOf[node] === NONE) continue;
    if (pivotOf[node] !== node) calleeOf[node] = tree.child(calleeOf[parent[node]], key[node]);
    else {
      calleeOf[node] = only === NONE ? tree.child(0, key[node]) : 0;
      callerOf[node] = 0;
      for (let caller = parent[node]; caller > 0; caller = parent[caller]) callerOf[node] = tree.child(callerOf[node], key[caller] + offset);
    }
  }
  const isCaller = new Uint8Array(tree.count);
  for (let node = 1; node < tree.count; node++) {
    if (tree.key[node] < offset) continue;
    tree.key[node] -= offset;
    isCaller[node] = 1;
  }
  tree.key[0] = only;

  const self = zerosLike(whole.self, tree.count);
  for (let node = 1; node < count; node++) {
    if (calleeOf[node] !== NONE) addTo(self, calleeOf[node], whole.self, node);
    if (callerOf[node] > 0) addTo(self, callerOf[node], whole.total, node);
  }
  const ownWidth = (by: FlameWidth) => {
    const [own, width] = [whole.ownWidth(by), whole.width(by)];
    const widths = new Float64Array(tree.count);
    for (let node = 1; node < count; node++) {
      if (calleeOf[node] !== NONE) widths[calleeOf[node]] += own[node];
      if (callerOf[node] > 0) widths[callerOf[node]] += width[node];
    }
    return widths;
  };
  return { stacks: tree.finish(self, ownWidth, isCaller), pivotOf, keys: [...keys] };
}
