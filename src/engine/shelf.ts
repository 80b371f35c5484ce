import { lineStarts } from '#reports/goSyntax.ts';
import type { FileText } from '#reports/listing.ts';
import { linesOf } from '#reports/sources.ts';

/** Texts of source files, as far as somebody gave them, and which ones nobody has. */
export class Shelf {
  readonly #texts = new Map<string, FileText>();
  /** How many times places were added where texts are looked for; 0 for no place at all. */
  #places = 0;
  #puts = 0;

  /** To be told with each question: a new place may have what nobody had, or have it better. */
  accept(places: number): void {
    if (places === this.#places) return;
    this.#places = places;
    this.#texts.clear();
  }

  /** @param text undefined where nobody has it */
  put(path: string, text: string | undefined): void {
    this.#puts++;
    if (text === undefined) this.#texts.set(path, 'missing');
    else {
      const lines = linesOf(text);
      this.#texts.set(path, { lines, starts: isGo(path) ? lineStarts(lines) : new Uint8Array(lines.length) });
    }
  }

  /** The same as long as all texts are. */
  get state(): string {
    return `${this.#places} ${this.#puts}`;
  }

  readonly textOf = (path: string): FileText => this.#texts.get(path) ?? (this.#places === 0 ? 'missing' : 'awaited');
}

function isGo(path: string): boolean {
  return path.endsWith('.go');
}
