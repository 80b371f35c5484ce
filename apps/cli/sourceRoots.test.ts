import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readBelow, sourceRoots } from './sourceRoots.ts';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'roots-')));
mkdirSync(join(home, 'shop'));
mkdirSync(join(home, 'go/bin'), { recursive: true });
mkdirSync(join(home, 'bin'));
writeFileSync(join(home, 'go/bin', process.platform === 'win32' ? 'go.exe' : 'go'), '');
symlinkSync(join(home, 'go/bin/go'), join(home, 'bin/go'));
writeFileSync(join(home, 'secret.go'), 'package secret\n');
afterAll(() => rmSync(home, { recursive: true }));

const bare = { PATH: '', HOME: '/home/me' };

test('the roots are the folders of -source_path, or that of the command', () => {
  expect(sourceRoots('', '/shop', bare)[0]).toBe('/shop');
  expect(sourceRoots('cart:/lib:..', '/shop', bare).slice(0, 3)).toEqual(['/shop/cart', '/lib', '/']);
  expect(sourceRoots('cart', '/shop', bare)).not.toContain('/shop');
});

test("Go's packages are found as Go's tools are: by $GOROOT, by the PATH, or where Go installs itself", () => {
  const [, packages] = sourceRoots('', '/shop', { ...bare, GOROOT: '/opt/go', PATH: join(home, 'bin') });
  expect(packages).toBe('/opt/go/src');
  // A folder of that name is no program.
  expect(sourceRoots('', '/shop', { ...bare, PATH: `${join(home, 'none')}:${home}:${join(home, 'bin')}` })[1]).toBe(join(home, 'go/src'));
  expect(sourceRoots('', '/shop', { ...bare, PATH: join(home, 'none') })[1]).toBe('/usr/local/go/src');
});

test('modules are in $GOMODCACHE, or in each folder of $GOPATH, or in ~/go', () => {
  const modules = (environment: NodeJS.ProcessEnv) => sourceRoots('', '/shop', { ...bare, ...environment }).slice(2);
  expect(modules({})).toEqual(['/home/me/go/pkg/mod']);
  expect(modules({ GOPATH: '/a:/b' })).toEqual(['/a/pkg/mod', '/b/pkg/mod']);
  expect(modules({ GOPATH: '/a', GOMODCACHE: '/cache' })).toEqual(['/cache']);
});

const read = (path: string, allows: (path: string) => boolean = () => true) => readBelow([join(home, 'shop')], allows, Buffer.from(path));

test('a link that takes the place of a file after that was looked at is not followed', () => {
  const path = join(home, 'shop/serve.go');
  writeFileSync(path, 'package shop\n');
  expect(read(path)).toEqual({ lines: ['package shop'] });
  const replaced = () => {
    renameSync(path, join(home, 'shop/before.go'));
    symlinkSync(join(home, 'secret.go'), path);
    return true;
  };
  expect(() => read(path, replaced)).toThrow(/ELOOP/);
  expect(read(path)).toEqual({ outside: home });
});

test('what a file is and how large counts when it is open', () => {
  const path = join(home, 'shop/grows.go');
  writeFileSync(path, 'package shop\n');
  const grown = () => {
    writeFileSync(path, 'package shop\n'.repeat(400_000));
    return true;
  };
  expect(() => read(path, grown)).toThrow('the file has 5200000 bytes');
  const folder = () => {
    rmSync(path);
    mkdirSync(path);
    return true;
  };
  expect(read(path, folder)).toEqual({ lines: [] });
});
