import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import type { Profile } from '#model/profile.ts';
import { SourceError } from './sourceError.ts';
import { namingProfiles, servedSources } from './servedSources.ts';

const home = mkdtempSync(join(tmpdir(), 'served-'));
mkdirSync(join(home, 'shop/folder.go'), { recursive: true });
writeFileSync(join(home, 'shop/serve.go'), 'package shop\n');
writeFileSync(join(home, 'shop/beside.go'), 'package shop // no profile names it\n');
writeFileSync(join(home, 'shop/secret'), 'not source\n');
writeFileSync(join(home, 'secret.env'), 'not source\n');
writeFileSync(join(home, 'shop/binary.go'), 'package\0shop\n');
symlinkSync(join(home, 'shop/secret'), join(home, 'shop/link'));
symlinkSync(join(home, 'shop/secret'), join(home, 'shop/link.go'));
symlinkSync('/dev/zero', join(home, 'shop/zero.go'));
symlinkSync(join(home, 'shop/round.go'), join(home, 'shop/round.go'));
symlinkSync(join(home, 'shop/serve.go'), join(home, 'shop/same.go'));
writeFileSync(join(home, 'shop/huge.go'), 'package shop\n');
truncateSync(join(home, 'shop/huge.go'), 5 * 2 ** 30);
writeFileSync(join(home, 'shop/large.go'), 'package shop\n'.repeat(400_000));
/** Another folder, from which and to which links lead. */
const away = realpathSync(mkdtempSync(join(tmpdir(), 'away-')));
mkdirSync(join(away, 'lib'));
writeFileSync(join(away, 'lib/price.go'), 'package lib\n');
symlinkSync(join(away, 'lib/price.go'), join(home, 'shop/out.go'));
symlinkSync(join(away, 'lib'), join(home, 'shop/lib'));
symlinkSync(join(home, 'shop'), join(away, 'shop'));
afterAll(() => {
  rmSync(home, { recursive: true });
  rmSync(away, { recursive: true });
});

/** A profile of functions in these files, as whoever made it liked. */
function naming(...files: readonly string[]): Profile {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  for (const [row, file] of files.entries()) builder.sample([builder.location({ lines: [{ fn: builder.fn({ name: `fn${row}`, file }), line: 1 }] })], [1]);
  return builder.finish();
}

function served(files: readonly string[], options = { sourcePath: '', trimPath: '' }) {
  return servedSources(namingProfiles(['a profile']), options, home, { read: () => Promise.resolve(naming(...files)), environment: {} });
}

const SERVE = { kind: 'text', text: 'package shop' };

test('a file that a profile names is found where the command finds it', async () => {
  expect(await served(['shop/serve.go'])('shop/serve.go')).toEqual(SERVE);
  expect(await served([join(home, 'shop/serve.go')])(join(home, 'shop/serve.go'))).toEqual(SERVE);
  expect(await served(['/ci/shop/serve.go'], { sourcePath: join(home, 'shop'), trimPath: '' })('/ci/shop/serve.go')).toEqual(SERVE);
  expect(await served(['/ci/serve.go'], { sourcePath: join(home, 'shop'), trimPath: '/ci' })('/ci/serve.go')).toEqual(SERVE);
  expect(await served(['shop/gone.go'])('shop/gone.go')).toEqual({ kind: 'missing' });
});

test('what no profile names is not there, however it is spelt', async () => {
  const find = served(['shop/serve.go', './shop/gone.go']);
  for (const path of ['shop/beside.go', 'shop/../shop/serve.go', './shop/serve.go', 'shop//serve.go', 'shop/serve.go/', '/shop/serve.go', '../shop/serve.go', join(home, 'shop/serve.go'), join(home, 'shop/beside.go'), 'shop/serve.go\0', 'SHOP/serve.go', '', '.', '/', '/etc/passwd', '../../../../etc/passwd']) {
    expect([path, await find(path)]).toEqual([path, { kind: 'unnamed' }]);
  }
});

test('a profile gets at nothing but source, whatever it names', async () => {
  const hostile = ['/etc/passwd', '../../../../../../etc/passwd', 'shop/secret', 'shop/link', 'secret.env', '/proc/self/environ', '/dev/zero', '/proc/self/cwd/shop/secret'];
  const find = served(hostile);
  for (const path of [...hostile, 'etc/passwd']) expect([path, await find(path)]).toEqual([path, { kind: 'unnamed' }]);
});

test('a folder, and what is no text, is no source', async () => {
  const find = served(['shop/folder.go', 'shop/binary.go']);
  expect(await find('shop/folder.go')).toEqual({ kind: 'missing' });
  expect(await find('shop/binary.go')).toEqual({ kind: 'missing' });
});

test('a link leads to source and to nothing else', async () => {
  expect(await served(['shop/same.go'])('shop/same.go')).toEqual(SERVE);
  for (const path of ['shop/link.go', 'shop/zero.go', 'shop/round.go']) expect([path, await served([path])(path)]).toEqual([path, { kind: 'missing' }]);
});

/** What is said of a file in another folder: with what to start so that it is read. */
const OUTSIDE = { kind: 'outside', sourcePath: `${home}:${join(away, 'lib')}` };

