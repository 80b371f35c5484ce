import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { encodeText } from '#model/text.ts';
import { findPprof, reference } from '#oracle/reference.ts';
import { authority, certificate } from '#target/certificates.ts';
import { loopbacks } from '#target/loopback.ts';
import { goDuration } from './fetch.ts';
import { parseFlags } from './flags.ts';
import { printReport } from './print.ts';

const TESTDATA = fileURLToPath(new URL('../../testdata', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fetch-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { http, https, close } = loopbacks();
afterEach(() => {
  close();
  vi.unstubAllEnvs();
});

let saved = '';
beforeEach(() => {
  saved = mkdtempSync(join(folder, 'saved-'));
  vi.stubEnv('PPROF_TMPDIR', saved);
  vi.stubEnv('PPROF_BINARY_PATH', folder);
});

const profile = (name: string) => readFileSync(join(TESTDATA, name));

/** Serves the files of testdata, what goes wrong, and names for addresses. What it was asked is written down. */
function serving(asked: string[] = []) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = new URL(request.url ?? '', 'http://host').pathname;
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      asked.push([request.method, request.url, request.headers.authorization ?? '', body].join(' ').trim());
      if (path === '/unknown') response.writeHead(404, { 'X-Go-Pprof': '1', 'Content-Type': 'text/plain; charset=utf-8' }).end('Unknown profile\n');
      else if (path === '/broken') response.writeHead(500).end('oops');
      else if (path === '/page') response.end('<html><body>Sign in</body></html>');
      else if (path === '/moved') response.writeHead(302, { Location: '/recorded/cpu.tiny.pb.gz' }).end();
      else if (path.endsWith('/symbol') || path.endsWith('/symbolz')) response.end(`num_symbols: 1\n${body.replace(/[^+]+/g, path.startsWith('/cpp/') ? '$& Cart<Line>::add(int)' : '$& name.of.$&').replaceAll('+', '\n')}\n`);
      else response.end(profile(path === '/debug/pprof/profile' ? 'recorded/cpu.tiny.pb.gz' : path.replace(/^\/(cpp\/)?/, '')));
    });
  };
}

interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

