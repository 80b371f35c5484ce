import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rawText } from '#reports/raw.ts';
import { parseWhole } from './formats.ts';

/** pprof's own legacy profiles, and for each what pprof reads in it, as text. */
const FOLDER = join(process.env.PROFLENS_CORPUS ?? '../shared/corpus', 'pprof-goldens/profile-string');
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, `${name}.string`))) : [];

describe.skipIf(files.length === 0)('tables are those of pprof', () => {
  test.each(files)('for %s', (name) => {
    const text = [...rawText(parseWhole(readFileSync(join(FOLDER, name)), { symbols: false }))].join('');
    expect(text).toBe(readFileSync(join(FOLDER, `${name}.string`), 'utf8'));
  });
});
