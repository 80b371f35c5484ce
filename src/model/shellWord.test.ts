import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord } from './shellWord.ts';

test('a plain word stays as it is', () => {
  expect(shellWord('-source_path=/home/me/shop:/usr/local/go')).toBe('-source_path=/home/me/shop:/usr/local/go');
});

test.skipIf(process.platform === 'win32')('a shell reads any word as it was', () => {
  for (const word of ['-source_path=/home/my shop', "it's", '$HOME', '`id`', '"', '\\', '*', '', '~', 'a\nb', "''", '; id']) {
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' })).toBe(word);
  }
});
