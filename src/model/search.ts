const REGEXP = 're:';

/** What one looks for in names and files. */
export type Search =
  | { readonly kind: 'nothing' }
  /** RE2, as it stands behind "re:". */
  | { readonly kind: 'regexp'; readonly source: string }
  /** Texts that must all be there, in any case and order; in lower case. */
  | { readonly kind: 'terms'; readonly terms: readonly string[] };

/** Reads a search: "re:" and RE2, or terms between blanks; quotes keep blanks in a term. */
export function searchOf(text: string): Search {
  if (text.startsWith(REGEXP)) return text === REGEXP ? { kind: 'nothing' } : { kind: 'regexp', source: text.slice(REGEXP.length) };
  const terms = [...text.toLowerCase().matchAll(/"([^"]+)"?|([^\s"]+)/g)].map(([, quoted, plain]) => quoted ?? plain);
  return terms.length === 0 ? { kind: 'nothing' } : { kind: 'terms', terms };
}

export function isRegexp(text: string): boolean {
  return text.startsWith(REGEXP);
}

/** The search as a regular expression, or as plain text again. */
export function withRegexp(text: string, wanted: boolean): string {
  if (wanted === isRegexp(text)) return text;
  return wanted ? REGEXP + text : text.slice(REGEXP.length);
}

export function matchesTerms(terms: readonly string[]): (text: string) => boolean {
  return (text) => {
    const lower = text.toLowerCase();
    return terms.every((term) => lower.includes(term));
  };
}

/** Orders of terms that an expression may list. */
const MOST_TERMS = 4;

/** RE2 that matches what the search matches; empty where there is nothing to look for, or too much to say in an expression. */
export function patternOfSearch(search: Search): string {
  if (search.kind === 'regexp') return search.source;
  if (search.kind === 'nothing' || search.terms.length > MOST_TERMS) return '';
  const escaped = search.terms.map((term) => term.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'));
  return `(?i)${orders(escaped).map((terms) => terms.join('.*')).join('|')}`;
}

function orders(all: readonly string[]): string[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap((first, i) => orders(all.filter((_, other) => other !== i)).map((rest) => [first, ...rest]));
}
