import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from './profiles.ts';

/** A running program to look at. */
export interface LiveTarget {
  /** `http://127.0.0.1:6060`. */
  readonly url: string;
  /** `127.0.0.1:6060`. */
  readonly host: string;
  /** Has it forget parcels: a leak of goroutines. */
  forget(parcels: number): Promise<void>;
  close(): void;
}

/** One that says what it was asked. */
export interface RecordedTarget extends LiveTarget {
  /** Paths with queries, in their order. */
  readonly asked: readonly string[];
  /** Requests that never get an answer and are still open. */
  readonly waiting: ReadonlySet<string>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly bytes: Buffer;
}

/** What `testdata/live` says the program answered, by path; the second time is after it forgot. */
function recorded(): ReadonlyMap<string, readonly Answer[]> {
  const folder = 'testdata/live';
  const answers = new Map<string, Answer[]>();
  const [, ...rows] = readFileSync(pathOf(`${folder}/ANSWERS.tsv`), 'utf8').trimEnd().split('\n');
  for (const row of rows) {
    const [path, status, type, file] = row.split('\t');
    const answer = { status: Number(status), type, bytes: readFileSync(pathOf(`${folder}/${file}`)) };
    answers.set(path, [...(answers.get(path) ?? []), answer]);
  }
  return answers;
}

/** The bytes that the recorded program answers at a path, before it forgot. */
export function recordedBytes(path: string): Buffer {
  const [first] = recorded().get(path) ?? [];
  if (first === undefined) throw new Error(`${path} was not recorded`);
  return first.bytes;
}

/**
 * The recorded program, served byte for byte, and a feed for charts that the program itself has not: at /debug/, below the prefix /shop, and for clerk with the password parcels
 * below /office. /slow answers nothing but its index, /broken ends in the midst of a profile, /hostile sends what it
 * should not.
 * @param tls a certificate and its key, for one that speaks TLS
 */
export async function recordedTarget(tls?: { readonly cert: string; readonly key: string }): Promise<RecordedTarget> {
  const answers = recorded();
  const asked: string[] = [];
  const waiting = new Set<string>();
  let hasForgotten = false;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const { url = '/', method } = request;
    asked.push(url);
    if (method === 'POST') {
      hasForgotten = true;
      response.end();
      return;
    }
    const [, part, path] = /^(\/shop|\/office|\/slow|\/broken|\/hostile|)(\/.*)$/.exec(url) ?? [];
    const isIndex = path.startsWith('/debug/pprof/?') || path === '/debug/pprof/';
    if (part === '/hostile') return sendHostile(path, response);
    if (part === '/slow' && !isIndex) return wait(waiting, url, request, response);
    if (part === '/office' && request.headers.authorization !== `Basic ${btoa('clerk:parcels')}`) return send(response, answers.get('/office/debug/pprof/')?.[0]);
    if (path === '/debug/charts/data') return send(response, chartsNow());
    const known = answers.get(path.replace(/seconds=\d+/, 'seconds=1').replace(/[?&]token=\w+/, '')) ?? [];
    // The profiler was busy when it was asked a second time, which is no matter of forgetting.
    const found = hasForgotten && !path.startsWith('/debug/pprof/profile') ? known.at(-1) : known[0];
    if (part === '/broken' && !isIndex && found !== undefined) return sendHalf(response, found);
    send(response, found ?? answers.get('/debug/pprof/nothing')?.[0]);
  };
  const server = tls === undefined ? createServer(answer) : createTlsServer({ cert: tls.cert, key: tls.key }, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not listening on a port');
  const host = `127.0.0.1:${address.port}`;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host}`,
    host,
    asked,
    waiting,
    forget: () => {
      hasForgotten = true;
      return Promise.resolve();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function send(response: ServerResponse, answer: Answer | undefined): void {
  response.writeHead(answer?.status ?? 404, { 'Content-Type': answer?.type ?? 'text/plain' });
  response.end(answer?.bytes);
}

/** Two charts of the last minute, as github.com/mkevac/debugcharts serves them. */
function chartsNow(): Answer {
  const times = Array.from({ length: 60 }, (_, i) => Date.now() - (60 - i) * 1000);
  const charts = { BytesAllocated: times.map((Ts, i) => ({ Ts, Value: i << 20 })), CPUUsage: times.map((Ts, i) => ({ Ts, User: i, Sys: 1 })) };
  return { status: 200, type: 'application/json', bytes: Buffer.from(JSON.stringify(charts)) };
}

function sendHalf(response: ServerResponse, { type, bytes }: Answer): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

function wait(waiting: Set<string>, url: string, request: IncomingMessage, response: ServerResponse): void {
  waiting.add(url);
  response.on('close', () => waiting.delete(url));
  request.resume();
}

/** An index that would have the page ask elsewhere and draw markup, and answers that are no profiles. */
function sendHostile(path: string, response: ServerResponse): void {
  const page = (text: string) => send(response, { status: 200, type: 'text/html; charset=utf-8', bytes: Buffer.from(text) });
  if (path === '/debug/pprof/') {
    return page(`<table>
<tr><td>1</td><td><a href='heap?debug=1'>heap</a></td></tr>
<tr><td>2</td><td><a href='http://evil.example/steal?debug=1'>elsewhere</a></td></tr>
<tr><td>3</td><td><a href='javascript:alert(1)'>script</a></td></tr>
<tr><td>4</td><td><a href='goroutine?debug=1'>goroutine</a></td></tr>
<tr><td>99999999999999999999</td><td><a href='mutex?debug=1'>mutex</a></td></tr>
</table><ul><li><div class=profile-name>goroutine: </div> <img src=x onerror="document.title='taken'"></li></ul>`);
  }
  if (path === '/debug/pprof/heap') return page('<!doctype html><title>Sign in</title><script>document.title="taken"</script>');
  response.writeHead(302, { Location: 'http://evil.example/' });
  response.end();
}

export const hasGo = (() => {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** The program itself. Building it takes a while where Go has not built its packages before. */
export async function realTarget(): Promise<LiveTarget> {
  const program = join(mkdtempSync(join(tmpdir(), 'proflens-live-')), 'parcels');
  execFileSync('go', ['build', '-trimpath', '-buildvcs=false', '-o', program, '.'], { cwd: pathOf('testdata/src/parcels'), env: { ...process.env, CGO_ENABLED: '0' } });
  const running = spawn(program, ['live'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await addressOf(running);
  return {
    url,
    host: new URL(url).host,
    forget: async (parcels) => {
      await fetch(`${url}/forget?parcels=${parcels}`, { method: 'POST' });
    },
    close: () => running.kill(),
  };
}

function addressOf({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve) => stdout?.once('data', (text: Buffer) => resolve(text.toString().trim())));
}
