import { isKnownUnit, scale } from './units.ts';
import type { Int64 } from './int64.ts';

/**
 * A tag filter (tagfocus, tagignore) for just the samples that have the label. A comma would end a pattern and a first
 * "=" the key, so both are spelt out; a key that cannot stand before "=" is matched as part of `key:value`.
 */
export function textLabelFilter(key: string, text: string): string {
  return canBeKey(key) ? `${key}=^${escaped(text)}$` : `^${escaped(`${key}:${text}`)}$`;
}

/**
 * The same for numbers from `least` to `most`; empty where a filter has no words for it.
 * @param unit of the key's numbers
 */
export function numberLabelFilter(key: string, least: Int64, most: Int64, unit: string): string {
  const name = isKnownUnit(unit) ? scale(1, unit, unit).unit : '';
  if (!canBeKey(key) || !/^[A-Za-z]*$/.test(name)) return '';
  return least === most ? `${key}=${least}${name}` : `${key}=${least}${name}:${most}${name}`;
}

/** One that also leaves out the label of `more`, where both are about texts of the same key: else `more` alone. */
export function withLabelIgnored(before: string, more: string): string {
  const key = keyOf(before);
  const isText = (filter: string) => filter.includes('=^');
  if (key === undefined || key !== keyOf(more) || !isText(before) || !isText(more)) return more;
  const pattern = more.slice(key.length + 1);
  return before.slice(key.length + 1).split(',').includes(pattern) ? before : `${before},${pattern}`;
}

function keyOf(filter: string): string | undefined {
  const equals = filter.indexOf('=');
  return equals > 0 ? filter.slice(0, equals) : undefined;
}

function canBeKey(key: string): boolean {
  return key !== '' && !key.includes('=');
}

/** An RE2 expression for the text. */
function escaped(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&').replaceAll(',', '\\x2c').replaceAll('=', '\\x3d');
}
