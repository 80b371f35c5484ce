import { Fragment } from 'react';
import { goTokens, type LineStart, type Token } from '#reports/goSyntax.ts';
import { from, placesOf, Text, type Range } from './Name.tsx';
import styles from './SourceText.module.css';

interface SourceTextProps {
  readonly text: string;
  readonly file: string;
  /** What the line begins in, where the language is one that is coloured. */
  readonly start: LineStart;
  /** Marked where the text has it, in any case. */
  readonly find: string;
}

/** A line is cut where nobody reads on. */
const LONGEST = 2000;

/** A line of source in its colours. */
export function SourceText({ text, file, start, find }: SourceTextProps) {
  const shown = text.slice(0, LONGEST);
  const tokens: readonly Token[] = file.endsWith('.go') ? goTokens(shown, start).tokens : [{ ink: 'plain', text: shown }];
  const found = placesOf(find, shown);
  return (
    <>
      {placed(tokens).map(({ ink, text: piece, at }) => (
        <span key={at} className={styles[ink]}>
          <Tabbed text={piece} found={from(found, at)} />
        </span>
      ))}
      {text.length > LONGEST && '…'}
    </>
  );
}

/** A tab is none of the characters that have to be spelt out: here it is one. */
function Tabbed({ text, found }: { readonly text: string; readonly found: readonly Range[] }) {
  const parts = placed(text.split(/(?<=\t)/).map((part) => ({ text: part })));
  return parts.map(({ text: part, at }) => (
    <Fragment key={at}>
      <Text text={part.replace('\t', '')} found={from(found, at)} />
      {part.endsWith('\t') && '\t'}
    </Fragment>
  ));
}

/** Pieces of a text with where they begin. */
function placed<Piece extends { readonly text: string }>(pieces: readonly Piece[]): (Piece & { readonly at: number })[] {
  const found: (Piece & { readonly at: number })[] = [];
  let at = 0;
  for (const piece of pieces) {
    found.push({ ...piece, at });
    at += piece.text.length;
  }
  return found;
}
