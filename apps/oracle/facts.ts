import { basename } from 'node:path';
import { parseFlags } from '#cli/flags.ts';
import { readSources } from '#cli/read.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { isExpected, readOnce } from './ours.ts';

/** What a profile gives to ask about. */
export interface Facts {
  readonly file: string;
  /** The folder of the corpus that it lies in. */
  readonly kind: string;
  readonly sampleTypes: readonly string[];
  /** Names of functions; those on most stacks first. */
  readonly functions: readonly string[];
  /** Source files. */
  readonly files: readonly string[];
  /** Names of binaries, without folders. */
  readonly binaries: readonly string[];
  readonly labels: readonly LabelFacts[];
}

export interface LabelFacts {
  readonly key: string;
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
  /** Of the numbers; empty for none. */
  readonly unit: string;
}

/** Undefined for a file that is no profile. */
export async function factsOf(file: string): Promise<Facts | undefined> {
  try {
    const { profile } = await readSources(parseFlags(['-top', '-symbolize=none', file]), { readOne: readOnce });
    return { file, kind: file.split('/')[0], sampleTypes: profile.sampleTypes.map(({ type }) => type), ...namesOf(profile), labels: labelsOf(profile) };
  } catch (error) {
    if (isExpected(error)) return undefined;
    throw error;
  }
}

function namesOf({ strings, functions, frames, stacks, mappings }: Profile): Pick<Facts, 'functions' | 'files' | 'binaries'> {
  const uses = new Map<number, number>();
  for (const frame of stacks.frame) {
    const fn = frames.fn[frame];
    if (fn !== NONE) uses.set(functions.name[fn], (uses.get(functions.name[fn]) ?? 0) + 1);
  }
  const names = [...uses].sort((a, b) => b[1] - a[1]).map(([name]) => strings[name]);
  return {
    functions: sayable(names),
    files: sayable(Array.from(functions.file, (file) => strings[file])),
    binaries: sayable(Array.from(mappings.file, (file) => basename(strings[file]))),
  };
}

function labelsOf({ strings, labels }: Profile): LabelFacts[] {
  const rows = Array.from({ length: labels.count }, (_, row) => row);
  const keys = new Set(rows.map((row) => strings[labels.key[row]]));
  return sayable([...keys]).map((key) => {
    const own = rows.filter((row) => strings[labels.key[row]] === key);
    const numeric = own.filter((row) => labels.text[row] === NONE);
    return {
      key,
      texts: sayable(own.flatMap((row) => (labels.text[row] === NONE ? [] : [strings[labels.text[row]]]))),
      numbers: numeric.map((row) => String(labels.number[row])),
      unit: numeric.map((row) => strings[labels.unit[row]]).find((unit) => unit !== '') ?? '',
    };
  });
}

/** Each once, of those that can stand on a command line. */
function sayable(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '' && text.length < 2000 && !text.includes('\0') && text.isWellFormed());
}
