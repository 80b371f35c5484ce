import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { readFrames, type Frame } from '#model/live.ts';
import { DEFAULTS } from '#model/options.ts';
import { launcherOf } from '#server/browser.ts';
import { ask, codeOf, exchange, ownHeaders, post } from '#server/testClient.ts';
import { loopbacks } from '#target/loopback.ts';
import { parseFlags } from './flags.ts';
import { addressOnEnter, pageRequest, parseHostPort, serveCommand, servePage } from './serve.ts';

/** For a machine under load. */
const PATIENTLY = { timeout: 30_000 };

test.each([
  ['localhost:8080', 'localhost', 8080, false],
  [':9090', 'localhost', 9090, false],
  [':9090+', 'localhost', 9090, true],
  [':', 'localhost', 0, false],
  ['127.0.0.1:', '127.0.0.1', 0, false],
  ['[::1]:6060', '::1', 6060, false],
])('-http=%s', (text, host, port, moves) => {
  expect(parseHostPort(text)).toEqual({ host, port, moves });
});

test.each(['', ':+', ':8080++', '8080', 'localhost', 'localhost:http', ':70000', 'http://localhost:80', '::1:80'])('-http=%s is no address', (text) => {
  expect(() => parseHostPort(text)).toThrow(`-http=${text}: expected host:port`);
});

test.each([
  ['nowhere.pb.gz', 'nowhere.pb.gz: no such file'],
  ['/dev/null', '/dev/null: not a file'],
])('%s is refused with a sentence', async (path, message) => {
  await expect(serveCommand({ ...(await pageRequest(parseFlags(['-no_browser', path]))), app: 'apps/server' }, { view: 'flame', options: DEFAULTS })).rejects.toThrow(message);
});

test('with -http several profiles are looked at together, but for what they are compared with; a program never is', async () => {
  const of = async (...args: readonly string[]) => {
    const { parts, targets } = await pageRequest(parseFlags(args), () => {});
    return [...parts, ...targets.filter(({ isPart }) => isPart).map(({ name }) => name)];
  };
  const [a, b] = ['plain.pb.gz', 'folded.txt'].map((name) => fileURLToPath(new URL(`../../testdata/corners/${name}`, import.meta.url)));
  expect(await of('-http=:', a, b)).toEqual([a, b]);
  expect(await of('-http=:', '-base=c.pb.gz', a, 'http://host/debug/pprof/heap')).toEqual([a, 'host heap']);
  expect(await of('-http=:', '-base=c.pb.gz', a)).toEqual([]);
  expect(await of('-http=:', a, 'http://host/')).toEqual([]);
  expect(await of(a, b)).toEqual([]);
});

test('each Enter at the terminal prints another address; nobody sits at a pipe', () => {
  const lines: string[] = [];
  let count = 0;
  const enterAt = (isTTY: boolean) => {
    const input = Object.assign(new EventEmitter(), { isTTY });
    addressOnEnter(input as unknown as NodeJS.ReadStream, () => `address ${++count}`, (line) => lines.push(line));
    input.emit('data', Buffer.from('\n'));
    input.emit('data', Buffer.from('\n'));
  };
  enterAt(false);
  expect(lines).toEqual([]);
  enterAt(true);
  expect(lines).toEqual([expect.stringContaining('Press Enter'), 'address 1', 'address 2']);
});

test('the printed address opens for ten minutes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'serve-'));
  vi.useFakeTimers({ toFake: ['Date'] });
  const page = await servePage({ ...(await pageRequest(parseFlags(['-no_browser']))), app: folder });
  try {
    const [early, late] = [0, 1].map(() => codeOf(page.address({ view: 'flame', options: DEFAULTS })));
    vi.setSystemTime(Date.now() + 599_000);
    expect((await exchange(page, early)).status).toBe(200);
    vi.setSystemTime(Date.now() + 2000);
    expect((await exchange(page, late)).status).toBe(401);
  } finally {
    vi.useRealTimers();
    await page.close();
    rmSync(folder, { recursive: true });
  }
});

test('the browser is opened by the system, without a shell', () => {
  expect(launcherOf('linux')).toEqual(['xdg-open']);
  expect(launcherOf('darwin')).toEqual(['open']);
  expect(launcherOf('win32')).toEqual(['rundll32', 'url.dll,FileProtocolHandler']);
});

test('the page has a program asked that the command names, with the password that the command has for it, and what comes is kept', async () => {
  const { http, close } = loopbacks();
  const folder = mkdtempSync(join(tmpdir(), 'serve-'));
  vi.stubEnv('PPROF_TMPDIR', folder);
  const bytes = readFileSync(fileURLToPath(new URL('../../testdata/recorded/cpu.tiny.pb.gz', import.meta.url)));
  const asked: unknown[] = [];
  const program = await http(({ url, headers }, response) => {
    asked.push([url, headers.authorization, headers['x-team']]);
    response.end(bytes);
  });
  const lines: string[] = [];
  const source = `${program.address.replace('//', '//me:CANARY@')}debug/pprof/profile?api_key=CANARY`;
  const request = await pageRequest(parseFlags(['-no_browser', '-seconds=2', '-header=X-Team: ours', source]), (line) => lines.push(line));
  const page = await servePage({ ...request, app: folder });
  try {
    const shown = page.address({ view: 'flame', options: DEFAULTS });
    const { token } = JSON.parse((await exchange(page, codeOf(shown))).body.toString()) as { readonly token: string };
    const own = { ...ownHeaders(page), 'X-Proflens-Token': token };
    const listed = await ask(page, '/api/targets', { headers: own });
    const url = `${program.address}debug/pprof/profile?seconds=2`;
    expect(JSON.parse(listed.body.toString())).toEqual([{ id: '0', url, kind: 'profile', name: `${new URL(url).host} profile`, isPart: false }]);
    const frames = await framesOf((await post(page, '/api/fetch', { url, kind: 'profile' }, own)).body);
    expect(frames.at(-1)).toMatchObject({ kind: 'end', end: { bytes: bytes.length } });
    expect(Buffer.concat(frames.flatMap((frame) => (frame.kind === 'data' ? [frame.bytes] : []))).equals(bytes)).toBe(true);
    expect(asked).toEqual([['/debug/pprof/profile?seconds=2&api_key=CANARY', `Basic ${Buffer.from('me:CANARY').toString('base64')}`, 'ours']]);
    const file = join(folder, 'pprof.parcels.samples.cpu.001.pb.gz');
    await vi.waitFor(() => expect(lines).toContain(`Saved profile in ${file}`), PATIENTLY);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(shown + listed.body.toString() + JSON.stringify(frames) + readdirSync(folder).join() + lines.join()).not.toContain('CANARY');
  } finally {
    await page.close();
    close();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
});

async function framesOf(body: Buffer): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of readFrames((async function* () {
    yield body;
  })())) frames.push(frame);
  return frames;
}