/** What the command says, with its last word where it fails. */
async function said(...words: readonly string[]): Promise<Said> {
  const command = parseFlags(words);
  const lines: string[] = [];
  const parts: Uint8Array[] = [];
  try {
    if (command.report === undefined) throw new Error('no report');
    const { pieces, notes } = await printReport(command, command.report, TESTDATA, { say: (text) => lines.push(text) });
    lines.push(...notes);
    for await (const piece of pieces) parts.push(typeof piece === 'string' ? encodeText(piece) : piece);
  } catch (error) {
    lines.push(`pprof: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { stdout: Buffer.concat(parts).toString('latin1'), stderr: lines.map((line) => `${line}\n`).join('') };
}

const savedFiles = () => readdirSync(saved).sort();

describe('with an address in place of a file', () => {
  test('the profile is fetched, kept as it was sent, and reported', async () => {
    const { address } = await http(serving());
    const { stdout, stderr } = await said('-top', `${address}recorded/cpu.tiny.pb.gz`);
    const file = join(saved, 'pprof.parcels.samples.cpu.001.pb.gz');
    expect(stderr).toBe(`Fetching profile over HTTP from ${address}recorded/cpu.tiny.pb.gz\nSaved profile in ${file}\n`);
    expect(readFileSync(file).equals(profile('recorded/cpu.tiny.pb.gz'))).toBe(true);
    expect(stdout).toBe((await said('-top', join(TESTDATA, 'recorded/cpu.tiny.pb.gz'))).stdout);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('it is asked by the proxy of the environment, which knows where it is, and so is what it calls addresses', async () => {
    const asked: string[] = [];
    const { address } = await http(({ method, url = '', headers }, response) => {
      asked.push([method, url, headers['proxy-authorization']].join(' '));
      response.end(url.includes('/symbol') ? '' : profile('recorded/cpu.tiny.pb.gz'));
    });
    vi.stubEnv('HTTP_PROXY', address.replace('//', '//me:CANARY@'));
    const { stdout, stderr } = await said('-top', 'http://shop.example/debug/pprof/profile');
    expect(stdout).toBe((await said('-top', join(TESTDATA, 'recorded/cpu.tiny.pb.gz'))).stdout);
    expect(asked[0]).toBe(`GET http://shop.example/debug/pprof/profile Basic ${btoa('me:CANARY')}`);
    expect(asked.every((line) => line.includes(' http://shop.example/'))).toBe(true);
    expect(stderr).not.toContain('CANARY');
    const refused = await said('-top', 'http://metadata.google.internal/');
    expect(refused.stderr).toContain('-allow_targets=metadata.google.internal');
    vi.stubEnv('HTTP_PROXY', 'socks5://me:CANARY@127.0.0.1:1');
    expect((await said('-top', 'http://shop.example/heap')).stderr).toContain('http://shop.example/heap: HTTP_PROXY names a proxy of socks5://, which is not supported');
  });

  test('each is kept under a name of its own', async () => {
    const { address } = await http(serving());
    for (let i = 0; i < 2; i++) await said('-top', `${address}recorded/heap.service.pb.gz`);
    await said('-top', `${address}recorded/goroutine.night.pb.gz`);
    const heap = 'pprof.parcels.alloc_objects.alloc_space.inuse_objects.inuse_space';
    expect(savedFiles()).toEqual([`${heap}.001.pb.gz`, `${heap}.002.pb.gz`, 'pprof.parcels.goroutine.001.pb.gz']);
  });

  test('one that is text is kept as text', async () => {
    const { address } = await http(serving());
    await said('-top', `${address}recorded/heap.leak.t2.debug1.txt`);
    expect(readFileSync(join(saved, savedFiles()[0])).equals(profile('recorded/heap.leak.t2.debug1.txt'))).toBe(true);
  });

  test('what the program calls itself is no path', async () => {
    const { address } = await http((_, response) => response.end('heap profile: 1: 2 [3: 4] @ heap/1\n1: 2 [3: 4] @ 0x1\nMAPPED_LIBRARIES:\n00400000-00500000 r-xp 00000000 00:00 0 /x/..\n'));
    await said('-top', address + 'heap');
    expect(savedFiles()).toEqual(['pprof....alloc_objects.alloc_space.inuse_objects.inuse_space.001.pb.gz']);
  });

  test('where nothing can be kept, that is told and the report is made', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    vi.stubEnv('PPROF_TMPDIR', join(file, 'under'));
    vi.stubEnv('HOME', saved);
    const { address } = await http(serving());
    const { stdout, stderr } = await said('-top', `${address}recorded/cpu.tiny.pb.gz`);
    expect(stderr).toContain(`Could not use temp dir ${join(file, 'under')}: `);
    expect(stderr).toContain(`Saved profile in ${join(saved, 'pprof/pprof.parcels.samples.cpu.001.pb.gz')}`);
    expect(stdout).toContain('Type: cpu');
  });

  test('a file of that name is a file', async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      writeFileSync('localhost:1', 'main;work 3\n');
      expect((await said('-top', 'localhost:1')).stderr).toBe('');
    } finally {
      process.chdir(before);
    }
  });

  test('a host alone is asked for a CPU profile, of so many seconds', async () => {
    const asked: string[] = [];
    const { address } = await http(serving(asked));
    const { stderr } = await said('-top', '-seconds=90', address.replace('http://', '').replace('/', ''));
    expect(stderr).toMatch(`Fetching profile over HTTP from ${address}debug/pprof/profile?seconds=90\nPlease wait... (1m30s)\nSaved profile in `);
    expect(asked).toEqual(['GET /debug/pprof/profile?seconds=90']);
  });

  test('many are fetched, those that fail are told', async () => {
    const asked: string[] = [];
    const { address } = await http(serving(asked));
    const sources = Array.from({ length: 150 }, (_, i) => `${address}${i === 70 ? 'unknown' : 'recorded/cpu.tiny.pb.gz'}?i=${i}`);
    const { stdout, stderr } = await said('-top', ...sources);
    expect(stderr.split('\n').slice(150, 152)).toEqual([`${address}unknown?i=70: server response: 404 Not Found - Unknown profile`, 'Fetched 149 source profiles out of 150']);
    expect(stdout).toContain('5.96s');
    expect(asked).toHaveLength(150);
  });

  test('all that can be done about a failure is told once', async () => {
    const { address } = await http(serving());
    const { stderr } = await said('-top', `${address}unknown`, `${address}unknown?again`, `${address}page`);
    expect(stderr.split('\n').slice(3)).toEqual([
      `${address}unknown: server response: 404 Not Found - Unknown profile`,
      `${address}unknown?again: server response: 404 Not Found - Unknown profile`,
      `${address}page: this is a web page (HTML), not a profile; perhaps a login stands before the profile's address`,
      'pprof: failed to fetch any source profiles. Is net/http/pprof registered there, and under this path? Open the address in a browser, or with curl, to see what it is.',
      '',
    ]);
  });

  test('of an index the way to its profiles is told', async () => {
    const { address } = await http((_, response) => response.end('<html><title>/debug/pprof/</title>'));
    expect((await said('-top', `${address}debug/pprof/`)).stderr).toContain('put the name of one behind it, such as heap');
  });

  test('what hands out credentials is not asked, nor what a program redirects to it', async () => {
    const { address } = await http((_, response) => response.writeHead(302, { Location: 'http://169.254.169.254/latest/meta-data/' }).end());
    const refused = '169.254.169.254 is a link-local address, where clouds keep their metadata services; it is not asked';
    expect((await said('-top', address)).stderr).toContain(`${address}: ${refused}\n`);
    expect((await said('-top', 'http://0xa9fea9fe/heap')).stderr).toContain(`http://0xa9fea9fe/heap: ${refused}\npprof: failed to fetch any source profiles. If you mean it, start the command with -allow_targets=169.254.169.254.`);
  });

  test('the answer to -timeout is not waited for', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { address } = await http(() => void vi.advanceTimersByTime(6001));
      expect((await said('-top', '-timeout=1', address)).stderr).toContain(`${address}: the answer took too long (6 s)`);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('credentials', () => {
  test('a password is sent and never told', async () => {
    const asked: string[] = [];
    const { address } = await http(serving(asked));
    const source = `${address.replace('//', '//me:CANARY@')}recorded/cpu.tiny.pb.gz?token=CANARY`;
    const outputs = [await said('-top', source), await said('-raw', source), await said('-top', source.replace(/recorded.*pz/, 'unknown')), await said('-top', source.replace('127.0.0.1', 'localhost:x'))];
    expect(asked[0]).toBe(`GET /recorded/cpu.tiny.pb.gz?token=CANARY Basic ${Buffer.from('me:CANARY').toString('base64')}`);
    expect(JSON.stringify(outputs) + savedFiles().join()).not.toContain('CANARY');
    expect(outputs[0].stderr).toContain(`from ${address}recorded/cpu.tiny.pb.gz?token=***\n`);
  });

  test('headers come from flags and from a file', async () => {
    const heard: unknown[] = [];
    const { address } = await http(({ headers }, response) => {
      heard.push(headers.authorization, headers['x-team'], headers['x-more']);
      response.end(profile('recorded/cpu.tiny.pb.gz'));
    });
    const file = join(folder, 'headers');
    writeFileSync(file, '# for the tests\n\nAuthorization: Bearer CANARY\nX-More: a: b\r\n');
    const { stderr } = await said('-top', '-header', 'X-Team: ours', `-header_file=${file}`, address);
    expect(heard).toEqual(['Bearer CANARY', 'ours', 'a: b']);
    expect(stderr).not.toContain('CANARY');
  });

  test.each([
    ['CANARY', "a header is written 'Name: value'"],
    ['X-Team: CANARY\nX-Other: CANARY', "a header is written 'Name: value'"],
    ['Content-Length: 5', 'the header Content-Length cannot be set'],
  ])('-header=%j is refused', async (header, message) => {
    const { stderr } = await said('-top', `-header=${header}`, 'http://127.0.0.1:1/');
    expect(stderr).toBe(`pprof: ${message}\n`);
  });

  test('they stay with the origin that they are for', async () => {
    const asked: string[] = [];
    const elsewhere = await http(serving(asked));
    const { address } = await http((_, response) => response.writeHead(302, { Location: `${elsewhere.address}recorded/cpu.tiny.pb.gz` }).end());
    await said('-top', '-header=Authorization: Bearer CANARY', address);
    expect(asked).toEqual(['GET /recorded/cpu.tiny.pb.gz']);
  });

  test('a private authority and a certificate are read from files', async () => {
    const ca = authority('Test CA');
    const me = certificate(ca, { name: 'me' });
    const paths = Object.fromEntries([['ca', ca.cert], ['cert', me.cert], ['key', me.key]].map(([name, pem]) => [name, join(folder, `${name}.pem`)].concat(pem)).map(([name, path, pem]) => (writeFileSync(path, pem), [name, path])));
    const { address } = await https({ ...certificate(ca, { addresses: ['127.0.0.1'] }), ca: ca.cert, requestCert: true }, serving());
    const source = `${address}recorded/cpu.tiny.pb.gz`;
    const tls = [`-tls_ca=${paths.ca}`, `-tls_cert=${paths.cert}`, `-tls_key=${paths.key}`];
    expect((await said('-top', ...tls, source)).stdout).toContain('Type: cpu');
    expect((await said('-top', source)).stderr).toContain('Name the file of that authority with -tls_ca=FILE');
    expect((await said('-top', tls[0], source)).stderr).toContain('Name the files with -tls_cert=FILE and -tls_key=FILE');
    expect((await said('-top', tls[0], tls[1], source)).stderr).toBe('pprof: -tls_cert is specified, so -tls_key must also be specified\n');
    expect((await said('-top', `-tls_ca=${join(folder, 'nowhere')}`, source)).stderr).toContain('pprof: -tls_ca: open ');
    expect((await said('-top', `-tls_ca=${paths.key}`, source)).stderr).toContain('no PEM file with a certificate');
  });
});

describe('names of addresses', () => {
  test('are asked of the program that the profile is of', async () => {
    const asked: string[] = [];
    const { address } = await http(serving(asked));
    const { stdout } = await said('-top', `${address}corners/mappings.none.pb.gz`);
    expect(asked).toEqual(['GET /corners/mappings.none.pb.gz', 'POST /corners/symbolz  0x7f0000001234']);
    expect(stdout).toContain('name.of.0x7f0000001234');
    expect((await said('-top', join(saved, savedFiles()[0]))).stdout).toBe(stdout);
  });

  test.each(['none', 'local', 'fastlocal'])('-symbolize=%s asks nobody', async (mode) => {
    const asked: string[] = [];
    const { address } = await http(serving(asked));
    await said('-top', `-symbolize=${mode}`, `${address}corners/mappings.none.pb.gz`);
    expect(asked).toHaveLength(1);
  });

  test('are asked by GET where a POST is not answered, as by Go of today', async () => {
    const asked: string[] = [];
    const { address } = await http(({ method, url = '' }, response) => {
      asked.push(`${method} ${url}`);
      if (method === 'POST') response.writeHead(405).end();
      else response.end(url.includes('symbol') ? `num_symbols: 1\n${url.replace(/^.*\?/, '')} main.work\n` : profile('corners/mappings.none.pb.gz'));
    });
    const { stdout } = await said('-top', `${address}debug/pprof/heap`);
    expect(stdout).toContain('main.work');
    expect(asked.slice(1)).toEqual(['POST /debug/pprof/symbol', 'GET /debug/pprof/symbol?0x7f0000001234']);
  });

  test('that nobody tells are told to be missing', async () => {
    const { address } = await http((request, response) => (request.method === 'POST' ? response.writeHead(500).end() : response.end(profile('corners/mappings.none.pb.gz'))));
    const { stdout, stderr } = await said('-top', `${address}debug/pprof/heap?debug=1`);
    expect(stderr).toContain(`No names of addresses from ${address}debug/pprof/symbol: server response: 500 Internal Server Error\n`);
    expect(stdout).toContain('<unknown>');
  });
});

test.each([
  [3, '3s'],
  [60, '1m0s'],
  [3605, '1h0m5s'],
])('%i seconds are %s', (seconds, text) => {
  expect(goDuration(seconds)).toBe(text);
});

const pprof = findPprof();

describe.skipIf(pprof === undefined)('google/pprof says the same', () => {
  /** What both say of the same words, and what they keep: in order, but for what is fetched at the same time. */
  async function both(...words: readonly string[]) {
    const theirs = await reference(pprof ?? '', words, folder);
    const kept = savedFiles().map((name) => [name, readFileSync(join(saved, name))] as const);
    for (const [name] of kept) rmSync(join(saved, name));
    const ours = await said(...words);
    const lines = (text: string) => {
      const all = text.split('\n');
      return [...all.filter((line) => line.startsWith('Fetching')).sort(), ...all.filter((line) => !line.startsWith('Fetching'))].join('\n');
    };
    return {
      theirs: { stdout: theirs?.stdout.toString('latin1'), stderr: lines(theirs?.stderr ?? '') },
      ours: { stdout: ours.stdout, stderr: lines(ours.stderr.replace(/(failed to fetch any \w+ profiles)\. .*/, '$1')) },
      theirKept: kept,
      ourKept: savedFiles().map((name) => [name, readFileSync(join(saved, name))] as const),
    };
  }

  test.each([
    ['one source', ['-top', '@recorded/cpu.tiny.pb.gz']],
    ['a query', ['-top', '@recorded/cpu.tiny.pb.gz?z=1&a=2&b&c=%20x~*(y)/']],
    ['seconds', ['-top', '-seconds=90', '@recorded/cpu.tiny.pb.gz?seconds=1&a=2']],
    ['a redirect', ['-top', '@moved']],
    ['no such profile', ['-top', '@unknown']],
    ['a program that fails', ['-top', '@broken']],
    ['a base that fails', ['-top', '-base=@unknown', '@recorded/cpu.tiny.pb.gz']],
    ['one that fails of several', ['-top', '@recorded/cpu.tiny.pb.gz', '@unknown', '@broken']],
    ['another format', ['-traces', '@recorded/cpu.labels.pb.gz']],
  ])('of %s', async (_, words) => {
    const { address } = await http(serving());
    const { theirs, ours, theirKept, ourKept } = await both(...words.map((word) => word.replace('@', address)));
    expect(ours).toEqual(theirs);
    expect(ourKept.map(([name]) => name)).toEqual(theirKept.map(([name]) => name));
  });

  test.each([
    ['several sources', ['-top', '@recorded/cpu.tiny.pb.gz', '@recorded/cpu.service.pb.gz']],
    ['a file and an address', ['-top', join(TESTDATA, 'recorded/cpu.tiny.pb.gz'), '@recorded/cpu.service.pb.gz']],
    ['a base', ['-top', '-base=@recorded/heap.leak.t0.pb.gz', '@recorded/heap.leak.t2.pb.gz']],
    ['another to compare with', ['-top', '-diff_base=@recorded/heap.leak.t0.pb.gz', join(TESTDATA, 'recorded/heap.leak.t2.pb.gz')]],
    ['another to compare with, scaled', ['-top', '-normalize', '-diff_base=@recorded/heap.leak.t0.pb.gz', '@recorded/heap.leak.t2.pb.gz']],
    ['a comment', ['-comments', '-add_comment=hello', '@recorded/cpu.tiny.pb.gz']],
    ['names by the program', ['-top', '@corners/mappings.none.pb.gz']],
    ['names by the program, and others anew', ['-raw', '-symbolize=remote:force', '@corners/mappings.several.pb.gz']],
    ['names of C++ by the program', ['-raw', '@cpp/corners/mappings.none.pb.gz']],
    ['names of C++ by the program, with template arguments', ['-raw', '-symbolize=demangle=templates', '@cpp/corners/mappings.none.pb.gz']],
    ['names by several', ['-raw', '-symbolize=remote', '@corners/mappings.none.pb.gz', '@corners/mappings.none.pb.gz?a=1']],
    ['names at high addresses', ['-raw', '-symbolize=remote:force', '@corners/addresses.high.pb.gz']],
  ])('and keeps the same, of %s', async (_, words) => {
    const { address } = await http(serving());
    const { theirs, ours, theirKept, ourKept } = await both(...words.map((word) => word.replace('@', address)));
    expect(ours).toEqual(theirs);
    expect(ourKept.map(([name, bytes]) => [name, gunzipSync(bytes).toString('base64')])).toEqual(theirKept.map(([name, bytes]) => [name, gunzipSync(bytes).toString('base64')]));
    expect(ourKept).toHaveLength(1);
  });
});
