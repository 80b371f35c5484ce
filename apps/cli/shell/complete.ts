import { FORMAT_FLAGS } from '#cli/formats.ts';
import { fieldsOf, shortcutsOf } from './line.ts';
import { PAGE, SETTINGS, type SampleTypes } from './settings.ts';

/** What can be completed. */
export interface Vocabulary {
  /** What a line may begin with. */
  readonly words: readonly string[];
  /** Names of the profile's functions. */
  readonly functions: readonly string[];
}

export interface Completion {
  /** The end of the line that is to be replaced. */
  readonly word: string;
  /** What may stand there instead. */
  readonly matches: readonly string[];
}

export function vocabularyOf(types: SampleTypes, functions: Iterable<string>): Vocabulary {
  const words = [...FORMAT_FLAGS.keys(), PAGE, ...SETTINGS.keys(), ...shortcutsOf(types).keys(), 'help', 'options', 'quit', 'exit'];
  return { words: [...new Set(words)].filter((word) => /^\w/.test(word)), functions: [...new Set(functions)].filter((name) => name !== '') };
}

/**
 * The first word is completed from its beginning, in any case of letters; words behind a command from any part of a
 * function's name, also behind the "-" that ignores. Those of `tags` are of labels, which are not known by name.
 *
 * Rules: github.com/google/pprof, internal/driver/interactive.go (newCompleter).
 */
export function complete(line: string, { words, functions }: Vocabulary): Completion {
  const typed = fieldsOf(line);
  const last = typed.at(-1);
  if (last === undefined || /\s$/.test(line)) return { word: '', matches: [] };
  if (typed.length === 1 || (typed.length === 2 && typed[0] === 'help')) {
    const start = last.toLowerCase();
    return { word: last, matches: words.filter((word) => word.startsWith(start)) };
  }
  const isNarrowed = typed[0] === PAGE || (FORMAT_FLAGS.has(typed[0]) && typed[0] !== 'tags');
  const word = last.replace(/^-/, '');
  if (!isNarrowed || word === '') return { word, matches: [] };
  return { word, matches: functions.flatMap((name) => (name.includes(word) || literal(name).includes(word) ? literal(name) : [])) };
}

/** The name as a regexp of one word that matches it. A dot is left as it is: it matches itself, and reads better. */
function literal(name: string): string {
  return name.replace(/[\\()[\]{}*+?|^$]/g, String.raw`\$&`).replace(/\s/g, String.raw`\s`);
}
