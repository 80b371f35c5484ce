import type { RequestListener } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { parseAddress } from './address.ts';
import { authority, certificate } from './certificates.ts';
import { TargetError } from './failure.ts';
import { loopbacks } from './loopback.ts';
import { ask, limitsFor, type Asked, type Dial } from './request.ts';

const { http, https, raw, tcp, close } = loopbacks();
afterEach(close);

/** For a machine under load. */
const PATIENTLY = { timeout: 30_000 };

/** The whole answer; or the failure's code, with what it says. */
async function outcome(address: string, asked: Partial<Asked> = {}): Promise<string> {
  try {
    const got = await ask({ address: parseAddress(address), ...asked });
    const parts: Uint8Array[] = [];
    for await (const part of got.body) parts.push(part);
    return Buffer.concat(parts).toString('latin1');
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

test('the answer comes as it is sent', async () => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 256));
  const { address } = await http((request, response) => {
    expect(request.headers).toEqual({ host: new URL(address).host, 'user-agent': expect.stringMatching(/^proflens\//), 'accept-encoding': 'identity', connection: 'close' });
    response.end(bytes);
  });
  const states: string[] = [];
  expect(await outcome(`${address}heap?gc=1`, { onState: (state) => states.push(state) })).toBe(bytes.toString('latin1'));
  expect(states).toEqual(['resolving', 'connected', 'waiting', 'receiving']);
});

test('a question may have a body, headers and a password', async () => {
  const { address } = await http((request, response) => {
    const { method, url, headers } = request;
    request.on('data', (data) => response.end(`${method} ${url} ${headers.authorization} ${headers['x-team']} ${headers['content-type']} ${data}`));
  });
  const asked = { method: 'POST', body: '0x1+0x2', contentType: 'text/plain', headers: { 'X-Team': 'ours' } } as const;
  expect(await outcome(address.replace('//', '//user:pass@') + 'symbol?a=1', asked)).toBe('POST /symbol?a=1 Basic dXNlcjpwYXNz ours text/plain 0x1+0x2');
});

test.each([
  [401, {}, 'who?', 'auth-401: server response: 401 Unauthorized'],
  [403, {}, '', 'forbidden-403: server response: 403 Forbidden'],
  [404, {}, '<h1>no</h1>', 'not-found-404: server response: 404 Not Found'],
  [404, { 'X-Go-Pprof': '1', 'Content-Type': 'text/plain; charset=utf-8' }, 'Unknown profile\n', 'not-found-404: server response: 404 Not Found - Unknown profile'],
  [500, { 'X-Go-Pprof': '1', 'Content-Type': 'text/plain; charset=utf-8' }, 'Could not enable CPU profiling: cpu profiling already in use\n', 'cpu-busy-500: server response: 500 Internal Server Error - Could not enable CPU profiling: cpu profiling already in use'],
  [500, {}, 'oops', 'status: server response: 500 Internal Server Error'],
  [400, { 'X-Go-Pprof': '1', 'Content-Type': 'text/plain' }, "profile duration exceeds server's WriteTimeout", "write-timeout-400: server response: 400 Bad Request - profile duration exceeds server's WriteTimeout"],
  [206, {}, 'half', 'status: server response: 206 Partial Content'],
])('status %i %o is %s', async (status, headers, body, told) => {
  const { address } = await http((_, response) => response.writeHead(status, headers).end(body));
  expect(await outcome(address)).toBe(told);
});

test('what a refusal says is told without controls, and not all of it', async () => {
  const { address, sockets } = await http((_, response) => {
    response.writeHead(503);
    const more = () => void (response.destroyed || response.write('no\u001b[31m \u202e'.repeat(1000), more));
    more();
  });
  const error = await ask({ address: parseAddress(address) }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(TargetError);
  expect((error as TargetError).sample).toMatch(/^no \[31m no \[31m/);
  expect((error as TargetError).sample).toHaveLength(200);
  await vi.waitFor(() => expect(sockets.size).toBe(0), PATIENTLY);
});

test('a redirect is a failure that names the place', async () => {
  const { address } = await http((_, response) => response.writeHead(302, { Location: 'http://user:pass@127.0.0.1:1/x?token=CANARY' }).end());
  expect(await outcome(address)).toBe('redirect: the server redirects to http://127.0.0.1:1/x?token=***');
});

test('redirects are followed where it is wished; what is for one origin stays there', async () => {
  const elsewhere = await http((request, response) => response.end(`${request.url} ${request.headers.authorization} ${request.headers['x-team']}`));
  const { address } = await http((request, response) => {
    if (request.url === '/far') response.writeHead(307, { Location: `${elsewhere.address}there` }).end();
    else if (request.url === '/near') response.writeHead(301, { Location: '/here' }).end();
    else if (request.url === '/round') response.writeHead(302, { Location: '/round' }).end();
    else response.end(`${request.url} ${request.headers.authorization} ${request.headers['x-team']}`);
  });
  const of = (path: string) => outcome(address.replace('//', '//a:b@') + path, { redirects: 3, headers: { 'X-Team': 'ours' } });
  expect(await of('near')).toBe('/here Basic YTpi ours');
  expect(await of('far')).toBe('/there undefined undefined');
  expect(await of('round')).toMatch(/^redirect: /);
});

test('nobody listens', async () => {
  const { address } = await http(() => {});
  close();
  expect(await outcome(address)).toBe('refused: connection refused');
});

test('a host is asked at the places that the dialler lets through, in order', async () => {
  const { address } = await http((request, response) => response.end(request.headers.host));
  const named = address.replace('127.0.0.1', 'service.test');
  const dial: Dial = async (host) => (expect(host).toBe('service.test'), [{ address: '127.0.0.2', family: 4 }, { address: '127.0.0.1', family: 4 }]);
  expect(await outcome(named, { dial })).toBe(new URL(named).host);
  expect(await outcome(named, { dial: () => Promise.reject(new TargetError('target-not-allowed')) })).toMatch(/^target-not-allowed: /);
  expect(await outcome(named, { dial: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })) })).toBe('dns: no such host');
  expect(await outcome(named, { dial: async () => [] })).toBe('dns: no such host');
});

test('a connection that went elsewhere than was looked at is not used', async () => {
  const { address, sockets } = await http((_, response) => response.end('secret'));
  // A name is no address: what it stands for was not looked at.
  const dial: Dial = () => Promise.resolve([{ address: 'localhost', family: 4 }]);
  expect(await outcome(address, { dial })).toMatch(/^target-not-allowed: /);
  await vi.waitFor(() => expect(sockets.size).toBe(0), PATIENTLY);
});

test('an answer that is shorter than it says is no answer', async () => {
  const { address } = await raw('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this');
  expect(await outcome(address)).toBe('cut-short: the answer ends too early');
});

test('an answer whose last chunk is missing is no answer', async () => {
  const { address } = await raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nonly\r\n');
  expect(await outcome(address)).toBe('cut-short: the answer ends too early');
});

test.each(['Content-Length: 100', 'Transfer-Encoding: chunked', 'Connection: close'])('an answer (%s) whose connection is reset is no answer', async (header) => {
  const { address } = await raw(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n4\r\nonly\r\n`, (socket) => setTimeout(() => socket.resetAndDestroy(), 50));
  expect(await outcome(address)).toBe('reset: the connection was reset');
});

test('a server that hangs up says nothing', async () => {
  const { address } = await raw('');
  expect(await outcome(address)).toMatch(/^reset: /);
});

test('what is not HTTP is told', async () => {
  const { address } = await raw('220 mail.test ESMTP\r\n');
  expect(await outcome(address)).toBe('status: the answer is not HTTP');
});

test.each([
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde', 'status'],
  ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n', 'status'],
  ['a length below nothing', 'HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc', 'status'],
  ['a chunk of no length', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc', 'cut-short'],
  ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nabc', 'status'],
  ['nothing', 'HTTP/1.1 204 No Content\r\n\r\n', 'status'],
  ['a redirect to a file', 'HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n', 'status'],
])('an answer with %s is none', async (_, bytes, code) => {
  const { address } = await raw(bytes);
  expect(await outcome(address, { redirects: 3 })).toMatch(`${code}: `);
});

test('headers have an end', async () => {
  const { address, sockets } = await raw(`HTTP/1.1 200 OK\r\n${'X-More: and more\r\n'.repeat(60_000)}\r\n`);
  expect(await outcome(address)).toBe('too-large: the headers of the answer are too large');
  await vi.waitFor(() => expect(sockets.size).toBe(0), PATIENTLY);
});

test('a body has an end', async () => {
  const { address, sockets } = await http((_, response) => {
    const more = () => void (response.destroyed || response.write('x'.repeat(1000), more));
    more();
  });
  expect(await outcome(address, { limits: { bytes: 5000 } })).toBe('too-large: the answer has more than 5000 bytes');
  await vi.waitFor(() => expect(sockets.size).toBe(0), PATIENTLY);
});

test('a body that says that it is too large is not read', async () => {
  const { address } = await http((_, response) => response.writeHead(200, { 'Content-Length': 5001 }).flushHeaders());
  expect(await outcome(address, { limits: { bytes: 5000 } })).toBe('too-large: the answer has 5001 bytes; at most 5000 are read');
});

test('who does not answer in time is left', async () => {
  const { address, sockets } = await http(() => {});
  expect(await outcome(address, { limits: { firstByte: 50 } })).toBe('timeout-first-byte: connected, but no answer in time (0.05 s)');
  await vi.waitFor(() => expect(sockets.size).toBe(0), PATIENTLY);
});

test('headers alone are no answer yet', async () => {
  const { address } = await http((_, response) => response.flushHeaders());
  expect(await outcome(address, { limits: { firstByte: 200, idle: 10_000_000 } })).toMatch(/^timeout-first-byte: /);
});

test('who stops in the middle is left', async () => {
  const { address, sockets } = await http((_, response) => void response.write('so far'));
  expect(await outcome(address, { limits: { idle: 50 } })).toBe('timeout-idle: the answer stopped coming (0.05 s)');
  await vi.waitFor(() => expect(sockets.size).toBe(0), PATIENTLY);
});

test('who goes on for ever is left', async () => {
  const { address } = await http((_, response) => {
    const timer = setInterval(() => response.write('.'), 10);
    response.on('close', () => clearInterval(timer));
  });
  expect(await outcome(address, { limits: { total: 300 } })).toBe('timeout-total: the answer took too long (0.3 s)');
});

test('a reader may take its time', async () => {
  const { address } = await http((_, response) => response.end('x'.repeat(3_000_000)));
  const { body } = await ask({ address: parseAddress(address), limits: { idle: 1000, firstByte: 30_000 } });
  let bytes = 0;
  for await (const part of body) {
    if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 1500));
    bytes += part.length;
  }
  expect(bytes).toBe(3_000_000);
});

test('cancelling closes the connection, before the answer and in the middle of it', async () => {
  const { address, sockets } = await http((request, response) => void (request.url === '/body' && response.write('so far')));
  for (const path of ['', 'body']) {
    const cancel = new AbortController();
    const done = outcome(address + path, { signal: cancel.signal, onState: (state) => state === (path === '' ? 'waiting' : 'receiving') && cancel.abort() });
    expect(await done).toBe('cancelled: cancelled');
    await vi.waitFor(() => expect(sockets.size).toBe(0), PATIENTLY);
  }
  expect(await outcome(address, { signal: AbortSignal.abort() })).toBe('cancelled: cancelled');
});

test('to stop reading closes the connection', async () => {
  const { address, sockets } = await http((_, response) => void response.write('so far'));
  const { body } = await ask({ address: parseAddress(address) });
  for await (const part of body) {
    expect(Buffer.from(part).toString()).toBe('so far');
    break;
  }
  await vi.waitFor(() => expect(sockets.size).toBe(0), PATIENTLY);
});

const secret: RequestListener = (_, response) => response.end('secret');

test('a private authority is trusted where it is named', async () => {
  const ca = authority('Test CA');
  const { address } = await https(certificate(ca, { addresses: ['127.0.0.1'] }), secret);
  expect(await outcome(address)).toBe('tls-unknown-ca: the certificate is signed by an authority that is not known here');
  expect(await outcome(address, { tls: { ca: ca.cert } })).toBe('secret');
  expect(await outcome(address, { tls: { ca: authority('Other CA').cert } })).toMatch(/^tls-unknown-ca: /);
  expect(await outcome(address.replace('https:', 'https+insecure:'))).toBe('secret');
});

test('a certificate is for its names, and for its time', async () => {
  const ca = authority('Test CA');
  const dial: Dial = async () => [{ address: '127.0.0.1', family: 4 }];
  const { address } = await https(certificate(ca, { hosts: ['service.test'] }), secret);
  const named = (host: string) => outcome(address.replace('127.0.0.1', host), { dial, tls: { ca: ca.cert } });
  expect(await named('service.test')).toBe('secret');
  expect(await named('other.test')).toMatch(/^tls-name: the certificate is for another name: .*service\.test/);
  expect(await named('127.0.0.1')).toMatch(/^tls-name: /);
  const expired = await https(certificate(ca, { addresses: ['127.0.0.1'], isExpired: true }), secret);
  expect(await outcome(expired.address, { tls: { ca: ca.cert } })).toBe('tls: no TLS connection: certificate has expired');
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)('a client certificate is shown where it is given (%s)', async (version) => {
  const ca = authority('Test CA');
  const { address } = await https({ ...certificate(ca, { addresses: ['127.0.0.1'] }), ca: ca.cert, requestCert: true, rejectUnauthorized: true, minVersion: version, maxVersion: version }, secret);
  expect(await outcome(address, { tls: { ca: ca.cert } })).toBe('tls-client-cert: the server asks for a certificate of yours');
  const { cert, key } = certificate(ca, { name: 'me' });
  expect(await outcome(address, { tls: { ca: ca.cert, cert, key } })).toBe('secret');
});

test('a server that speaks no TLS is told, and one that speaks nothing else', async () => {
  const plain = await http((_, response) => response.end());
  expect(await outcome(plain.address.replace('http:', 'https:'))).toMatch(/^tls: no TLS connection: /);
  const silent = await tcp(() => {});
  expect(await outcome(silent.address.replace('http:', 'https:'), { limits: { tls: 50 } })).toMatch(/^timeout-connect: /);
});

test('limits grow with what is asked for', () => {
  expect(limitsFor(30)).toMatchObject({ connect: 5000, firstByte: 55_000, idle: 30_000, total: 120_000, bytes: 536_870_912 });
});
