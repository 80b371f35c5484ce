import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { profileOf } from '#parsers/folded.ts';
import { flameTree, flameWindow, type FlameReport, type FlameShape, type Window } from './flame.ts';
import { subjectOf } from '#engine/subject.ts';
import { measureOf } from './subject.ts';

const flame = (profile: Profile, window: Partial<Window & FlameShape> = {}, options: Partial<Options> = {}): FlameReport => {
  const all = { ...DEFAULTS, ...options };
  return flameWindow(flameTree({ profile, measure: measureOf(profile, all) }, all, window), { root: 0, minShare: 0, find: '', ...window });
};

/** A line a node, indented by depth: name, its own value and that with callees. */
function drawn({ nodes, frames }: FlameReport): string {
  return Array.from(nodes.id.keys(), (node) => {
    const { name, inlined } = frames[nodes.frame[node]];
    return `${' '.repeat(nodes.depth[node])}${name}${inlined ? ' (inlined)' : ''} ${nodes.self[node]} ${nodes.total[node]}`;
  }).join('\n');
}

const shop = profileOf(`
  main;serve;sort 10
  main;serve;read 5
  main;idle 30
  boot 2
`);

describe('a flame graph', () => {
  test('has the widest first', () => {
    expect(drawn(flame(shop))).toBe('root 0 47\n main 0 45\n  idle 30 30\n  serve 0 15\n   sort 10 10\n   read 5 5\n boot 2 2');
  });

  test('has callers below, leaves first, when it is inverted', () => {
    const text = drawn(flame(profileOf('main;serve;sort 10\nmain;sort 4\nmain;serve 1'), { inverted: true }));
    expect(text).toBe('root 0 15\n sort 0 14\n  serve 0 10\n   main 10 10\n  main 4 4\n serve 0 1\n  main 1 1');
  });

  test('keeps equal ones in the order in which they come', () => {
    expect(drawn(flame(profileOf('b 1\na 1\nc 1')))).toBe('root 0 3\n b 1 1\n a 1 1\n c 1 1');
  });

  test('merges callees that are alike, as the granularity says', () => {
    const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
    const at = (name: string, address: bigint) => builder.location({ address, lines: [{ fn: builder.fn({ name, file: `${name}.go` }), line: address }] });
    builder.sample([at('leaf', 1n), at('main', 2n)], [3n]);
    builder.sample([at('leaf', 3n), at('main', 4n)], [4n]);
    const profile = builder.finish();
    expect(drawn(flame(profile))).toBe('root 0 7\n main 0 7\n  leaf 7 7');
    expect(drawn(flame(profile, {}, { granularity: 'lines' }))).toBe('root 0 7\n main:4 0 4\n  leaf:3 4 4\n main:2 0 3\n  leaf:1 3 3');
    expect(drawn(flame(profile, {}, { granularity: 'files' }))).toBe('root 0 7\n main.go 0 7\n  leaf.go 7 7');
  });

  test('keeps a function apart from itself inlined, and joins it to its caller where inlining is not wanted', () => {
    const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
    const fn = (name: string) => builder.fn({ name });
    const both = builder.location({ lines: [{ fn: fn('small') }, { fn: fn('main') }] });
    const alone = builder.location({ lines: [{ fn: fn('small') }] });
    builder.sample([both], [3n]);
    builder.sample([alone, both], [1n]);
    expect(drawn(flame(builder.finish()))).toBe('root 0 4\n main 0 4\n  small (inlined) 3 4\n   small 1 1');
    expect(drawn(flame(builder.finish(), {}, { noInlines: true }))).toBe('root 0 4\n main 3 4\n  small 1 1');
  });

  test('is as wide as what was gained and lost together', () => {
    const { nodes } = flame(profileOf('main;more 10\nmain;less -4'));
    expect([...nodes.width]).toEqual([14, 14, 10, 4]);
    expect([...nodes.total]).toEqual([6, 6, 10, -4]);
  });

  test('leaves out what has no value', () => expect(drawn(flame(profileOf('main;a 1\nmain;b 0\nother 0')))).toBe('root 0 1\n main 0 1\n  a 1 1'));
  test('of nothing is its root', () => expect(drawn(flame(profileOf('a;b 0')))).toBe('root 0 0'));

  test('says what of the total is shown', () => {
    const { sentence, total, unit } = flame(shop);
    expect([sentence, total, unit]).toEqual(['Showing nodes accounting for 47, 100% of 47 total', 47, 'auto']);
  });
});

