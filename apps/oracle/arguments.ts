import { parseArgs } from 'node:util';

export interface Arguments {
  /** Decides what is drawn. */
  readonly seed: string;
  /** Commands for each profile and sample type. */
  readonly each: number;
  /** Of all commands, so many at random; all where it is undefined. */
  readonly sample: number | undefined;
  /** The first few differences are shown line by line. */
  readonly show: boolean;
  /** Folders of the corpus. */
  readonly kinds: readonly string[];
  /** One command to compare, and no other. */
  readonly command: readonly string[];
}

export const USAGE = `npm run oracle [-- [--seed N] [--each N] [--sample N] [--show] [KIND …]]
npm run oracle -- [--show] -top -symbolize=none … PROFILE      compares this one command`;

/** @throws TypeError for what cannot be understood */
export function parseArguments(words: readonly string[]): Arguments {
  const at = words.findIndex((word) => /^-[^-]/.test(word));
  const [own, command] = at < 0 ? [words, []] : [words.slice(0, at), words.slice(at)];
  const { values, positionals } = parseArgs({
    args: [...own],
    options: { seed: { type: 'string' }, each: { type: 'string' }, sample: { type: 'string' }, show: { type: 'boolean' } },
    allowPositionals: true,
  });
  return {
    seed: values.seed ?? String(Math.floor(Math.random() * 1e9)),
    each: Number(values.each ?? 60),
    sample: values.sample === undefined ? undefined : Number(values.sample),
    show: values.show ?? false,
    kinds: positionals,
    command,
  };
}
