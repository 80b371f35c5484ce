import { createHook } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { AddressError, parseAddress } from './address.ts';
import { TargetError } from './failure.ts';
import { canonicalHost, guardedDial, neverReason } from './reach.ts';
import { ask, type Asked, type Dial, type Place } from './request.ts';

/** What the process did on the network, whoever did it: connections begun and names looked up. */
const attempts: string[] = [];
const hook = createHook({ init: (_, type) => void (/^(TCPCONNECTWRAP|GETADDRINFOREQWRAP|QUERYWRAP)$/.test(type) && attempts.push(type)) }).enable();

afterAll(() => hook.disable());

const servers: Server[] = [];
afterEach(() => {
  attempts.length = 0;
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listening(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  'here.example': ['127.0.0.1'],
  'metadata.evil.example': ['169.254.169.254'],
  'both.example': ['127.0.0.1', '169.254.169.254'],
  'both-six.example': ['::1', 'fe80::1%2'],
  'mapped.example': ['::ffff:169.254.169.254'],
  'nat64.example': ['64:ff9b::a9fe:a9fe'],
  'nowhere.example': [],
};

function resolve(host: string): Promise<readonly Place[]> {
  const found = NAMES[host];
  if (found === undefined) return Promise.reject(new TargetError('dns'));
  return Promise.resolve(found.map(placeOf));
}

function placeOf(address: string): Place {
  return { address, family: address.includes(':') ? 6 : 4 };
}

/** How asking ends: the answer, or the failure's code. */
async function outcome(text: string, asked: Partial<Asked> = {}): Promise<string> {
  try {
    const { dial = guardedDial({ resolve }) } = asked;
    const { body } = await ask({ address: parseAddress(text), ...asked, dial: onlyHere(dial) });
    let answer = '';
    for await (const piece of body) answer += Buffer.from(piece).toString();
    return answer;
  } catch (error) {
    if (error instanceof AddressError) return 'bad-address';
    if (error instanceof TargetError) return error.code;
    throw error;
  }
}

/** Of whatever is let through, no packet leaves this machine: it counts as an attempt instead. */
function onlyHere(dial: Dial): Dial {
  return async (host, port) => {
    const places = await dial(host, port);
    for (const { address } of places) if (!address.startsWith('127.')) attempts.push(address);
    return places.filter(({ address }) => address.startsWith('127.'));
  };
}

/** Ways to write what must not be asked. */
const REFUSED: readonly string[] = [
  ['169.254.169.254', '169.254.169.254:80', '169.254.169.254.', '169.254.0.1', '169.254.170.2', '2852039166', '0xa9fea9fe', '0XA9FEA9FE', '025177524776', '169.254.43518', '169.16689662'],
  ['0xa9.0xfe.0xa9.0xfe', '0251.0376.0251.0376', '0000251.00000376.000251.0000376', '0xa9.254.0251.254', '0xa9.0376.43518', '１６９.２５４.１６９.２５４', '169。254。169。254', '①⑥⑨.②⑤④.①⑥⑨.②⑤④'],
  ['%31%36%39.254.169.254', '169.254.169.%32%354', '169%2e254%2e169%2e254', '169.254.\n169.254', '169.254.\t169.254', '169.254.169.254#@127.0.0.1', '169.254.169.254\\@127.0.0.1', '169.254.169.254?@127.0.0.1'],
  ['127.0.0.1@169.254.169.254', '127.0.0.1:6060@169.254.169.254', 'user:pass@169.254.169.254', '127.0.0.1%2f@169.254.169.254', '@169.254.169.254', '169.254.169.254:443/latest/meta-data'],
  ['[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[0:0:0:0:0:ffff:a9fe:a9fe]', '[0000:0000:0000:0000:0000:FFFF:A9FE:A9FE]', '[::169.254.169.254]', '[::a9fe:a9fe]', '[::ffff:0:a9fe:a9fe]'],
  ['[64:ff9b::169.254.169.254]', '[64:ff9b::a9fe:a9fe]', '[0064:ff9b:0:0:0:0:a9fe:a9fe]', '[64:ff9b:1::a9fe:a9fe]', '[64:ff9b:1:a9fe:a9:fe00::]', '[2002:a9fe:a9fe::]', '[2002:a9fe:a9fe::1]'],
  ['[2001:0:a9fe:a9fe::]', '[2001:0:4136:e378:8000:63bf:5601:5601]', '[2001:db8::5efe:a9fe:a9fe]', '[2001:db8::200:5efe:a9fe:a9fe]', '[fe80::1]', '[fe80::a9fe:a9fe]', '[febf::1]', '[FE80::1]', '[fe80::1%25eth0]', '[fe80::1%eth0]'],
  ['[fd00:ec2::254]', '[FD00:0EC2::0254]', '[fd00:ec2::23]', '[fd20:ce::254]', '[fd00:c1::a9fe:a9fe]', '[fd00:42::42]', '168.63.129.16', '100.100.100.200', '192.0.0.192', '1684301000'],
  ['0.0.0.0', '0', '0x0', '000', '0.1.2.3', '[::]', '[0::0]', '[::ffff:0.0.0.0]', '[::ffff:0:0]', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '4294967295', '0xffffffff', '192.88.99.1', '[ff02::1]', '[ff0e::1]', '[2002:e000:1::]'],
  ['metadata', 'metadata.', 'METADATA', 'metadata.google.internal', 'Metadata.Google.Internal.', 'ｍｅｔａｄａｔａ.google.internal', 'metadata.goog', 'instance-data', '[64:ff9b::808:808%25]'],
  ['metadata.evil.example', 'METADATA.evil.example.', 'both.example', 'both-six.example', 'mapped.example', 'nat64.example', 'user@both.example:6060'],
].flat();
const SCHEMES = ['file:///etc/passwd', 'file://127.0.0.1/etc/passwd', 'gopher://127.0.0.1:6379/_INFO', 'ftp://127.0.0.1/', 'data:text/plain,x', 'javascript:1', 'ws://127.0.0.1/', 'dict://127.0.0.1/', 'ldap://127.0.0.1/', 'jar:http://127.0.0.1!/', 'http+unix://%2Fvar%2Frun%2Fx/', 'unix:/var/run/x', 'blob:http://127.0.0.1/x', 'http+insecure://127.0.0.1/', 'http:///', 'http://'];

describe('nothing is asked of', () => {
  test.each(REFUSED)('%j', async (host) => {
    for (const text of [`http://${host}/debug/pprof/heap`, `https://${host}/`, `https+insecure://${host}/x`, host]) {
      const end = await outcome(text);
      // An unusual spelling may be no address at all.
      expect(['target-not-allowed', 'bad-address']).toContain(end);
    }
    expect(attempts).toEqual([]);
  });

  test.each(SCHEMES)('%j', async (text) => {
    // What has no // behind its colon is a host with a port.
    expect(['bad-address', 'dns']).toContain(await outcome(text));
    expect(attempts).toEqual([]);
  });

  test('more ways than eighty', () => {
    expect(new Set([...REFUSED, ...SCHEMES]).size).toBeGreaterThan(80);
  });
});

test('what is asked is seen by these tests', async () => {
  const host = await listening((_, response) => response.end('profile'));
  expect(await outcome(`http://${host}/`)).toBe('profile');
  expect(attempts).toEqual(['TCPCONNECTWRAP']);
});

test.each(['127.0.0.1', '[::1]', '127.9.9.9', '10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', '8.8.8.8', '[fd12:3456::1]', '[2001:db8::1]', '[::ffff:10.0.0.1]', '[64:ff9b::808:808]', '[2002:c0a8:1::]', '198.18.0.1', '203.0.113.7'])(
  'a program at %s may be asked',
  async (host) => {
    const [place] = await guardedDial({})(host, 6060);
    expect(place.address).toBe(canonicalHost(host));
    expect(attempts).toEqual([]);
  },
);

test('a name is resolved once, and what it stood for then is what is connected to', async () => {
  const host = await listening((_, response) => response.end('profile'));
  const asked: string[] = [];
  const changing = (name: string): Promise<readonly Place[]> => {
    asked.push(name);
    return Promise.resolve([placeOf(asked.length === 1 ? '127.0.0.1' : '169.254.169.254')]);
  };
  const dial = guardedDial({ resolve: changing });
  const address = `http://changing.example:${host.split(':')[1]}/`;
  expect(await outcome(address, { dial })).toBe('profile');
  expect([asked, attempts]).toEqual([['changing.example'], ['TCPCONNECTWRAP']]);
  expect(await outcome(address, { dial })).toBe('target-not-allowed');
  expect([asked.length, attempts.length]).toEqual([2, 1]);
});

test('a name that stands for nothing is no host', async () => {
  expect(await outcome('http://nowhere.example/')).toBe('dns');
  expect(await outcome('http://unknown.example/')).toBe('dns');
  expect(attempts).toEqual([]);
});

test('a redirect leads nowhere, and where one is followed the same holds there', async () => {
  const host = await listening((request, response) => {
    const location = request.url === '/round' ? '/round' : 'http://169.254.169.254/latest/meta-data/';
    response.writeHead(302, { Location: location }).end('go there');
  });
  expect(await outcome(`http://${host}/`)).toBe('redirect');
  expect(await outcome(`http://${host}/round`)).toBe('redirect');
  expect(attempts.length).toBe(2);
  expect(await outcome(`http://${host}/`, { redirects: 10 })).toBe('target-not-allowed');
  expect(attempts.length).toBe(3);
  expect(await outcome(`http://${host}/round`, { redirects: 30 })).toBe('redirect');
  expect(attempts.length).toBe(34);
});

test.each(['127.0.0.1', 'localhost', '[::1]', '127.1.2.3', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '2130706433', '127.1', '0x7f.1'])('the companion does not ask itself, as %s', async (host) => {
  const local = (name: string) => (name === 'localhost' ? Promise.resolve([placeOf('::1'), placeOf('127.0.0.1')]) : resolve(name));
  // Not even where it is allowed.
  const dial = guardedDial({ resolve: local, ownPorts: () => [8080], allowed: ['127.0.0.1', '::1', '127.1.2.3', host] });
  expect(await outcome(`http://${host}:8080/api/files`, { dial })).toBe('target-not-allowed');
  expect(attempts).toEqual([]);
  await expect(dial(parseAddress(`http://${host}`).url.hostname, 8081)).resolves.toBeDefined();
});

test('who is named with -allow_targets may be asked, and nobody else', async () => {
  const dial = guardedDial({ resolve, allowed: ['0xa9fea9fe', '[FE80::1]', 'metadata.google.internal'] });
  expect(await dial('169.254.169.254', 80)).toEqual([placeOf('169.254.169.254')]);
  expect(await dial('fe80::1', 80)).toEqual([placeOf('fe80::1')]);
  expect((await dial('metadata.evil.example', 80)).length).toBe(1);
  for (const host of ['169.254.169.253', 'fe80::2', 'metadata', '64:ff9b::a9fe:a9fe']) await expect(dial(host, 80)).rejects.toThrow(TargetError);
  // A name that was named still stands for an address, which is judged as any.
  await expect(guardedDial({ resolve: () => resolve('metadata.evil.example'), allowed: ['metadata'] })('metadata', 80)).rejects.toThrow('metadata stands for 169.254.169.254');
});

test('the refusal says why, and how to have it all the same', async () => {
  const error = await guardedDial({ resolve })('both.example', 80).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(TargetError);
  const { message, next } = error as TargetError;
  expect(message).toBe('both.example stands for 169.254.169.254, which is a link-local address, where clouds keep their metadata services; it is not asked');
  expect(next).toBe('If you mean it, start the command with -allow_targets=169.254.169.254.');
});

test('every address of the never-list is told from its neighbours', () => {
  const edges: readonly (readonly [string, boolean])[] = [
    ['169.253.255.255', false],
    ['169.254.0.0', true],
    ['169.254.255.255', true],
    ['169.255.0.0', false],
    ['0.255.255.255', true],
    ['1.0.0.0', false],
    ['223.255.255.255', false],
    ['224.0.0.0', true],
    ['100.100.100.199', false],
    ['100.100.100.200', true],
    ['192.88.98.255', false],
    ['192.88.99.0', true],
    ['192.88.100.0', false],
    ['::1', false],
    ['::', true],
    ['fe7f::1', false],
    ['fe80::', true],
    ['febf:ffff::', true],
    ['fec0::', false],
    ['2001::', true],
    ['2001:1::', false],
  ];
  for (const [address, isRefused] of edges) expect([address, neverReason(address) !== undefined]).toEqual([address, isRefused]);
});

test('the documentation names what is never asked', () => {
  const lines = readFileSync('docs/companion.md', 'utf8').split('\n- ').join('\n* ').split(/\n(?=\* )/);
  const told = lines.filter((line) => /^\* what (hands out|is no single)/.test(line)).flatMap((line) => line.match(/[0-9a-f]*[.:][0-9a-f.:]+(?=[/,;\n])/g) ?? []);
  expect(told.length).toBeGreaterThan(14);
  for (const address of told) expect([address, neverReason(address) !== undefined]).toEqual([address, true]);
});
