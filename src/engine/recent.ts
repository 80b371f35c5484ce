/** The last few results of a step, each by what it depends on. The one unused for longest goes first. */
export class Recent<T> {
  readonly #limit: number;
  readonly #results = new Map<string, T>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The result for `key`, made where it is not there; one that throws leaves nothing. */
  get(key: string, make: () => T): T {
    const known = this.#results.has(key);
    const result = known ? (this.#results.get(key) as T) : make();
    this.#results.delete(key);
    this.#results.set(key, result);
    if (this.#results.size > this.#limit) this.#results.delete(this.#results.keys().next().value as string);
    return result;
  }

  clear(): void {
    this.#results.clear();
  }
}
