import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isFolder, profilesIn, watching } from './watched.ts';

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'watched-'));
  mkdirSync(at('inside.prof'));
  for (const [i, name] of ['old.pb.gz', 'new.prof', 'mutex', 'notes.md', 'shop.go', '.hidden.pb.gz', 'b.cpuprofile'].entries()) {
    writeFileSync(at(name), 'x'.repeat(i + 1));
    utimesSync(at(name), 1000 + i, 1000 + i);
  }
  symlinkSync(at('old.pb.gz'), at('link.pb.gz'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('of a folder it is what is called as profiles are, the newest first', async () => {
  expect((await profilesIn(folder)).map(({ name, size, time }) => `${name} ${size} ${time}`)).toEqual(['b.cpuprofile 7 1006000', 'mutex 3 1002000', 'new.prof 2 1001000', 'old.pb.gz 1 1000000']);
});

test('files are looked for by themselves, whatever they are called; what is gone is left out', async () => {
  const watch = watching([at('shop.go'), at('gone.prof'), at('inside.prof')], [folder, at('nowhere')]);
  expect((await watch()).map(({ name }) => name)).toEqual(['shop.go', 'b.cpuprofile', 'mutex', 'new.prof', 'old.pb.gz']);
  writeFileSync(at('late.pb.gz'), 'x');
  expect((await watch()).map(({ name }) => name)).toContain('late.pb.gz');
  rmSync(at('late.pb.gz'));
});

test('a folder is told from a file and from nothing', async () => expect(await Promise.all([folder, at('mutex'), at('nowhere')].map(isFolder))).toEqual([true, false, false]));
