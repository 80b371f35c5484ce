import { runeCount } from '#model/text.ts';

/**
 * Text in columns: what a tab ends is a cell, and cells of one column in lines that follow each other are as wide as the
 * widest of them and a blank, which stands on their left. What stands behind the last tab of a line is no cell.
 *
 * As Go's text/tabwriter: a vertical tab is a tab, a form feed a line break that the columns end at, as they do at a line
 * without tabs; and between two bytes 0xff all these are mere text.
 * @param pieces text that ends with a line break, cut anywhere between characters
 */
export function* rightAligned(pieces: Iterable<string>): Generator<string> {
  const block = new Block();
  for (const piece of pieces) {
    for (const [token] of piece.matchAll(TOKEN)) if (block.endsWith(token)) yield block.take();
  }
  yield block.take();
}

/** 0xff is no UTF-8, so it is a lone surrogate here (`#model/text.ts`). */
const QUOTE = '\udcff';
const TOKEN = /[\t\v\n\f\udcff]|[^\t\v\n\f\udcff]+/gu;

/** Lines whose columns may depend on each other. */
class Block {
  /** The cells of each line, and then what is none. */
  #lines: string[][] = [['']];
  #isQuoted = false;

  /** Takes a control character or a run of others; true when the columns end there. */
  endsWith(token: string): boolean {
    const line = this.#lines[this.#lines.length - 1];
    if (token === QUOTE) this.#isQuoted = !this.#isQuoted;
    if (this.#isQuoted || !'\t\v\n\f'.includes(token)) line[line.length - 1] += token;
    else if (token === '\t' || token === '\v') line.push('');
    else {
      this.#lines.push(['']);
      return line.length === 1 || token === '\f';
    }
    return false;
  }

  take(): string {
    const widths = this.#lines.map((line) => line.map(widthOf));
    for (let column = 0; widths.some((line) => column < line.length - 1); column++) widen(widths, column);
    const lines = this.#lines.map((line, row) => line.map((cell, column) => (column === line.length - 1 ? cell : ' '.repeat(widths[row][column] - widthOf(cell)) + cell)).join(''));
    this.#lines = [['']];
    return lines.join('\n');
  }
}

/** Makes cells of a column that follow each other equally wide. */
function widen(widths: readonly number[][], column: number): void {
  const isIn = (row: number) => row < widths.length && column < widths[row].length - 1;
  for (let begin = 0, end = 0; begin < widths.length; begin = end + 1) {
    let width = 0;
    for (end = begin; isIn(end); end++) width = Math.max(width, widths[end][column] + 1);
    for (let row = begin; row < end; row++) widths[row][column] = width;
  }
}

/** In characters, without quotes. */
function widthOf(cell: string): number {
  return runeCount(cell) - (cell.match(/\udcff/gu)?.length ?? 0);
}
