import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { pathOf } from './profiles.ts';

/** The command as a process: what it keeps to itself, and how it ends. No page takes part. */
interface Companion {
  readonly command: ChildProcess;
  readonly origin: string;
  readonly code: string;
  /** Of the page that came by the printed address. */
  readonly token: string;
  /** All that it printed. */
  readonly printed: () => string;
}

const open: (() => void)[] = [];
test.afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function companion(...args: readonly string[]): Promise<Companion> {
  const command = spawn(process.execPath, [pathOf('dist/cli/proflens.js'), '-no_browser', ...args]);
  open.push(() => command.kill('SIGKILL'));
  let printed = '';
  for (const stream of [command.stdout, command.stderr]) stream.on('data', (text: Buffer) => (printed += text.toString()));
  await once(command.stdout, 'data');
  const [, origin, code] = /^(http:\/\/127\.0\.0\.1:\d+)\/#c=([\w-]+)/m.exec(printed) ?? [];
  const headers = { 'Content-Type': 'application/json', Origin: origin };
  const reply = await fetch(`${origin}/api/session`, { method: 'POST', headers, body: JSON.stringify({ code }) });
  const { token } = (await reply.json()) as { token: string };
  return { command, origin, code, token, printed: () => printed };
}

/** A program that answers nothing, ever. */
async function silentProgram(): Promise<{ readonly origin: string; readonly sockets: ReadonlySet<Socket> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer(() => {});
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  open.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets };
}

function asked({ origin, token }: Companion, request: object): Promise<Response> {
  return fetch(`${origin}/api/fetch`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Proflens-Token': token }, body: JSON.stringify(request) });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} gives up what is being fetched and ends well`, async () => {
    const program = await silentProgram();
    const running = await companion();
    const response = await asked(running, { url: `${program.origin}/debug/pprof/profile?seconds=60`, kind: 'profile' });
    const body = response.arrayBuffer().catch(() => 'broken');
    await expect.poll(() => program.sockets.size).toBe(1);
    const ended = once(running.command, 'exit');
    running.command.kill(signal);
    expect(await ended).toEqual([0, null]);
    await expect.poll(() => program.sockets.size).toBe(0);
    expect(await body).toBe('broken');
  });
}

test('an address that another program has ends the command with 4 and says what helps', async () => {
  const program = await silentProgram();
  const { host, port } = new URL(program.origin);
  const { status, stdout, stderr } = spawnSync(process.execPath, [pathOf('dist/cli/proflens.js'), `-http=${host}`, '-no_browser'], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([4, '']);
  expect(stderr).toContain(`${host} is taken by another program`);
  expect(stderr).toContain('-http=127.0.0.1: takes any free port');
  const moved = spawn(process.execPath, [pathOf('dist/cli/proflens.js'), `-http=${host}+`, '-no_browser']);
  open.push(() => moved.kill('SIGKILL'));
  const [printed] = (await once(moved.stdout, 'data')) as [Buffer];
  expect(printed.toString()).toContain(`Port ${port} is taken`);
});

test('it listens on no address that others reach, and says what does', async () => {
  for (const http of ['0.0.0.0:', '[::]:', '192.168.0.7:8080']) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [pathOf('dist/cli/proflens.js'), `-http=${http}`, '-no_browser'], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('serve on localhost and let ssh -L bring it elsewhere');
  }
});

test('no option of Node makes it take what is no HTTP, or longer headers', async () => {
  const command = spawn(process.execPath, [pathOf('dist/cli/proflens.js'), '-http=127.0.0.1:', '-no_browser'], { env: { ...process.env, NODE_OPTIONS: '--insecure-http-parser --max-http-header-size=1000000' } });
  open.push(() => command.kill('SIGKILL'));
  const [printed] = (await once(command.stdout, 'data')) as [Buffer];
  const { host, port } = new URL(printed.toString().trim());
  for (const [header, status] of [['X-A: b', '200'], ['X-A: b\x01c', '400'], [`X-A: ${'b'.repeat(20_000)}`, '400']]) {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n${header}\r\nConnection: close\r\n\r\n`));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    socket.destroy();
  }
});

test('with -idle_exit it ends by itself, and well', async () => {
  const { status, stdout } = spawnSync(process.execPath, [pathOf('dist/cli/proflens.js'), '-http=localhost:', '-no_browser', '-idle_exit=200ms'], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout).toContain('Nothing was asked for as long as -idle_exit says.');
});

test('code, token and passwords stand nowhere that another user of the machine reads', async () => {
  const program = await silentProgram();
  const headers = test.info().outputPath('headers');
  mkdirSync(test.info().outputPath(), { recursive: true });
  writeFileSync(headers, 'Authorization: Bearer CANARY\n', { mode: 0o600 });
  const running = await companion(`-header_file=${headers}`, `${program.origin}/debug/pprof/`);
  await (await asked(running, { url: 'http://user:CANARY@127.0.0.1:1/heap?token=CANARY', kind: 'profile', authorization: 'Bearer CANARY' })).arrayBuffer();
  await (await asked(running, { url: 'http://user:CANARY@169.254.169.254/?token=CANARY', kind: 'profile' })).arrayBuffer();
  expect(running.printed()).not.toContain(running.token);
  expect(running.printed()).not.toContain('CANARY');
  const targets = await fetch(`${running.origin}/api/targets`, { headers: { 'X-Proflens-Token': running.token } });
  expect(await targets.text()).not.toContain('CANARY');
  for (const file of ['cmdline', 'environ']) {
    const path = `/proc/${running.command.pid}/${file}`;
    if (!existsSync(path)) continue;
    const text = readFileSync(path, 'latin1');
    for (const secret of [running.token, running.code, 'CANARY']) expect(text).not.toContain(secret);
  }
});
