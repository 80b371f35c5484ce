import { expect, test } from 'vitest';
import { FORMATS } from '#cli/formats.ts';
import { parseFlags } from '#cli/flags.ts';
import { OPTIONS } from '#model/options.ts';
import { drawCommand } from './draw.ts';
import type { Facts } from './facts.ts';
import { Random } from './random.ts';

const FACTS: Facts = {
  file: 'cpu/a.pb.gz',
  kind: 'cpu',
  sampleTypes: ['samples', 'cpu'],
  functions: ['main.main', 'main.(*server).serve[...]', 'operator()(char const*)'],
  files: ['/usr/src/main.go'],
  binaries: ['app'],
  labels: [
    { key: 'tenant', texts: ['acme', 'umbrella corp'], numbers: [], unit: '' },
    { key: 'bytes', texts: [], numbers: ['16', '4096'], unit: 'bytes' },
  ],
};

function drawn(seed: string, count: number): string[][] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => drawCommand(random, FACTS, 'cpu', FORMATS[0], [FACTS]));
}

test('a seed draws the same commands again', () => {
  expect(drawn('1', 50)).toEqual(drawn('1', 50));
  expect(drawn('1', 50)).not.toEqual(drawn('2', 50));
});

test('every option of a report is drawn', () => {
  const given = new Set(drawn('1', 3000).flatMap((words) => words.map((word) => word.replace(/^-|=.*$/gs, ''))));
  const missing = OPTIONS.map(({ name }) => name).filter((name) => !given.has(name) && name !== 'sort' && name !== 'granularity');
  expect(missing).toEqual([]);
});

test('nearly all of the commands are understood', () => {
  const refused = drawn('1', 1000).filter((words) => {
    try {
      parseFlags(words);
      return false;
    } catch {
      return true;
    }
  });
  expect(refused.length).toBeLessThan(30);
});
