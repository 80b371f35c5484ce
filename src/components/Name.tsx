import { searchOf } from '#model/search.ts';
import { textPieces } from '#model/visibleText.ts';
import { nameParts } from './nameParts.ts';
import styles from './Name.module.css';

/** Longer ones are cut at the front: nobody reads them in a line, and the browser would measure them all. */
const MAX_LENGTH = 600;

/**
 * A function's name in one line: path and package muted, the path giving way first when room is short, the end of the
 * method never. Characters that cannot be seen are spelt out.
 *
 * @param find a search, whose terms are marked where the name has them
 */
export function Name({ name, fn, find = '' }: { readonly name: string; readonly fn?: string; readonly find?: string }) {
  const { path, package: qualifier, rest, place } = nameParts(name, fn);
  const found = placesOf(find, name);
  const restAt = path.length + qualifier.length;
  const cut = Math.max(0, restAt + rest.length - MAX_LENGTH);
  const part = (text: string, at: number) => <Text text={text.slice(Math.max(0, cut - at))} found={from(found, Math.max(at, cut))} />;
  return (
    <>
      <span className={styles.name}>
        <bdi dir="ltr">
          {cut > 0 && '…'}
          <span className={styles.muted}>{part(path + qualifier, 0)}</span>
          {name === '' ? '(no name)' : part(rest, restAt)}
        </bdi>
      </span>
      {place !== '' && (
        <span className={styles.place}>
          <bdi dir="ltr">
            <Text text={place} found={from(found, restAt + rest.length)} />
          </bdi>
        </span>
      )}
    </>
  );
}

export type Range = readonly [start: number, end: number];

/** The ranges counted from there. */
export function from(ranges: readonly Range[], at: number): Range[] {
  return ranges.map(([start, end]) => [start - at, end - at]);
}

/** Where a text has what is searched for, in any case. */
export function placesOf(find: string, name: string): Range[] {
  const search = find === '' ? undefined : searchOf(find);
  if (search?.kind !== 'terms') return [];
  const text = name.toLowerCase();
  return search.terms.flatMap((term) => placesOfTerm(term, text)).sort(([a], [b]) => a - b);
}

function placesOfTerm(term: string, text: string): Range[] {
  const places: Range[] = [];
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) places.push([at, at + term.length]);
  return places;
}

/** Text from a profile as it may be shown. */
export function Text({ text, found = [] }: { readonly text: string; readonly found?: readonly Range[] }) {
  const parts = [];
  let at = 0;
  for (const [start, end] of found) {
    if (end <= at || start >= text.length) continue;
    const from = Math.max(start, at);
    parts.push(
      <Pieces key={at} text={text.slice(at, from)} />,
      <mark key={`${at} found`} className={styles.mark}>
        <Pieces text={text.slice(from, end)} />
      </mark>,
    );
    at = end;
  }
  return (
    <>
      {parts}
      <Pieces text={text.slice(at)} />
    </>
  );
}

function Pieces({ text }: { readonly text: string }) {
  return textPieces(text).map((piece, i) =>
    piece.escaped ? (
      <span key={i} className={styles.escape}>
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}
