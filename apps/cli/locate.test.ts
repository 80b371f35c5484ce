import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { elfFile } from './elfFixture.ts';
import { withLocalBinaries } from './locate.ts';

const homes: string[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const home of homes.splice(0)) rmSync(home, { recursive: true });
});

/** A folder with binaries, each of a build ID; the search path is that folder. */
function folderWith(files: Record<string, string>): string {
  const home = mkdtempSync(join(tmpdir(), 'binaries-'));
  homes.push(home);
  for (const [name, buildId] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    const segments = [{ offset: 0n, address: 0x400000n, size: 0x1000n, isCode: true }];
    writeFileSync(join(home, name), elfFile({ type: 2, segments, text: 0x400100n, buildId }));
  }
  vi.stubEnv('PPROF_BINARY_PATH', home);
  return home;
}

/** Where the program /opt/shop of the build ID c0ffee05 is found. */
function located(): { file: string; notes: string[] } {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  builder.mapping({ start: 0x400000n, limit: 0x401000n, file: '/opt/shop', buildId: 'c0ffee05' });
  const notes: string[] = [];
  const { mappings, strings } = withLocalBinaries(builder.finish(), (note) => notes.push(note));
  return { file: strings[mappings.file[0]], notes };
}

test.each(['c0ffee05/shop', 'c0ffee05/anything', 'opt/shop/c0ffee05', 'c0/ffee05.debug', 'shop', 'opt/shop', 'opt/shop.debug', 'opt/.debug/shop.debug', 'usr/lib/debug/opt/shop.debug'])('a binary is found at %s', (name) => {
  const home = folderWith({ [name]: 'c0ffee05' });
  expect(located()).toEqual({ file: join(home, name), notes: [] });
});

test('what is found by build ID goes before what is found by name', () => {
  const home = folderWith({ shop: 'c0ffee05', 'c0ffee05/shop': 'c0ffee05' });
  expect(located().file).toBe(join(home, 'c0ffee05/shop'));
});

test('a binary of another build ID is told and passed over', () => {
  const home = folderWith({ shop: 'bad0bad0', 'opt/shop': 'c0ffee05' });
  expect(located()).toEqual({ file: join(home, 'opt/shop'), notes: [`Ignoring local file ${join(home, 'shop')}: build-id mismatch (c0ffee05 != bad0bad0)`] });
});

test('what is no binary is passed over, and so is a folder that is not there', () => {
  const home = folderWith({});
  writeFileSync(join(home, 'shop'), '#!/bin/sh\n');
  expect(located()).toEqual({ file: '/opt/shop', notes: [] });
  vi.stubEnv('PPROF_BINARY_PATH', join(home, 'no/such/folder'));
  expect(located()).toEqual({ file: '/opt/shop', notes: [] });
});
