import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseFlags } from './flags.ts';
import { pageRequest } from './serve.ts';

const TESTDATA = fileURLToPath(new URL('../../testdata', import.meta.url));
const bytesOf = (name: string) => readFileSync(join(TESTDATA, 'recorded', name));

let saved = '';
beforeEach(() => {
  saved = mkdtempSync(join(tmpdir(), 'targets-'));
  vi.stubEnv('PPROF_TMPDIR', saved);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(saved, { recursive: true });
});

/** For a machine under load. */
const PATIENTLY = { timeout: 30_000 };

test.each([
  ['http://localhost:6060', 'service', 'http://localhost:6060/debug/pprof/', 'localhost:6060'],
  ['localhost:6060/', 'service', 'http://localhost:6060/debug/pprof/', 'localhost:6060'],
  ['http://host/debug/pprof', 'service', 'http://host/debug/pprof/', 'host'],
  ['http://host/v2/_zot/pprof/', 'service', 'http://host/v2/_zot/pprof/', 'host/v2/_zot'],
  ['http://user:pass@host/auth/debug/pprof/?token=x', 'service', 'http://host/auth/debug/pprof/', 'host/auth'],
  ['http://host/v2/_zot/pprof/heap?gc=1', 'profile', 'http://host/v2/_zot/pprof/heap?gc=1', 'host/v2/_zot heap'],
  ['https+insecure://host/debug/pprof/profile', 'profile', 'https://host/debug/pprof/profile', 'host profile'],
  ['http://host/cpu.pb.gz?sig=x&a=1', 'profile', 'http://host/cpu.pb.gz?a=1', 'host cpu.pb.gz'],
])('%s is a %s for the page', async (source, kind, url, name) => {
  const { targets, files } = await pageRequest(parseFlags([source]));
  expect(targets).toMatchObject([{ kind, url, name }]);
  expect(files).toEqual([]);
});

test('what is secret stays with the target', async () => {
  const { targets } = await pageRequest(parseFlags(['-header=X-Team: ours', 'https+insecure://user:pass@host/heap?token=x&a=1']));
  expect(targets).toMatchObject([{ headers: { 'X-Team': 'ours' }, query: [['token', 'x']], address: { insecure: true, authorization: 'Basic dXNlcjpwYXNz' } }]);
  expect(targets[0].address.url.href).toBe('https://host/heap?a=1&token=x');
});

test('-seconds is for profiles', async () => {
  const { targets } = await pageRequest(parseFlags(['-seconds=4', '-timeout=9', 'http://host/profile', 'http://host/debug/pprof/']));
  expect(targets.map(({ url }) => url)).toEqual(['http://host/profile?seconds=4', 'http://host/debug/pprof/']);
  expect(targets[0].limits.total).toBe(14_000);
});

test('files and addresses are parted, and a base is found by its name', async () => {
  const file = join(TESTDATA, 'recorded/cpu.tiny.pb.gz');
  const command = parseFlags(['-base=http://host/debug/pprof/heap', file, 'http://host/debug/pprof/allocs']);
  const { files, targets, base } = await pageRequest(command);
  expect(files).toEqual([file]);
  expect(targets.map(({ name }) => name)).toEqual(['host allocs', 'host heap']);
  expect(base).toEqual({ name: 'host heap', isDifference: false });
});

test('a profile that the command names is kept once it was fetched; others of the program are not', async () => {
  const lines: string[] = [];
  const { targets } = await pageRequest(parseFlags(['http://host/debug/pprof/profile']), (text) => lines.push(text));
  targets[0].onFetched(bytesOf('heap.service.pb.gz'), 'http://host/debug/pprof/heap');
  targets[0].onFetched(bytesOf('cpu.tiny.pb.gz'), 'http://host/debug/pprof/profile');
  await vi.waitFor(() => expect(lines).toEqual([`Saved profile in ${join(saved, 'pprof.parcels.samples.cpu.001.pb.gz')}`]), PATIENTLY);
  expect(readFileSync(join(saved, readdirSync(saved)[0])).equals(bytesOf('cpu.tiny.pb.gz'))).toBe(true);
});

test('of a service nothing is kept, but the source that its profiles name may be read', async () => {
  const { targets, naming } = await pageRequest(parseFlags(['http://host:6060']), () => expect.unreachable());
  targets[0].onFetched(bytesOf('cpu.tiny.pb.gz'), 'http://host:6060/debug/pprof/profile');
  targets[0].onFetched(bytesOf('heap.leak.t2.debug1.txt'), 'http://host:6060/debug/pprof/heap?debug=1');
  expect(naming.list()).toEqual([bytesOf('cpu.tiny.pb.gz')]);
  expect(readdirSync(saved)).toEqual([]);
});

test('what cannot be asked is told before anything is served', async () => {
  await expect(pageRequest(parseFlags(['ftp://user:CANARY@host/']))).rejects.toThrow(/^(?!.*CANARY).*ftp: is no scheme/);
  await expect(pageRequest(parseFlags(['-tls_key=x', 'https://host/']))).rejects.toThrow('-tls_cert must also be specified');
});
