import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { parseAddress } from './address.ts';
import { authority, certificate } from './certificates.ts';
import { TargetError } from './failure.ts';
import { loopbacks } from './loopback.ts';
import { proxyFromEnvironment, type ProxyOf } from './proxy.ts';
import { guardedDial, guardedProxy } from './reach.ts';
import { ask, limitsFor, type Asked } from './request.ts';
import { acceptOf, messages } from './webSocket.ts';

/** The proxy's host for an address; `directly` for none. */
function hostFor(address: string, environment: NodeJS.ProcessEnv): string {
  return proxyFromEnvironment(environment)(new URL(address))?.url.host ?? 'directly';
}

describe('which proxy', () => {
  test('each scheme has its own, named as Go has it', () => {
    const both = { HTTP_PROXY: 'http://web:3128', HTTPS_PROXY: 'secure:3129' };
    expect(hostFor('http://shop.example/', both)).toBe('web:3128');
    expect(hostFor('https://shop.example/', both)).toBe('secure:3129');
    expect(hostFor('http://shop.example/', { http_proxy: 'web:3128' })).toBe('web:3128');
    expect(hostFor('http://shop.example/', { HTTP_PROXY: '', http_proxy: 'web:3128' })).toBe('web:3128');
    expect(hostFor('http://shop.example/', { HTTP_PROXY: 'upper:1', http_proxy: 'lower:1' })).toBe('upper:1');
    expect(hostFor('https://shop.example/', { HTTP_PROXY: 'web:3128' })).toBe('directly');
    expect(hostFor('http://shop.example/', {})).toBe('directly');
  });

  test('none for this machine', () => {
    for (const host of ['localhost', 'LOCALHOST:6060', '127.0.0.1:6060', '127.9.9.9', '[::1]:6060', '[::ffff:127.0.0.1]', '2130706433']) expect([host, hostFor(`http://${host}/`, { HTTP_PROXY: 'web:1' })]).toEqual([host, 'directly']);
    for (const host of ['localhost.example', '128.0.0.1', '10.0.0.1', '[::2]']) expect([host, hostFor(`http://${host}/`, { HTTP_PROXY: 'web:1' })]).toEqual([host, 'web:1']);
  });

  // The table of golang.org/x/net/http/httpproxy, and what its rules say besides.
  test.each([
    ['example.com', 'example.com', true],
    ['example.com', 'shop.example.com', true],
    ['example.com', 'EXAMPLE.com:8080', true],
    ['example.com', 'myexample.com', false],
    ['.example.com', 'example.com', false],
    ['.example.com', 'shop.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'shop.example.com', true],
    ['example.com:8080', 'example.com:8080', true],
    ['example.com:8080', 'example.com', false],
    ['example.com:80', 'example.com', true],
    ['.example.com:443', 'shop.example.com', false],
    [' other , EXAMPLE.com ', 'example.com', true],
    ['*', 'anything.example', true],
    ['*', '10.0.0.1', true],
    ['*:80', '10.0.0.1', false],
    ['10.0.0.1', '10.0.0.1:6060', true],
    ['10.0.0.1:6060', '10.0.0.1:6060', true],
    ['10.0.0.1:6060', '10.0.0.1', false],
    ['10.0.0.0/8', '10.200.3.4', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.0/33', '10.0.0.0', false],
    ['10.0.0.1', '[::ffff:10.0.0.1]', true],
    ['10.0.0.0/8', '[::ffff:10.0.0.1]', true],
    ['2001:db8::7', '[2001:db8:0::7]', true],
    ['[2001:db8::7]:6060', '[2001:db8::7]:6060', true],
    ['[2001:db8::7]:6060', '[2001:db8::7]', false],
    ['2001:db8::/32', '[2001:db8:1::7]', true],
    ['2001:db8::/32', '10.0.0.1', false],
    ['.0.0.1', '10.0.0.1', false],
    ['bücher.example', 'shop.xn--bcher-kva.example', true],
    [':80', 'example.com', false],
    ['', 'example.com', false],
    [',,', 'example.com', false],
  ])('NO_PROXY=%s, http://%s: directly is %s', (list, host, isDirect) => {
    expect(hostFor(`http://${host}/`, { HTTP_PROXY: 'web:1', NO_PROXY: list })).toBe(isDirect ? 'directly' : 'web:1');
    expect(hostFor(`http://${host}/`, { HTTP_PROXY: 'web:1', no_proxy: list })).toBe(isDirect ? 'directly' : 'web:1');
  });

  test.each([
    ['socks5://me:CANARY@web:1080', 'HTTP_PROXY names a proxy of socks5://, which is not supported'],
    ['socks5h://web', 'HTTP_PROXY names a proxy of socks5h://, which is not supported'],
    ['https+insecure://web', 'HTTP_PROXY names a proxy of https+insecure://, which is not supported'],
    ['http://me:CANARY@[web', 'HTTP_PROXY is no address of a proxy'],
  ])('%s is told to be of no use', (text, told) => {
    expect(() => hostFor('http://shop.example/', { HTTP_PROXY: text })).toThrow(expect.objectContaining({ code: 'proxy', message: told }));
    expect(hostFor('https://shop.example/', { HTTP_PROXY: text })).toBe('directly');
    expect(hostFor('http://shop.example/', { HTTP_PROXY: text, NO_PROXY: 'shop.example' })).toBe('directly');
  });

  test('what a client of a web server may have set is not believed', () => {
    expect(() => hostFor('http://shop.example/', { HTTP_PROXY: 'web:1', REQUEST_METHOD: 'GET' })).toThrow('HTTP_PROXY is not used where REQUEST_METHOD is set');
    expect(hostFor('https://shop.example/', { HTTPS_PROXY: 'web:1', REQUEST_METHOD: 'GET' })).toBe('web:1');
  });
});

const { http, https, raw, tcp, close } = loopbacks();
const servers: Server[] = [];
afterEach(() => {
  close();
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

interface TestProxy {
  readonly host: string;
  /** What it was asked: the first line, and what was to let in. */
  readonly asked: readonly string[];
}

/** A proxy of this machine: whatever is asked by it goes to the one server that there is, whose name nobody else knows. */
async function proxyTo(program: string, tls?: { readonly cert: string; readonly key: string }): Promise<TestProxy> {
  const asked: string[] = [];
  const note = ({ method, url, httpVersion, headers }: IncomingMessage) => void asked.push([method, url, `HTTP/${httpVersion}`, headers['proxy-authorization'] ?? ''].join(' ').trim());
  const { hostname, port } = new URL(program);
  const server = tls === undefined ? createServer() : createSecureServer(tls);
  server.on('request', (request: IncomingMessage, response) => {
    note(request);
    const { pathname, search } = new URL(request.url ?? '');
    void fetch(`http://${hostname}:${port}${pathname}${search}`).then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
  });
  server.on('connect', (request: IncomingMessage, socket) => {
    note(request);
    const upstream = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    for (const end of [socket, upstream]) end.on('error', () => {});
    socket.on('close', () => upstream.destroy());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** How asking ends: the answer, or the failure's code and what it says. */
async function outcome(address: string, asked: Partial<Asked>): Promise<string> {
  try {
    const got = await ask({ address: parseAddress(address), dial: guardedDial({ resolve: () => Promise.reject(new TargetError('dns')) }), ...asked });
    const parts: Uint8Array[] = [];
    for await (const part of got.body) parts.push(part);
    return Buffer.concat(parts).toString();
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

describe('by a proxy', () => {
  test('a program without TLS is asked in the form for proxies, and learns nothing of it', async () => {
    const heard: unknown[] = [];
    const program = await http(({ url, headers }, response) => {
      heard.push([url, headers['proxy-authorization'], headers.authorization]);
      response.end('heap');
    });
    const { host, asked } = await proxyTo(program.address);
    const proxy = proxyFromEnvironment({ HTTP_PROXY: `http://me:pass%20word@${host}` });
    expect(await outcome('http://shop.example:6060/debug/pprof/heap?gc=1', { proxy })).toBe('heap');
    expect(asked).toEqual([`GET http://shop.example:6060/debug/pprof/heap?gc=1 HTTP/1.1 Basic ${btoa('me:pass word')}`]);
    expect(heard).toEqual([['/debug/pprof/heap?gc=1', undefined, undefined]]);
  });

  test('one with TLS is asked through a tunnel, and the certificate is its own', async () => {
    const own = authority('our own');
    const heard: unknown[] = [];
    const program = await https(certificate(own, { hosts: ['shop.example'] }), ({ url, headers }, response) => {
      heard.push([url, headers.host, headers.authorization, headers['proxy-authorization']]);
      response.end('heap');
    });
    const { host, asked } = await proxyTo(program.address);
    const proxy = proxyFromEnvironment({ HTTPS_PROXY: `me:pass@${host}` });
    expect(await outcome('https://you:word@shop.example/heap', { proxy, tls: { ca: own.cert } })).toBe('heap');
    expect(asked).toEqual([`CONNECT shop.example:443 HTTP/1.1 Basic ${btoa('me:pass')}`]);
    expect(heard).toEqual([['/heap', 'shop.example', `Basic ${btoa('you:word')}`, undefined]]);
    expect(await outcome('https://other.example:8443/heap', { proxy, tls: { ca: own.cert } })).toMatch(/^tls-name: /);
    expect(asked.at(-1)).toMatch(/^CONNECT other\.example:8443 /);
    expect(await outcome('https://shop.example/heap', { proxy })).toMatch(/^tls-unknown-ca: /);
  });

  test('the proxy itself may speak TLS, and shows a certificate of its own', async () => {
    const own = authority('our own');
    const program = await https(certificate(own, { hosts: ['shop.example'] }), (_, response) => response.end('heap'));
    const { host, asked } = await proxyTo(program.address, certificate(own, { addresses: ['127.0.0.1'] }));
    const proxy = proxyFromEnvironment({ HTTPS_PROXY: `https://${host}` });
    expect(await outcome('https://shop.example/heap', { proxy, tls: { ca: own.cert } })).toBe('heap');
    expect(asked).toEqual(['CONNECT shop.example:443 HTTP/1.1']);
    expect(await outcome('https+insecure://shop.example/heap', { proxy })).toBe(`proxy: the proxy ${host}: the certificate is signed by an authority that is not known here`);
  });

  test('a certificate for the program is not shown to the proxy', async () => {
    const own = authority('our own');
    const shown: unknown[] = [];
    const client = certificate(own, { name: 'me' });
    const proxied = await https({ ...certificate(own, { addresses: ['127.0.0.1'] }), requestCert: true, rejectUnauthorized: false }, ({ socket }, response) => {
      shown.push(socket instanceof TLSSocket ? socket.getPeerCertificate().subject : 'no TLS');
      response.end('heap');
    });
    const proxy = proxyFromEnvironment({ HTTP_PROXY: proxied.address });
    expect(await outcome('http://shop.example/heap', { proxy, tls: { ca: own.cert, cert: client.cert, key: client.key } })).toBe('heap');
    expect(shown).toEqual([undefined]);
  });

  test('a redirect is followed by the proxy too, or directly where that is told', async () => {
    const program = await http(({ url }, response) => {
      if (url === '/heap') response.end('heap');
      else response.writeHead(302, { Location: url === '/here' ? `${program.address}heap` : 'http://other.example/heap' }).end();
    });
    const proxied: string[] = [];
    const passing = await http(({ url = '' }, response) => {
      proxied.push(url);
      if (url.endsWith('/heap')) response.end('by proxy');
      else response.writeHead(302, { Location: url.endsWith('/here') ? `${program.address}heap` : 'http://other.example/heap' }).end();
    });
    const asked = { proxy: proxyFromEnvironment({ HTTP_PROXY: passing.address }), redirects: 1, dial: guardedDial({}) };
    expect(await outcome('http://shop.example/there', asked)).toBe('by proxy');
    expect(await outcome('http://shop.example/here', asked)).toBe('heap');
    expect(proxied).toEqual(['http://shop.example/there', 'http://other.example/heap', 'http://shop.example/here']);
  });

  test('this machine is asked by a proxy where a test has it so, and not otherwise', async () => {
    const program = await http((_, response) => response.end('heap'));
    const { host, asked } = await proxyTo(program.address);
    expect(await outcome(`${program.address}heap`, { proxy: proxyFromEnvironment({ HTTP_PROXY: host }) })).toBe('heap');
    expect(asked).toEqual([]);
    expect(await outcome(`${program.address}heap`, { proxy: proxyFromEnvironment({ HTTP_PROXY: host }, () => false) })).toBe('heap');
    expect(asked).toEqual([`GET ${program.address}heap HTTP/1.1`]);
  });

  test('what it says a no with is told as its word', async () => {
    const refusing = await raw('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
    const { host } = new URL(refusing.address);
    const proxy = proxyFromEnvironment({ HTTP_PROXY: `me:CANARY@${host}`, HTTPS_PROXY: `me:CANARY@${host}` });
    expect(await outcome('https://shop.example/heap', { proxy })).toBe(`proxy: the proxy ${host}: 407 Proxy Authentication Required`);
    expect(await outcome('http://shop.example/heap', { proxy })).toBe('proxy: server response: 407 Proxy Authentication Required');
  });

  test('that it is not there, says nothing or hangs up is told of it, not of the program', async () => {
    const gone = await tcp(() => {});
    const { host: nobody } = new URL(gone.address);
    close();
    expect(await outcome('http://shop.example/heap', { proxy: proxyFromEnvironment({ HTTP_PROXY: nobody }) })).toBe(`proxy: the proxy ${nobody}: connection refused`);
    const silent = new URL((await tcp(() => {})).address).host;
    const limits = { ...limitsFor(0), connect: 50, tls: 50 };
    expect(await outcome('https://shop.example/heap', { proxy: proxyFromEnvironment({ HTTPS_PROXY: silent }), limits })).toMatch(`proxy: the proxy ${silent}: no connection in time`);
    const brief = new URL((await tcp((socket) => socket.destroy())).address).host;
    expect(await outcome('https://shop.example/heap', { proxy: proxyFromEnvironment({ HTTPS_PROXY: brief }) })).toMatch(`proxy: the proxy ${brief}: the connection`);
    const stop = new AbortController();
    const patient = await tcp(() => stop.abort());
    expect(await outcome('https://shop.example/heap', { proxy: proxyFromEnvironment({ HTTPS_PROXY: new URL(patient.address).host }), signal: stop.signal })).toBe('cancelled: cancelled');
  });

  test('messages come through a tunnel, also without TLS', async () => {
    const program = await tcp((socket) => {
      socket.once('data', (said) => {
        const key = /Sec-WebSocket-Key: (\S+)/.exec(said.toString())?.[1] ?? '';
        socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${acceptOf(key)}\r\n\r\n`), Buffer.of(0x81, 2), Buffer.from('hi'), Buffer.of(0x88, 0)]));
      });
    });
    const { host, asked } = await proxyTo(program.address);
    const heard: string[] = [];
    for await (const message of messages({ address: parseAddress('http://shop.example/feed'), proxy: proxyFromEnvironment({ HTTP_PROXY: host }) })) heard.push(Buffer.from(message).toString());
    expect([heard, asked]).toEqual([['hi'], ['CONNECT shop.example:80 HTTP/1.1']]);
  });
});

describe('no proxy is asked for what is never asked', () => {
  const always: ProxyOf = () => parseAddress('web:1');

  test.each(['169.254.169.254', '2852039166', '[::ffff:169.254.169.254]', '[fe80::1]', '[64:ff9b::a9fe:a9fe]', '0.0.0.0', 'metadata.google.internal', 'METADATA.google.internal.', 'metadata', '100.100.100.200'])('%s', (host) => {
    expect(() => guardedProxy({}, always)(new URL(`http://${host}/`))).toThrow(expect.objectContaining({ code: 'target-not-allowed' }));
  });

  test('unless it is meant', () => {
    expect(guardedProxy({ allowed: ['169.254.169.254'] }, always)(new URL('http://169.254.169.254/'))?.url.host).toBe('web:1');
    expect(guardedProxy({ allowed: ['metadata'] }, always)(new URL('http://metadata/'))?.url.host).toBe('web:1');
  });

  test('names are left to the proxy, and what it does not know of stays with the dialler', () => {
    expect(guardedProxy({}, always)(new URL('http://shop.example/'))?.url.host).toBe('web:1');
    expect(guardedProxy({}, () => undefined)(new URL('http://169.254.169.254/'))).toBeUndefined();
  });

  test('a proxy at such an address is where the user says that it is', async () => {
    const { host } = new URL((await http((_, response) => response.end('heap'))).address);
    const proxy = guardedProxy({}, proxyFromEnvironment({ HTTP_PROXY: host }));
    expect(await outcome('http://shop.example/heap', { proxy })).toBe('heap');
    expect(await outcome('http://169.254.169.254/heap', { proxy })).toMatch(/^target-not-allowed: /);
  });
});
