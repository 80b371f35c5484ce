import type { Failure } from '#engine/protocol.ts';
import { OPTIONS, type Options } from '#model/options.ts';

/** What an answer, or its failing, says of the options that were asked: what belongs to one of them, and the rest. */
export interface Problems {
  readonly problems: Readonly<Record<string, string>>;
  readonly rest: readonly string[];
}

/** The sentences name their option as pprof does: "parsing focus regexp: …", "ShowFrom expression matched no samples". */
export function problemsOf(options: Options, failure: Failure | undefined, notes: readonly string[]): Problems {
  const problems: Record<string, string> = {};
  const rest: string[] = [];
  for (const sentence of failure === undefined ? notes : [failure.message]) {
    const [, ofPattern, error, ofNote, note] = /^parsing (\w+) regexp: (.*)$|^(\w+) expression (matched .*)$/s.exec(sentence) ?? [];
    const field = fieldOf(ofPattern ?? ofNote ?? '');
    if (field !== undefined && options[field] !== '') problems[field] = error ?? note;
    else if (failure === undefined) rest.push(sentence);
  }
  return { problems, rest };
}

function fieldOf(name: string): keyof Options | undefined {
  const wanted = name.replaceAll('_', '').toLowerCase();
  return OPTIONS.find((info) => info.field.toLowerCase() === wanted)?.field;
}
