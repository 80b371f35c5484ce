import { NONE, type Profile } from './profile.ts';
import { compareBytes } from './text.ts';

/** The labels of one key in a sample: its texts, or its numbers. */
export interface LabelGroup {
  readonly key: string;
  readonly isText: boolean;
  /** Rows of `profile.labels`, in the order of the file; one at least. */
  readonly rows: readonly number[];
}

/** The labels of samples as pprof goes through them: texts before numbers, each by key in the order of its bytes. */
export class LabelOrder {
  readonly #profile: Profile;
  /** Of each label: the place of its key among texts, or behind all of them among numbers. Equal for one key. */
  readonly #rank: Int32Array;

  constructor(profile: Profile) {
    const { labels, strings } = profile;
    this.#profile = profile;
    const keys = [...new Set(Array.from(labels.key, (key) => strings[key]))].sort(compareBytes);
    const place = new Map(keys.map((key, i) => [key, i]));
    this.#rank = labels.key.map((key, label) => (place.get(strings[key]) ?? 0) + (labels.text[label] === NONE ? keys.length : 0));
  }

  /** The sample's labels; those of one key stand together, in the order of the file. */
  rowsOf(sample: number): ArrayLike<number> {
    const { labelStart, label } = this.#profile.samples;
    const begin = labelStart[sample];
    const end = labelStart[sample + 1];
    const rank = this.#rank;
    const rows = label.subarray(begin, end);
    for (let i = 1; i < rows.length; i++) if (rank[rows[i - 1]] > rank[rows[i]]) return rows.toSorted((a, b) => rank[a] - rank[b]);
    return rows;
  }

  /** The same, by key. */
  groupsOf(sample: number): LabelGroup[] {
    const { labels, strings } = this.#profile;
    const rows = this.rowsOf(sample);
    const groups: LabelGroup[] = [];
    for (let i = 0; i < rows.length; ) {
      const begin = i;
      const rank = this.#rank[rows[begin]];
      while (i < rows.length && this.#rank[rows[i]] === rank) i++;
      const first = rows[begin];
      groups.push({ key: strings[labels.key[first]], isText: labels.text[first] !== NONE, rows: Array.from({ length: i - begin }, (_, at) => rows[begin + at]) });
    }
    return groups;
  }
}
