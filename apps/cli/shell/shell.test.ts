import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { parseFlags } from '#cli/flags.ts';
import { loopbacks } from '#target/loopback.ts';
import { shell } from './shell.ts';

const TESTDATA = fileURLToPath(new URL('../../../testdata', import.meta.url));

/** What the shell says to lines from a pipe. */
async function piped(profile: string, lines: string, ...flags: readonly string[]): Promise<{ out: string; err: string }> {
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const said = Promise.all([text(output.setEncoding('latin1')), text(errors)]);
  await shell(parseFlags(['-symbolize=none', ...flags, join(TESTDATA, 'recorded', `${profile}.pb.gz`)]), { input: Readable.from([lines]), output, errors }, { lines: [], add: () => {} });
  output.end();
  errors.end();
  const [out, err] = await said;
  return { out, err };
}

describe('says what pprof says', () => {
  // testdata/shell, made by testdata/make.sh.
  const scripts = readdirSync(join(TESTDATA, 'shell'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.in'));

  test.each(scripts)('to %s', async (script) => {
    const transcript = (kind: string) => readFileSync(join(TESTDATA, 'shell', script.replace(/in$/, kind)), 'latin1');
    const { out, err } = await piped(dirname(script), transcript('in'));
    expect(out).toBe(transcript('out'));
    expect(err).toBe(transcript('err'));
  });
});

describe('reports go', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shell-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(file(name), 'utf8');

  test('to the file behind >, and all to that of output', async () => {
    const { out, err } = await piped('cpu.tiny', `top >${file('one')}\noutput=${file('all')}\ntop\ntop > ${file('two')}\noutput=\ntop`);
    expect(read('one')).toBe(out);
    expect(read('two')).toBe(out);
    expect(read('all')).toBe(out);
    expect(err.split('\n').slice(-4)).toEqual(['one', 'all', 'two'].map((name) => `Generating report in ${file(name)}`).concat(''));
  });

  test('to that of -output from the beginning', async () => {
    const { out } = await piped('cpu.tiny', 'top', `-output=${file('flag')}`);
    expect(out).toBe('');
    expect(read('flag')).toMatch(/^Showing nodes/);
  });

  test('nowhere, when that cannot be; the next line is read all the same', async () => {
    const { out, err } = await piped('cpu.tiny', `top >${file('no/such')}\ntop`);
    expect(err).toContain('no such file or directory');
    expect(out).toMatch(/^Showing nodes/);
  });
});

test('flags are the options that the shell begins with', async () => {
  const { out, err } = await piped('cpu.service', 'top\no', '-focus=pricing', '-nodecount=2', '-cum');
  expect(out).toContain('   focus=pricing\n');
  expect(out.split('\n').slice(-2)).toEqual([expect.stringContaining('%'), '']);
  expect(err).toMatch(/sort += cum /);
});

test('where the default sample type has no values, others are pointed at', async () => {
  const { err } = await piped('heap.leak.t2', 'q', `-base=${join(TESTDATA, 'recorded/heap.leak.t2.pb.gz')}`);
  expect(err).toContain('No samples were found with the default sample value type.\nTry "sample_index" command to analyze different sample values.\nEntering interactive mode');
});

test('a wrong option is told by the reports, not by the greeting', async () => {
  const { out, err } = await piped('cpu.tiny', 'top\nsample_index=\ntop', '-sample_index=nothing');
  expect(err).toBe('Entering interactive mode (type "help" for commands, "o" for options)\nsample_index "nothing" must be one of: [samples cpu]\n');
  expect(out).toMatch(/^Showing nodes/);
});

test('no page is opened for a pipe', async () => {
  expect((await piped('cpu.tiny', 'web')).err).toContain('web is for a terminal; proflens -web opens the page by itself');
});

test('an address is fetched once, and what was fetched is kept', async () => {
  const { http, close } = loopbacks();
  const folder = mkdtempSync(join(tmpdir(), 'shell-'));
  vi.stubEnv('PPROF_TMPDIR', folder);
  try {
    let asked = 0;
    const { address } = await http((_, response) => response.end((asked++, readFileSync(join(TESTDATA, 'recorded/cpu.tiny.pb.gz')))));
    const [output, errors] = [new PassThrough(), new PassThrough()];
    const said = Promise.all([text(output), text(errors)]);
    await shell(parseFlags([`${address}debug/pprof/profile`]), { input: Readable.from(['top 1\ntop 1\n']), output, errors }, { lines: [], add: () => {} });
    output.end();
    errors.end();
    const [out, err] = await said;
    expect(out.split('Showing top 1 nodes')).toHaveLength(3);
    expect(err).toContain(`Fetching profile over HTTP from ${address}debug/pprof/profile\nSaved profile in ${join(folder, 'pprof.parcels.samples.cpu.001.pb.gz')}\n`);
    expect(asked).toBe(1);
  } finally {
    close();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
});
