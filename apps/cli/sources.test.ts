import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sourcesOnDisk } from './sources.ts';

/** A folder with shop/serve.go, lib/price.go and, where the system can make one, a pipe that nobody writes to. */
const home = mkdtempSync(join(tmpdir(), 'sources-'));
mkdirSync(join(home, 'shop/api'), { recursive: true });
mkdirSync(join(home, 'lib'));
writeFileSync(join(home, 'shop/serve.go'), 'package shop\n\nfunc serve() {}\n');
writeFileSync(join(home, 'lib/price.go'), Buffer.from('package lib // \xe9\n', 'latin1'));
const hasPipe = spawnSync('mkfifo', [join(home, 'pipe')]).status === 0;
afterAll(() => rmSync(home, { recursive: true }));

const SERVE = { lines: ['package shop', '', 'func serve() {}'] };

function find(path: string, sourcePath = '', trimPath = '', directory = home) {
  return sourcesOnDisk({ sourcePath, trimPath }, directory)(path);
}

test('an absolute path is taken as it is', () => {
  expect(find(join(home, 'shop/serve.go'))).toEqual(SERVE);
  expect(find('/no/such/file.go')).toEqual({ error: 'open /no/such/file.go: no such file or directory' });
});

test('a relative path is tried where the command runs, and in all folders above', () => {
  expect(find('shop/serve.go')).toEqual(SERVE);
  expect(find('shop/serve.go', '', '', join(home, 'shop/api'))).toEqual(SERVE);
});

test('with a search path it is tried there', () => {
  expect(find('serve.go', 'lib:shop/api')).toEqual(SERVE);
  expect(find('serve.go', 'lib')).toEqual({ error: 'could not find file serve.go on path lib' });
});

test('what is to be trimmed makes a path relative, and so does the name of a folder of the search path', () => {
  expect(find('/build/x/shop/serve.go', '', '/build/x')).toEqual(SERVE);
  expect(find('/build/x/shop/serve.go', join(home, 'shop'))).toEqual(SERVE);
});

test('bytes that are no UTF-8 are kept', () => {
  expect(find('lib/price.go')).toEqual({ lines: ['package lib // \udce9'] });
});

test('a folder has no lines', () => {
  expect(find('shop')).toEqual({ lines: [] });
});

test.skipIf(!hasPipe)('a pipe has none either, and nothing waits for it', () => {
  expect(find('pipe')).toEqual({ lines: [] });
});

test('a path that cannot be a path is told', () => {
  expect(find('/a\0b')).toEqual({ error: 'open /a\0b: invalid argument' });
  expect(find(`/${'a'.repeat(300)}`)).toMatchObject({ error: expect.stringMatching(/file name too long$/) });
});