describe('a window', () => {
  const serve = () => {
    const { nodes, frames } = flame(shop);
    return nodes.id[nodes.frame.findIndex((frame) => frames[frame].name === 'serve')];
  };

  test('begins at a node, and names the callers of it', () => {
    const report = flame(shop, { root: serve() });
    expect(drawn(report)).toBe('serve 0 15\n sort 10 10\n read 5 5');
    expect(report.callers.map(({ name }) => name)).toEqual(['root', 'main']);
    expect(report.depth).toBe(1);
  });

  test('leaves out and counts what is narrow, with all below it', () => {
    const report = flame(shop, { minShare: 0.4 });
    expect(drawn(report)).toBe('root 0 47\n main 0 45\n  idle 30 30');
    expect([report.hidden, report.depth]).toEqual([4, 3]);
  });

  test('has only what lies between its edges', () => {
    expect(drawn(flame(shop, { from: 0.7, to: 0.8 }))).toBe('root 0 47\n main 0 45\n  serve 0 15\n   sort 10 10');
  });

  test('of a node that is not there is the whole', () => expect(flame(shop, { root: 99 }).nodes.count).toBe(7));
});

describe('find', () => {
  test('counts each sample once, however many of its frames match', () => {
    const report = flame(profileOf('Sort;sort;resort 7\nsort 2\nother 1'), { find: 'SORT' });
    expect(report.found).toEqual({ frames: 4, total: 9, problem: '' });
    expect(report.frames.filter(({ matches }) => matches).map(({ name }) => name)).toEqual(['Sort', 'sort', 'resort']);
  });

  test('takes RE2 behind re:', () => expect(flame(shop, { find: 're:^(sort|idle)$' }).found).toEqual({ frames: 2, total: 40, problem: '' }));

  test('says why a pattern is none, and draws all the same', () => {
    const report = flame(shop, { find: 're:(' });
    expect(report.found.problem).toMatch(/^parsing find regexp: /);
    expect(report.nodes.count).toBe(7);
  });

  test('looks in the window alone', () => {
    const { nodes } = flame(shop);
    expect(flame(shop, { root: nodes.id[1], find: 'boot' }).found.frames).toBe(0);
  });
});

const stacks = fc.array(fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 6 }), fc.integer({ min: -5, max: 9 })), { maxLength: 30 });

test('a node is its own value and its callees, callees lie within it side by side, and callers come first', () => {
  fc.assert(
    fc.property(stacks, (list) => {
      const { nodes } = flame(profileOf(list.map(([stack, value]) => `${stack.join(';')} ${value}`).join('\n') || 'a 0'));
      const callees = (node: number) => Array.from(nodes.id.keys()).filter((callee) => nodes.parent[callee] === node);
      for (let node = 0; node < nodes.count; node++) {
        expect(callees(node).reduce((sum, callee) => sum + nodes.total[callee], nodes.self[node])).toBe(nodes.total[node]);
        let at = nodes.start[node];
        for (const callee of callees(node)) {
          expect([nodes.start[callee], nodes.depth[callee]]).toEqual([at, nodes.depth[node] + 1]);
          at += nodes.width[callee];
        }
        expect(at).toBeLessThanOrEqual(nodes.start[node] + nodes.width[node]);
        expect(nodes.parent[node] === NONE ? node === 0 : nodes.parent[node] < node).toBe(true);
      }
    }),
  );
});

describe('the package of a frame', () => {
  const packageOf = (name: string, file: string, binary = ''): string => {
    const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
    const mapping = binary === '' ? NONE : builder.mapping({ file: binary });
    builder.sample([builder.location({ mapping, lines: [{ fn: builder.fn({ name, file }) }] })], [1]);
    const { frames, nodes } = flame(builder.finish());
    const { package: shown, kind } = frames[nodes.frame[1]];
    return kind === 'plain' ? shown : `${shown} (${kind})`;
  };

  test.each([
    ['net/http.(*conn).serve', '/go/src/net/http/server.go', '/bin/shop', 'net/http'],
    ['Socket.onconnect', '/app/node_modules/axon/lib/sock.js', '', 'axon'],
    ['Module._load', 'node:internal/modules/cjs/loader', '', 'node:internal (runtime)'],
    ['(garbage collector)', '', '', ''],
    ['parse', '/srv/shop/parse.py', '', '/srv/shop/parse.py'],
    ['memmove', '/glibc/memmove.S', '/lib/libc.so.6', 'libc.so.6'],
  ])('%s in %j of %j is %j', (name, file, binary, expected) => expect(packageOf(name, file, binary)).toBe(expected));
});

describe('siblings', () => {
  test('come by name where that is asked', () => {
    expect(drawn(flame(shop, { order: 'name' }))).toBe('root 0 47\n boot 2 2\n main 0 45\n  idle 30 30\n  serve 0 15\n   read 5 5\n   sort 10 10');
  });

  test('have the ids that they have by value', () => {
    const ids = (order: 'name' | 'value') => [...flame(shop, { order }).nodes.id].sort();
    expect(ids('name')).toEqual(ids('value'));
  });
});

