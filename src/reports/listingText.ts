import type { Int64 } from '#model/int64.ts';
import type { ValueType } from '#model/profile.ts';
import { padLeft } from '#model/text.ts';
import { percentage } from '#model/units.ts';
import type { Listing, ListingRow } from './listing.ts';
import { formatValue } from './subject.ts';

/** What is needed to print the numbers of a listing. */
export interface ListingNumbers {
  readonly type: ValueType;
  /** As asked, so "minimum" is chosen for each number by itself. */
  readonly unit: string;
  readonly total: Int64;
  readonly ratio: number;
}

/** Rows that are made in one go. */
const PIECE = 1000;

/** A listing as text, in its order and laid out as `pprof -list` does it; a line whose text nobody has is a number alone. */
export function* listingText(listing: Listing, numbers: ListingNumbers): Generator<string> {
  const print = (value: Int64) => formatValue(numbers, value, numbers.unit);
  yield `Total: ${print(numbers.total)}\n`;
  for (let begin = 0; begin < listing.count; begin += PIECE) {
    for (const row of listing.between(begin, begin + PIECE)) yield rowText(row, numbers, print);
  }
}

function rowText(row: ListingRow, { total }: ListingNumbers, print: (value: Int64) => string): string {
  const cell = (value: Int64) => padLeft(Number(value) === 0 ? '.' : print(value), 10);
  switch (row.kind) {
    case 'file':
      return '';
    case 'function':
      return `ROUTINE ======================== ${row.fn} in ${row.file}\n${padLeft(print(row.flat), 10)} ${padLeft(print(row.cum), 10)} (flat, cum) ${percentage(row.cum, total)} of Total\n`;
    case 'line':
    case 'call':
      return `${cell(row.flat)} ${cell(row.cum)} ${String(row.line).padStart(6)}:${row.text ?? ''}\n`;
  }
}
