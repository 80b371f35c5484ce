import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import { compilePattern } from '#model/pattern.ts';
import type { Profile } from '#model/profile.ts';
import { profileOf } from '#parsers/folded.ts';
import { measureOf } from './subject.ts';
import { peekReport, treeReport, treeText, type Calls, type TreeReport } from './tree.ts';

function tree(profile: Profile, options: Partial<Options> = {}): TreeReport {
  const asked = { ...DEFAULTS, ...options };
  return treeReport({ profile, measure: measureOf(profile, asked) }, asked);
}

function peek(profile: Profile, pattern: string, options: Partial<Options> = {}): TreeReport {
  const asked = { ...DEFAULTS, ...options };
  return peekReport({ profile, measure: measureOf(profile, asked) }, asked, compilePattern('argument', pattern));
}

/** "main 3/14: > work 8 > idle 6": a node's flat and cum, its callers and its callees. */
function pictureOf({ nodes, callers, callees }: TreeReport): string[] {
  const calls = ({ start, other, weight }: Calls, node: number, arrow: string) =>
    Array.from({ length: start[node + 1] - start[node] }, (_, i) => ` ${arrow} ${nodes.name[other[start[node] + i]]} ${weight[start[node] + i]}`).join('');
  return Array.from({ length: nodes.count }, (_, node) => `${nodes.name[node]} ${nodes.flat[node]}/${nodes.cum[node]}:${calls(callers, node, '<')}${calls(callees, node, '>')}`);
}

const WORK = profileOf(`
  main;work;sort 5
  main;work;copy 1
  main;idle 6
  exit;sort 2
`);

test('a node stands between its callers and its callees, the heaviest first', () => {
  expect(pictureOf(tree(WORK))).toEqual([
    'sort 7/7: < work 5 < exit 2',
    'idle 6/6: < main 6',
    'copy 1/1: < work 1',
    'exit 0/2: > sort 2',
    'main 0/12: > idle 6 > work 6',
    'work 0/6: < main 6 > sort 5 > copy 1',
  ]);
});

test('it is printed with shares of the total, and of a call in what its node costs', () => {
  const text = [...treeText(peek(WORK, 'work|idle'))].join('');
  expect(text.slice(text.indexOf('Showing'))).toBe(
    `Showing nodes accounting for 14, 100% of 14 total
----------------------------------------------------------+-------------
      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t 
----------------------------------------------------------+-------------
                                                 6   100% |   main
         6 42.86% 42.86%          6 42.86%                | idle
----------------------------------------------------------+-------------
                                                 6   100% |   main
         0     0% 42.86%          6 42.86%                | work
                                                 5 83.33% |   sort
                                                 1 16.67% |   copy
----------------------------------------------------------+-------------
`,
  );
});

test('nothing has a legend and a head', () => {
  const text = [...treeText(tree(profileOf('main 0')))].join('');
  expect(text.split('\n').slice(1, 3)).toEqual(['Showing nodes accounting for 0, 0% of 0 total', '----------------------------------------------------------+-------------']);
  expect(text.split('\n')).toHaveLength(5);
});

test('a tree is cut to 80 nodes unless asked otherwise, and calls go around what was cut', () => {
  const many = profileOf(Array.from({ length: 100 }, (_, i) => `main;work${i} ${100 + i}`).join('\n'));
  expect(tree(many, { nodeFraction: 0 }).nodes.count).toBe(80);
  expect(tree(many, { nodeFraction: 0, nodeCount: 0 }).nodes.count).toBe(101);
  expect(pictureOf(tree(WORK, { nodeCount: 3, sort: 'cum' }))).toEqual(['main 0/12: > idle 6 > sort 5', 'sort 7/7: < main 5', 'idle 6/6: < main 6']);
});

test('to peek is to see every call of what matches, however light and whatever limits are set', () => {
  const light = profileOf('main;work;rare 1\nmain;work 100000');
  expect(pictureOf(tree(light))).not.toContainEqual(expect.stringContaining('rare'));
  expect(pictureOf(peek(light, '^(rare|main)$', { nodeCount: 1 }))).toEqual(['rare 1/1: < work 1', 'main 0/100001: > work 100001']);
});

test('what is matched is the name as printed', () => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  builder.sample([builder.location({ lines: [{ fn: builder.fn({ name: 'work', file: 'a.go' }), line: 7 }] })], [1]);
  const profile = builder.finish();
  expect(peek(profile, 'a.go:7$', { granularity: 'lines' }).nodes.name).toEqual(['work a.go:7']);
  expect(() => peek(profile, 'a.go')).toThrow('no matches found for regexp: a.go');
});

test('a call is marked where each time it was inlined', () => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const [inner, other, outer] = ['inner', 'other', 'outer'].map((name) => ({ fn: builder.fn({ name }) }));
  builder.sample([builder.location({ lines: [inner, outer] })], [1]);
  builder.sample([builder.location({ lines: [other, outer] })], [1]);
  builder.sample([builder.location({ lines: [other] }), builder.location({ lines: [outer] })], [1]);
  const text = [...treeText(peek(builder.finish(), 'outer'))].join('');
  expect(text).toContain('|   inner (inline)\n');
  expect(text).toContain('|   other\n');
});

test('nodes that are not listed are named by the calls from and to them', () => {
  const freed = profileOf(`
    main;free -3
    main;take 5
    main;even;up 1
    main;even;down -1
  `);
  expect(pictureOf(tree(freed, { dropNegative: true }))).toEqual(['take 5/5: < main 5', 'up 1/1: < even 1', 'main 0/2: > take 5 > free -3 > even 0']);
});

test('calls are not divided for a mean', () => {
  const builder = new ProfileBuilder('test', [{ type: 'contentions', unit: 'count' }, { type: 'delay', unit: 'nanoseconds' }]);
  const [lock, main] = ['lock', 'main'].map((name) => builder.location({ lines: [{ fn: builder.fn({ name }) }] }));
  builder.sample([lock, main], [4, 40]);
  expect(pictureOf(tree(builder.finish(), { mean: true }))).toEqual(['lock 10/10: < main 40', 'main 0/10: > lock 40']);
});

test('numbers past 2^53 lose nothing', () => {
  const large = profileOf('main;work 9007199254740993\nmain 2');
  expect(pictureOf(tree(large, { trim: false }))).toEqual(['work 9007199254740993/9007199254740993: < main 9007199254740993', 'main 2/9007199254740995: > work 9007199254740993']);
});