test('what lies outside of the folder of the command is not read, by whichever way it is named', async () => {
  const absolute = join(away, 'lib/price.go');
  expect(await served([absolute])(absolute)).toEqual(OUTSIDE);
  for (const path of ['shop/out.go', 'shop/lib/price.go', join(home, 'shop/out.go'), join(away, 'shop/out.go'), `../${basename(away)}/lib/price.go`]) expect([path, await served([path])(path)]).toEqual([path, OUTSIDE]);
  const above = join(home, 'shop');
  const find = servedSources(namingProfiles(['a profile']), { sourcePath: '', trimPath: '' }, join(above, 'folder.go'), { read: () => Promise.resolve(naming('shop/serve.go')), environment: {} });
  expect(await find('shop/serve.go')).toEqual({ kind: 'outside', sourcePath: `${join(above, 'folder.go')}:${realpathSync(above)}` });
});

test('what was said then is what helps', async () => {
  const price = { kind: 'text', text: 'package lib' };
  const options = { sourcePath: OUTSIDE.sourcePath, trimPath: '' };
  for (const path of [join(away, 'lib/price.go'), 'shop/out.go', 'shop/lib/price.go']) expect([path, await served([path], options)(path)]).toEqual([path, price]);
  expect(await served(['shop/serve.go'], options)('shop/serve.go')).toEqual(SERVE);
  expect(await served(['/ci/gone/other.go'], options)('/ci/gone/other.go')).toEqual({ kind: 'missing' });
});

test('a folder of -source_path may be a link, and links in it may lead about in it', async () => {
  const linked = { sourcePath: join(away, 'shop'), trimPath: '' };
  for (const path of ['serve.go', 'same.go', join(home, 'shop/serve.go'), join(away, 'shop/serve.go')]) expect([path, await served([path], linked)(path)]).toEqual([path, SERVE]);
  // The folder of the command is none any more.
  writeFileSync(join(home, 'main.go'), 'package main\n');
  expect(await served([join(home, 'main.go')], linked)(join(home, 'main.go'))).toEqual({ kind: 'outside', sourcePath: `${join(away, 'shop')}:${realpathSync(home)}` });
});

test('a folder whose name only begins as a root does is none', async () => {
  mkdirSync(`${home}/shop-private`, { recursive: true });
  writeFileSync(join(home, 'shop-private/key.go'), 'package private\n');
  const path = join(home, 'shop-private/key.go');
  expect(await served([path], { sourcePath: join(home, 'shop'), trimPath: '' })(path)).toMatchObject({ kind: 'outside' });
});

test('packages of Go and modules that it downloaded are read where they lie', async () => {
  const path = join(away, 'lib/price.go');
  const findIn = (environment: NodeJS.ProcessEnv, ...named: readonly string[]) => servedSources(namingProfiles(['a profile']), { sourcePath: '', trimPath: '' }, home, { read: () => Promise.resolve(naming(...named)), environment });
  expect(await findIn({ GOMODCACHE: away }, path)(path)).toMatchObject({ kind: 'text' });
  expect(await findIn({ GOMODCACHE: join(away, 'none') }, path)(path)).toEqual(OUTSIDE);
  mkdirSync(join(away, 'go/src/sort'), { recursive: true });
  writeFileSync(join(away, 'go/src/sort/sort.go'), 'package sort\n');
  writeFileSync(join(away, 'go/other.go'), 'package other\n');
  const [own, other] = [join(away, 'go/src/sort/sort.go'), join(away, 'go/other.go')];
  expect(await findIn({ GOROOT: join(away, 'go') }, own)(own)).toEqual({ kind: 'text', text: 'package sort' });
  expect(await findIn({ GOROOT: join(away, 'go') }, other)(other)).toMatchObject({ kind: 'outside' });
});

test('a file of gigabytes, or of more than a page draws, is not read', async () => {
  for (const path of ['shop/huge.go', 'shop/large.go']) expect([path, await served([path])(path)]).toEqual([path, { kind: 'missing' }]);
});

test.skipIf(process.platform === 'win32')('nobody waits for a pipe that is called source', async () => {
  execFileSync('mkfifo', [join(home, 'shop/pipe.go')]);
  expect(await served(['shop/pipe.go'])('shop/pipe.go')).toEqual({ kind: 'missing' });
});

test('a path of another system is a name like any other', async () => {
  for (const path of ['C:\\shop\\serve.go', 'C:/shop/serve.go', '\\\\host\\share\\serve.go']) expect([path, await served([path])(path)]).toEqual([path, { kind: 'missing' }]);
});

test('a file that is no profile names none, and the others count', async () => {
  const read = (profile: string | Uint8Array) => (profile === 'broken' ? Promise.reject(new SourceError('broken')) : Promise.resolve(naming('shop/serve.go')));
  expect(await servedSources(namingProfiles(['broken', 'good']), { sourcePath: '', trimPath: '' }, home, { read })('shop/serve.go')).toEqual(SERVE);
});

test('what is fetched later names files too, and no more once it is forgotten', async () => {
  const profiles = namingProfiles([]);
  const find = servedSources(profiles, { sourcePath: '', trimPath: '' }, home, { read: (profile) => Promise.resolve(naming(profile.length === 1 ? 'shop/serve.go' : 'shop/beside.go')) });
  expect(await find('shop/serve.go')).toEqual({ kind: 'unnamed' });
  profiles.add(new Uint8Array(1));
  expect(await find('shop/serve.go')).toEqual(SERVE);
  profiles.add(new Uint8Array(2 ** 26));
  expect(await find('shop/serve.go')).toEqual({ kind: 'unnamed' });
  expect(await find('shop/beside.go')).toMatchObject({ kind: 'text' });
});
