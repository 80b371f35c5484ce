/**
 * Sorts in place, and leaves equals in the order in which Go's sort.Sort leaves them: pprof's reports show it where a list
 * that is sorted already is sorted again by keys of which some are equal. Steps and constants are those of Go's
 * sort/zsortinterface.go (a pattern-defeating quicksort), as each of them shows in the result.
 * @param compare negative where the first of its two stands first
 */
export function goSort<T>(list: T[], compare: (a: T, b: T) => number): T[] {
  new GoSort(list, compare).sort(0, list.length, bitLength(list.length));
  return list;
}

/** Ranges up to this length are sorted by insertion. */
const SHORT = 12;
/** From here on the pivot is a median of medians, and a few elements out of place are shifted. */
const LONG = 50;
/** Elements out of place that are shifted before a range counts as unsorted. */
const MAX_SHIFTS = 5;
/** Exchanges of a median of medians over a range that is in reverse. */
const ALL_SWAPPED = 12;

class GoSort<T> {
  readonly #list: T[];
  readonly #compare: (a: T, b: T) => number;
  /** Exchanges while the pivot was chosen. */
  #swaps = 0;

  constructor(list: T[], compare: (a: T, b: T) => number) {
    this.#list = list;
    this.#compare = compare;
  }

  /** Sorts from `a` to before `b`; after `limit` bad pivots by heap. */
  sort(a: number, b: number, limit: number): void {
    let wasBalanced = true;
    let wasPartitioned = true;
    for (;;) {
      const length = b - a;
      if (length <= SHORT) return this.#insertionSort(a, b);
      if (limit === 0) return this.#heapSort(a, b);
      if (!wasBalanced) {
        this.#breakPatterns(a, b);
        limit--;
      }
      let pivot = this.#choosePivot(a, b);
      const isReversed = this.#swaps === ALL_SWAPPED;
      if (isReversed) {
        this.#reverse(a, b);
        pivot = b - 1 - (pivot - a);
      }
      if (wasBalanced && wasPartitioned && (isReversed || this.#swaps === 0) && this.#shiftFew(a, b)) return;
      if (a > 0 && !this.#less(a - 1, pivot)) {
        a = this.#partitionEqual(a, b, pivot);
        continue;
      }
      const { middle, already } = this.#partition(a, b, pivot);
      wasPartitioned = already;
      const [left, right] = [middle - a, b - middle];
      wasBalanced = Math.min(left, right) >= Math.floor(length / 8);
      if (left < right) {
        this.sort(a, middle, limit);
        a = middle + 1;
      } else {
        this.sort(middle + 1, b, limit);
        b = middle;
      }
    }
  }

  #less(i: number, j: number): boolean {
    return this.#compare(this.#list[i], this.#list[j]) < 0;
  }

  #swap(i: number, j: number): void {
    const list = this.#list;
    [list[i], list[j]] = [list[j], list[i]];
  }

  #insertionSort(a: number, b: number): void {
    for (let i = a + 1; i < b; i++) for (let j = i; j > a && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
  }

  #heapSort(a: number, b: number): void {
    const length = b - a;
    for (let i = Math.floor((length - 1) / 2); i >= 0; i--) this.#siftDown(i, length, a);
    for (let i = length - 1; i >= 0; i--) {
      this.#swap(a, a + i);
      this.#siftDown(0, i, a);
    }
  }

  #siftDown(root: number, end: number, first: number): void {
    for (let child = 2 * root + 1; child < end; child = 2 * root + 1) {
      if (child + 1 < end && this.#less(first + child, first + child + 1)) child++;
      if (!this.#less(first + root, first + child)) return;
      this.#swap(first + root, first + child);
      root = child;
    }
  }

  /** What is less than the pivot before it, the rest behind. */
  #partition(a: number, b: number, pivot: number): { middle: number; already: boolean } {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (let already = true; ; already = false) {
      while (i <= j && this.#less(i, a)) i++;
      while (i <= j && !this.#less(j, a)) j--;
      if (i > j) {
        this.#swap(j, a);
        return { middle: j, already };
      }
      this.#swap(i++, j--);
    }
  }

  /** What equals the pivot first, of a range that holds nothing less; returns the end of that. */
  #partitionEqual(a: number, b: number, pivot: number): number {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (;;) {
      while (i <= j && !this.#less(a, i)) i++;
      while (i <= j && this.#less(a, j)) j--;
      if (i > j) return i;
      this.#swap(i++, j--);
    }
  }

  /** Whether the range is sorted after a few shifts. */
  #shiftFew(a: number, b: number): boolean {
    let i = a + 1;
    for (let shifts = 0; shifts < MAX_SHIFTS; shifts++) {
      while (i < b && !this.#less(i, i - 1)) i++;
      if (i === b) return true;
      if (b - a < LONG) return false;
      this.#swap(i, i - 1);
      if (i - a >= 2) for (let j = i - 1; j >= 1 && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
      if (b - i >= 2) for (let j = i + 1; j < b && this.#less(j, j - 1); j++) this.#swap(j, j - 1);
    }
    return false;
  }

  /** Exchanges three in the middle with others, at random but the same for the same length. */
  #breakPatterns(a: number, b: number): void {
    const length = b - a;
    const mask = 2n ** BigInt(bitLength(length)) - 1n;
    const middle = a + Math.floor(length / 4) * 2;
    let random = BigInt(length);
    for (const place of [middle - 1, middle, middle + 1]) {
      random ^= BigInt.asUintN(64, random << 13n);
      random ^= random >> 7n;
      random ^= BigInt.asUintN(64, random << 17n);
      const other = Number(random & mask);
      this.#swap(place, a + (other >= length ? other - length : other));
    }
  }

  #choosePivot(a: number, b: number): number {
    this.#swaps = 0;
    const length = b - a;
    const places = [1, 2, 3].map((quarter) => a + Math.floor(length / 4) * quarter);
    const [i, j, k] = length < LONG ? places : places.map((place) => this.#median(place - 1, place, place + 1));
    return this.#median(i, j, k);
  }

  /** Which of three places holds the median. */
  #median(a: number, b: number, c: number): number {
    [a, b] = this.#inOrder(a, b);
    [b, c] = this.#inOrder(b, c);
    return this.#inOrder(a, b)[1];
  }

  #inOrder(a: number, b: number): [number, number] {
    if (!this.#less(b, a)) return [a, b];
    this.#swaps++;
    return [b, a];
  }

  #reverse(a: number, b: number): void {
    for (let [i, j] = [a, b - 1]; i < j; i++, j--) this.#swap(i, j);
  }
}

function bitLength(value: number): number {
  return 32 - Math.clz32(value);
}
