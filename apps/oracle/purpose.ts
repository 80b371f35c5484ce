/** What differs on purpose, by docs/differences.md, and how an output reads without it. */
interface Difference {
  /** The format's flag. */
  readonly flag: string;
  readonly reason: string;
  readonly without: (text: string) => string;
}

const DIFFERENCES: readonly Difference[] = [
  { flag: '-weblist', reason: 'the page has a style and a script of its own', without: (text) => text.slice(text.indexOf('<body>')) },
];

/** Both outputs may be compared once this is done to them. */
export function withoutPurpose(flag: string, text: string): string {
  return DIFFERENCES.filter((difference) => difference.flag === flag).reduce((left, { without }) => without(left), text);
}
