import { openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NONE, type Profile } from '#model/profile.ts';
import { fold } from '#reports/folded.ts';
import { load } from './load.ts';

/** Recordings of our own programs by other profilers, and the source of the programs. */
const FOLDER = join(import.meta.dirname, '../../testdata');
const textOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const open = async (file: string): Promise<Profile> => load(await openAsBlob(join(FOLDER, 'foreign', file)), { symbols: true });
const sumOf = (numbers: Iterable<unknown>): number => Array.from(numbers, Number).reduce((sum, number) => sum + number, 0);
const totals = ({ samples }: Profile): number[] => samples.values.map(sumOf);
/** The line, from 1, at which a source begins to say something. */
const lineOf = (source: string, words: string): number => textOf(`src/foreign/${source}`).split(words)[0].split('\n').length;

/** Lines in which a function was met. */
function linesIn({ frames, functions, strings }: Profile, name: string): number[] {
  const rows = [...frames.fn.keys()].filter((frame) => frames.fn[frame] !== NONE && strings[functions.name[frames.fn[frame]]] === name);
  return [...new Set(rows.map((frame) => Number(frames.line[frame])))].sort((a, b) => a - b);
}

test('a CPU profile by Node has the samples of its nodes, and lines within the functions', async () => {
  const file = JSON.parse(textOf('foreign/shop.cpuprofile'));
  const profile = await open('shop.cpuprofile');
  const spans = sumOf(file.timeDeltas.slice(1));
  expect(totals(profile)[0]).toBe(file.samples.length);
  expect(totals(profile)[1] / 1000).toBeCloseTo(spans + spans / (file.samples.length - 1), 1);
  const lines = linesIn(profile, 'shortestRoute');
  expect(lines[0]).toBe(lineOf('shop.mjs', 'function shortestRoute'));
  expect(lines).toContain(lineOf('shop.mjs', 'const length = shortestRoute'));
  expect(lines.at(-1)).toBeLessThan(lineOf('shop.mjs', 'const sealOf'));
  expect(profile.strings).toEqual(expect.arrayContaining(['/tmp/shop/shop.mjs', '/tmp/shop/node_modules/@shop/labels/index.js', 'node:internal/main/run_main_module']));
});

test('a heap profile by Node has the bytes and the samples of its nodes', async () => {
  const text = textOf('foreign/shop.heapprofile');
  const profile = await open('shop.heapprofile');
  const samples: { nodeId: number }[] = JSON.parse(text).samples;
  // Node took one while it wrote the file, in a node that is not there.
  const known = samples.filter(({ nodeId }) => text.includes(`"id":${nodeId},`));
  expect(samples.length - known.length).toBeLessThanOrEqual(1);
  expect(totals(profile)).toEqual([known.length, sumOf(Array.from(text.matchAll(/"selfSize":(\d+)/g), ([, size]) => size))]);
  expect(linesIn(profile, 'printLabel')).toEqual([lineOf('modules/@shop/labels/index.js', 'exports.printLabel')]);
});

test('a recording by perf has the samples and periods of each event, and the source lines', async () => {
  const text = textOf('foreign/burn.perf.txt');
  const profile = await open('burn.perf.txt');
  const periods = (event: string): string[] => Array.from(text.matchAll(new RegExp(`: +(\\d+) +${event}: `, 'g')), ([, period]) => period);
  expect(profile.sampleTypes.map(({ type }) => type)).toEqual(['cpu-clock_sample', 'cpu-clock_event', 'page-faults_sample', 'page-faults_event']);
  expect(totals(profile)).toEqual(['cpu-clock', 'page-faults'].flatMap((event) => [periods(event).length, sumOf(periods(event))]));
  expect(linesIn(profile, 'compute').every((line) => line > lineOf('burn.c', 'static inline') && line < lineOf('burn.c', 'read_zeros'))).toBe(true);
  expect(profile.strings).toEqual(expect.arrayContaining(['burn', 'night clerk 2', '[kernel.kallsyms]']));
  expect(profile.notes).toEqual([]);
});

test('a recording by perf without call chains has a frame for each sample', async () => {
  const profile = await open('burn.leaves.perf.txt');
  expect(profile.samples.count).toBe(textOf('foreign/burn.leaves.perf.txt').trim().split('\n').length);
  expect([...profile.samples.stack]).not.toContain(NONE);
  expect(profile.notes).toEqual([]);
});

test('a speedscope file has both threads', async () => {
  const profile = await open('shop.speedscope.json');
  const ms = (text: string) => text.replaceAll(/(\d+)0{4}$/gm, (_, value) => `${Number(value) / 100} ms`);
  expect(ms(fold(profile))).toBe('main;serve;parse 10 ms\nmain;serve;render 20 ms\nmain;wait 10 ms\nmain 9.5 ms\nmain;parse 10.5 ms\nmain;render 10 ms');
  expect(profile.strings).toEqual(expect.arrayContaining(['profile', 'MainThread', 'worker']));
});
