import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { historyAt, historyPath, KEPT } from './history.ts';

const home = mkdtempSync(join(tmpdir(), 'history-'));
afterAll(() => rmSync(home, { recursive: true }));

test('lines are there again, the last first, for nobody but their owner', () => {
  const path = join(home, 'new/folder/history');
  const history = historyAt(path);
  expect(history.lines).toEqual([]);
  history.add('top 5');
  history.add('list serve');
  expect(historyAt(path).lines).toEqual(['list serve', 'top 5']);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('of a long file the end is kept', () => {
  const path = join(home, 'long');
  writeFileSync(path, Array.from({ length: 2 * KEPT + 1 }, (_, line) => `top ${line}\n`).join(''));
  expect(historyAt(path).lines).toHaveLength(KEPT);
  expect(readFileSync(path, 'utf8').split('\n', 1)).toEqual([`top ${KEPT + 1}`]);
  expect(historyAt(path).lines[0]).toBe(`top ${2 * KEPT}`);
});

test('a place that cannot be written is no error', () => {
  const history = historyAt(join(home, 'long/no_folder'));
  history.add('top');
  expect(history.lines).toEqual([]);
});

test('without a place nothing is kept', () => {
  const history = historyAt(undefined);
  history.add('top');
  expect(history.lines).toEqual([]);
});

test('the place is the system’s, or the user’s', () => {
  const unix = join(homedir(), '.local/state/proflens/history');
  expect(historyPath({}, 'linux')).toBe(unix);
  expect(historyPath({ XDG_STATE_HOME: '' }, 'linux')).toBe(unix);
  expect(historyPath({ XDG_STATE_HOME: '/state' }, 'darwin')).toBe(join('/state', 'proflens/history'));
  expect(historyPath({ APPDATA: '/roaming' }, 'win32')).toBe(join('/roaming', 'proflens/history'));
  expect(historyPath({ APPDATA: '/roaming', LOCALAPPDATA: '/local' }, 'win32')).toBe(join('/local', 'proflens/history'));
  expect(historyPath({ PROFLENS_HISTORY: '/elsewhere' }, 'linux')).toBe('/elsewhere');
  expect(historyPath({ PROFLENS_HISTORY: '' }, 'linux')).toBeUndefined();
});
