import { parseFlags } from '#cli/flags.ts';
import { trimmedPath } from '#model/names.ts';
import { readOnce } from './ours.ts';

/** What differs on purpose, by docs/differences.md. */
interface Difference {
  readonly reason: string;
  /** Whether a command is about it. */
  readonly isIn: (words: readonly string[]) => boolean | Promise<boolean>;
  /** An output without what differs; undefined where that cannot be told apart. */
  readonly without?: (text: string) => string;
}

const DIFFERENCES: readonly Difference[] = [
  {
    reason: 'a page of source has a style and a script of its own',
    isIn: ([format]) => format.startsWith('-weblist='),
    without: (text) => text.slice(text.indexOf('<body>')),
  },
  {
    reason: 'pprof trims paths once more for each cut of a graph, and nodes whose path gets shorter then are lost',
    isIn: trimsTwice,
  },
];

/** Outputs may be compared once this is done to both. */
export function withoutPurpose(words: readonly string[], text: string): string {
  return DIFFERENCES.reduce((left, { isIn, without }) => (without !== undefined && isIn(words) === true ? without(left) : left), text);
}

/** Whether a command's output may be another on purpose. */
export async function isPurpose(words: readonly string[]): Promise<boolean> {
  const found = await Promise.all(DIFFERENCES.map(async ({ isIn, without }) => without === undefined && (await isIn(words))));
  return found.includes(true);
}

async function trimsTwice(words: readonly string[]): Promise<boolean> {
  const { options, sources, bases, symbols } = parseFlags(words);
  if (options.sourcePath === '' && options.trimPath === '') return false;
  const trim = (path: string) => trimmedPath(path, options.trimPath, options.sourcePath);
  const profiles = await Promise.all([...sources, ...bases].map((path) => readOnce(path, symbols)));
  return profiles.some(({ functions, strings }) => functions.file.some((file) => trim(trim(strings[file])) !== trim(strings[file])));
}
