import { existsSync, openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { load } from './load.ts';
import { ParseError } from './parseError.ts';

/** Broken files, and what pprof makes of each, where they are at hand. */
const FOLDER = join(process.env.PROFLENS_CORPUS ?? '../shared/corpus', 'broken');
const TABLE = join(FOLDER, 'EXPECT.tsv');

interface Expected {
  readonly file: string;
  readonly what: string;
  readonly opens: boolean;
}

const expected: readonly Expected[] = (existsSync(TABLE) ? readFileSync(TABLE, 'utf8').trimEnd().split('\n').slice(1) : []).map((line) => {
  const [file, , what, command, exit] = line.split('\t');
  return { file, what, opens: exit === '0' && command.startsWith('pprof') };
});

/** Profiles that pprof opens, and then has nothing to report on. */
const EMPTY = new Set(['no-sample-types.pb.gz']);

describe.skipIf(expected.length === 0)('a broken file is opened, or refused in a sentence', () => {
  test.each(expected)('$file: $what', async ({ file, opens }) => {
    const loading = load(await openAsBlob(join(FOLDER, file)), { symbols: false });
    if (opens) expect((await loading).samples.count).toBeGreaterThanOrEqual(0);
    else if (EMPTY.has(file)) await loading.catch((error: unknown) => expect(error).toBeInstanceOf(ParseError));
    else {
      const error = await loading.then(() => undefined, (reason: unknown) => reason);
      expect(error).toBeInstanceOf(ParseError);
      expect(String(error)).toMatch(file.endsWith('.trace') ? /execution trace/ : /^ParseError: \S.{10,}/);
    }
  }, 60_000);
});
