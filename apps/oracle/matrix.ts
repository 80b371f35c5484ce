import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { DRAWN_FORMATS, drawCommand } from './draw.ts';
import { factsOf, type Facts } from './facts.ts';
import { Random } from './random.ts';

/** A command line, and the folder of the corpus that its profile is in. */
export interface Command {
  readonly kind: string;
  readonly words: readonly string[];
}

/** Folders of the corpus that hold profiles, or what somebody may take for one. */
const KINDS = ['cpu', 'heap', 'goroutine', 'contention', 'series', 'large', 'legacy', 'pprof-goldens', 'foreign', 'http', 'broken'];
const NOT_PROFILES = new Set(['.md', '.tsv', '.py']);

/**
 * `each` commands for every sample type of every profile in the current folder. What is drawn for a profile depends on the
 * seed and on the profiles of its kind alone.
 * @param kinds folders; none for all
 */
export async function drawMatrix(seed: string, each: number, kinds: readonly string[]): Promise<Command[]> {
  const commands: Command[] = [];
  for (const kind of kinds.length > 0 ? kinds : KINDS) {
    const files = filesIn(kind);
    const facts: Facts[] = [];
    for (const file of files) {
      const found = await factsOf(file);
      if (found === undefined) commands.push({ kind, words: ['-top', '-symbolize=none', file] });
      else facts.push(found);
    }
    for (const profile of facts) commands.push(...commandsFor(profile, facts, seed, each).map((words) => ({ kind, words })));
  }
  return commands;
}

function commandsFor(profile: Facts, facts: readonly Facts[], seed: string, each: number): string[][] {
  return profile.sampleTypes.flatMap((sampleType, column) => {
    const random = new Random(`${seed} ${profile.file} ${column}`);
    // All formats, again and again, each time in another order.
    const formats = Array.from({ length: Math.ceil(each / DRAWN_FORMATS.length) }, () => random.some(DRAWN_FORMATS, DRAWN_FORMATS.length)).flat();
    return formats.slice(0, each).map((format) => drawCommand(random, profile, sampleType, format, facts));
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !NOT_PROFILES.has(extname(path)))
    .sort();
}
