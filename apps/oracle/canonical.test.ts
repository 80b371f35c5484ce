import { expect, test } from 'vitest';
import { canonical } from './canonical.ts';

/** Whether the two say the same, as pprof prints them with the flag. */
function sameFor(flag: string, a: string, b: string): boolean {
  return canonical(flag, a).join('\n') === canonical(flag, b).join('\n');
}

test('rows in another order say the same, whatever their running sums', () => {
  expect(sameFor('-top', '10ms 50.00% 50.00% 10ms 50.00%  a\n10ms 50.00% 100% 10ms 50.00%  b\n', '10ms 50.00% 50.00% 10ms 50.00%  b\n10ms 50.00% 100% 10ms 50.00%  a\n')).toBe(true);
});

test('rows of other values do not', () => {
  expect(sameFor('-top', '10ms 50.00% 50.00% 10ms 50.00%  a\n', '20ms 50.00% 50.00% 10ms 50.00%  a\n')).toBe(false);
});

const GRAPH = `N1 [label="a" id="node1" color="red"]
N2 [label="b" id="node2" color="red"]
N2_0 [label = "4kB" id="N2_0" fontsize=8]
N2 -> N2_0 [label=" 1"]
N1 -> N2 [label=" 2"]
`;

test('a graph says the same with its nodes numbered otherwise', () => {
  const renumbered = `N1 [label="b" id="node1" color="red"]
N1_0 [label = "4kB" id="N1_0" fontsize=8]
N1 -> N1_0 [label=" 1"]
N2 [label="a" id="node2" color="red"]
N2 -> N1 [label=" 2"]
`;
  expect(sameFor('-dot', GRAPH, renumbered)).toBe(true);
});

test.each([
  ['an edge that goes the other way', 'N1 -> N2', 'N2 -> N1'],
  ['a label box on another node', 'N2 -> N2_0', 'N1 -> N2_0'],
  ['another colour', 'id="node2" color="red"', 'id="node2" color="blue"'],
])('a graph with %s does not', (_, from, to) => {
  expect(sameFor('-dot', GRAPH, GRAPH.replace(from, to))).toBe(false);
});

const TREE = '----------------------------------------------------------+-------------\n';

test('a tree says the same with its blocks, or the callers in one, in another order', () => {
  expect(sameFor('-peek', `${TREE}  1s | x\n  1s | y\n 2s | a\n${TREE} 3s | b\n`, `${TREE} 3s | b\n${TREE}  1s | y\n  1s | x\n 2s | a\n`)).toBe(true);
});

test('a tree with a caller in another block does not', () => {
  expect(sameFor('-tree', `${TREE}  1s | x\n 2s | a\n${TREE} 3s | b\n`, `${TREE} 2s | a\n${TREE}  1s | x\n 3s | b\n`)).toBe(false);
});

test('callgrind says the same with other numbers of names and other distances', () => {
  const one = 'fl=(1) a.c\nfn=(1) f\n0x10 1 5\ncfl=(2) b.c\ncfn=(2) g [2/2]\ncalls=0 0x20 7\n* * 3\n\nfl=(2)\nfn=(3) g\n+16 7 3\ncfl=(1)\ncfn=(1)\ncalls=0 * 7\n* * 1\n';
  const other = 'fl=(1) b.c\nfn=(1) g\n0x20 7 3\ncfl=(2) a.c\ncfn=(2) f\ncalls=0 0x10 7\n* * 1\n\nfl=(2)\nfn=(2)\n-16 1 5\ncfl=(1)\ncfn=(3) g [1/2]\ncalls=0 * 7\n* * 3\n';
  expect(sameFor('-callgrind', one, other)).toBe(true);
  expect(sameFor('-callgrind', one, other.replace('* * 3', '* * 4'))).toBe(false);
});

test('a page of source says the same with the inlined calls of a line in another order, and the line in another function', () => {
  const call = (name: string) => `    <span class=inlinesrc>${name}</span>\n`;
  const line = (calls: string) => `<span class=line> 3</span> <span class=livesrc> 1 2 f() </span><span class=asm>${calls}</span>\n`;
  const one = `<h2>f</h2>\n${line(call('a') + call('b') + call('a'))}</pre>\n`;
  expect(sameFor('-weblist', one, `<h2>g</h2>\n${line(call('b') + call('a'))}</pre>\n`)).toBe(true);
  expect(sameFor('-weblist', one, `<h2>f</h2>\n${line(call('a'))}</pre>\n`)).toBe(false);
});