describe('recursion folded', () => {
  const recursive = profileOf('main;walk;walk;walk;read 5\nmain;walk;walk 3\nmain;walk;read;walk 2\nmain 1');

  test('makes one frame of calls of itself, whose cost stays', () => {
    expect(drawn(flame(recursive, { foldRecursion: true }))).toBe('root 0 11\n main 1 11\n  walk 3 10\n   read 5 7\n    walk 2 2');
  });

  test('bottom-up too', () => {
    expect(drawn(flame(profileOf('main;walk;walk;walk 5\nmain;walk;read 2'), { foldRecursion: true, inverted: true }))).toBe('root 0 7\n walk 0 5\n  main 5 5\n read 0 2\n  walk 0 2\n   main 2 2');
  });

  test('takes a function inlined into itself as itself', () => {
    const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
    const fn = builder.fn({ name: 'walk' });
    builder.sample([builder.location({ lines: [{ fn }, { fn }] })], [3]);
    expect(drawn(flame(builder.finish(), { foldRecursion: true }))).toBe('root 0 3\n walk 3 3');
  });
});

describe('groups', () => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const [app, libc] = ['/bin/app', '/lib/libc.so.6'].map((file) => builder.mapping({ file }));
  const at = (name: string, file: string, mapping: number) => builder.location({ mapping, lines: [{ fn: builder.fn({ name, file }) }] });
  const main = at('main.main', 'main.go', app);
  const serve = at('net/http.serve', 'http/server.go', app);
  const read = at('net/http.read', 'http/transfer.go', app);
  const copy = at('memmove', '', libc);
  builder.sample([copy, read, serve, main], [4], [{ key: 'user', text: 'ann' }]);
  builder.sample([read, serve, main], [2], [{ key: 'user', text: 'bob' }]);
  const profile = builder.finish();

  test.each<[NonNullable<FlameShape['group']>, string]>([
    ['package', 'root 0 6\n main 0 6\n  net/http 2 6\n   libc.so.6 4 4'],
    ['file', 'root 0 6\n main.go 0 6\n  http/server.go 0 6\n   http/transfer.go 2 6\n    <no file> 4 4'],
    ['mapping', 'root 0 6\n app 2 6\n  libc.so.6 4 4'],
  ])('by %s are frames, neighbours of one of them one', (group, expected) => expect(drawn(flame(profile, { group }))).toBe(expected));

  test('leave labels above them as they are', () => {
    const options = { ...DEFAULTS, tagRoot: 'user' };
    const { subject } = subjectOf(profile, options);
    const report = flameWindow(flameTree(subject, options, { group: 'mapping' }), { root: 0, minShare: 0, find: '' });
    expect(drawn(report)).toBe('root 0 6\n ann 0 4\n  app 0 4\n   libc.so.6 4 4\n bob 0 2\n  app 2 2');
  });

  test('are no functions', () => expect(flame(profile, { group: 'package' }).frames.map(({ fn }) => fn)).toEqual(['', '', '', '']));
});

describe('in a comparison, widths are of', () => {
  const compared = profileOf('main;kept 10\nmain;kept -8\nmain;gone -5\nmain;added 3');
  test.each<[NonNullable<Window['width']>, string[]]>([
    ['both', ['root 26', 'main 26', 'kept 18', 'gone 5', 'added 3']],
    ['new', ['root 13', 'main 13', 'kept 10', 'added 3']],
    ['base', ['root 13', 'main 13', 'kept 8', 'gone 5']],
    ['change', ['root 10', 'main 10', 'gone 5', 'added 3', 'kept 2']],
  ])('%s', (width, expected) => {
    const { nodes, frames } = flame(compared, { width });
    expect(Array.from(nodes.width, (value, node) => `${frames[nodes.frame[node]].name} ${value}`)).toEqual(expected);
    expect([nodes.both[0], nodes.total[0]]).toEqual([26, 0]);
  });

  test('what there is, where nothing became less', () => expect(flame(shop, { width: 'base' }).nodes.width[0]).toBe(47));
});

test('what a frame costs by itself is of all its places, in the window and out of it', () => {
  const { nodes, frames, hottest } = flame(profileOf('a;b 5\nc;b 3\nc 1'), { root: 1 });
  expect(frames.map(({ name, flat }) => `${name} ${flat}`)).toEqual(['a 0', 'b 8']);
  expect([nodes.total[0], hottest]).toEqual([5, 8]);
});

