import { expect, test } from 'vitest';
import { DEFAULTS } from '#model/options.ts';
import { launcherOf } from '#server/browser.ts';
import { parseFlags } from './flags.ts';
import { pageRequest, parseHostPort, serveCommand } from './serve.ts';

test.each([
  ['localhost:8080', 'localhost', 8080],
  [':9090', 'localhost', 9090],
  [':', 'localhost', 0],
  ['127.0.0.1:', '127.0.0.1', 0],
  ['[::1]:6060', '::1', 6060],
])('-http=%s', (text, host, port) => {
  expect(parseHostPort(text)).toEqual({ host, port });
});

test.each(['', '8080', 'localhost', 'localhost:http', ':70000', 'http://localhost:80', '::1:80'])('-http=%s is no address', (text) => {
  expect(() => parseHostPort(text)).toThrow(`-http=${text}: expected host:port`);
});

test.each([
  ['nowhere.pb.gz', 'nowhere.pb.gz: no such file'],
  ['apps', 'apps: not a file'],
])('%s is refused with a sentence', async (path, message) => {
  await expect(serveCommand({ ...(await pageRequest(parseFlags(['-no_browser', path]))), app: 'apps/server' }, { view: 'flame', options: DEFAULTS })).rejects.toThrow(message);
});

test('the browser is opened by the system, without a shell', () => {
  expect(launcherOf('linux')).toEqual(['xdg-open']);
  expect(launcherOf('darwin')).toEqual(['open']);
  expect(launcherOf('win32')).toEqual(['rundll32', 'url.dll,FileProtocolHandler']);
});
