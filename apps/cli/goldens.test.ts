import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseFlags, UsageError, type Command } from './flags.ts';
import { encodeText } from '#model/text.ts';
import { printReport } from './print.ts';

/** What pprof printed for our own profiles: testdata/goldens, made by testdata/make.sh. */
const TESTDATA = fileURLToPath(new URL('../../testdata', import.meta.url));

interface Golden {
  readonly output: string;
  readonly command: Command;
}

/** The goldens of the reports that the command has. */
function goldens(): Golden[] {
  const rows = readFileSync(join(TESTDATA, 'goldens/COMMANDS.tsv'), 'utf8').split('\n').filter(Boolean);
  return rows.flatMap((row) => {
    const [output, status, ...words] = row.split('\t');
    const command = understood(words);
    return status === '0' && command?.report !== undefined ? [{ output, command }] : [];
  });
}

function understood(words: readonly string[]): Command | undefined {
  try {
    return parseFlags(['-symbolize=none', ...words]);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

const inTestdata = (path: string) => join(TESTDATA, path);

describe('prints what pprof prints', () => {
  test('for some hundred commands', () => {
    expect(goldens().length).toBeGreaterThan(500);
  });

  test.each(goldens())('$output', async ({ output, command }) => {
    const { report, sources, bases } = command;
    if (report === undefined) throw new Error('a golden without a report');
    const { pieces } = await printReport({ ...command, sources: sources.map(inTestdata), bases: bases.map(inTestdata) }, report, TESTDATA);
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(typeof piece === 'string' ? encodeText(piece) : piece);
    const printed = Buffer.concat(parts).toString('latin1');
    expect(report.format === 'weblist' ? bodyOf(printed) : printed).toBe(readFileSync(join(TESTDATA, 'goldens', output), 'latin1'));
  });
});

/** How the page looks and unfolds is our own. */
function bodyOf(page: string): string {
  return page.slice(page.indexOf('</head>\n') + '</head>\n'.length);
}
