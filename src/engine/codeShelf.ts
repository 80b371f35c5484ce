import type { FoundCode, MachineCode } from '#model/machineCode.ts';

/** Instructions of functions, as far as somebody gave them, and which ones nobody has. */
export class CodeShelf {
  readonly #found = new Map<string, FoundCode>();
  /** Whether somebody may have some. */
  #isAsked = false;

  /** To be told with each question. */
  accept(hasServer: boolean): void {
    if (hasServer === this.#isAsked) return;
    this.#isAsked = hasServer;
    this.#found.clear();
  }

  put(id: string, found: FoundCode): void {
    this.#found.set(id, found);
  }

  /** The same as long as all that is known is. */
  get state(): string {
    return `${this.#isAsked} ${this.#found.size}`;
  }

  readonly codeOf = (id: string): MachineCode | undefined => {
    const found = this.#found.get(id);
    return found !== undefined && 'instructions' in found && found.instructions.length > 0 ? found : undefined;
  };

  isAwaited(id: string): boolean {
    return this.#isAsked && !this.#found.has(id);
  }

  /** Why there are no instructions where somebody looked for them; empty where nothing went wrong. */
  problemOf(id: string): string {
    const found = this.#found.get(id);
    return found !== undefined && 'problem' in found ? found.problem : '';
  }
}
