import { isKnownUnit, scale } from './units.ts';
import type { Int64 } from './int64.ts';

/**
 * A tag filter (tagfocus, tagignore) for just the samples that have the label. A comma would end a pattern, a first "="
 * the key and "|" one of several patterns, so they are spelt out; a key that cannot stand before "=" is matched as part of `key:value`.
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

/**
 * A filter that also matches what `more` does, where both are about texts: patterns of one key follow each other, as any of
 * them suffices; those of several keys become one expression for `key:value`. Else `more` alone, as a filter has no words for both.
 */
export function withLabelIgnored(before: string, more: string): string {
  const [known, added] = [patternsOf(before), patternsOf(more)];
  if (known === undefined || added === undefined) return more;
  if (known.key === added.key && known.key !== '') {
    const patterns = [...new Set([...known.patterns, ...added.patterns])];
    return `${known.key}=${patterns.join(',')}`;
  }
  return [...new Set([...ofAnyKey(known), ...ofAnyKey(added)])].join('|');
}

interface Patterns {
  /** Empty where they are matched against `key:value`. */
  readonly key: string;
  readonly patterns: readonly string[];
}

/** What a filter consists of, where it is one that matches whole texts. */
function patternsOf(filter: string): Patterns | undefined {
  const equals = filter.indexOf('=');
  const key = equals > 0 ? filter.slice(0, equals) : '';
  const patterns = key === '' ? filter.split('|') : filter.slice(equals + 1).split(',');
  return patterns.every((pattern) => /^\^[^,]*\$$/.test(pattern)) ? { key, patterns } : undefined;
}

function ofAnyKey({ key, patterns }: Patterns): string[] {
  return patterns.map((pattern) => (key === '' ? pattern : `^${escaped(key)}:${pattern.slice(1)}`));
}

function canBeKey(key: string): boolean {
  return key !== '' && !key.includes('=');
}

/** An RE2 expression for the text. */
function escaped(text: string): string {
  return text.replace(/[\\.+*?()[\]{}^$]/g, '\\$&').replaceAll(',', '\\x2c').replaceAll('=', '\\x3d').replaceAll('|', '\\x7c');
}
