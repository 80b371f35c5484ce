import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULTS, type Options } from '#model/options.ts';
import { QuestionError } from '#model/questionError.ts';
import { profileOf } from '#parsers/folded.ts';
import { load } from '#parsers/load.ts';
import { buffersOf } from './buffers.ts';
import { createEngine, type Engine } from './engine.ts';
import { MOST_ENTRIES, type Answer, type FlameWindow, type PeekedAt, type Question, type ViewReport } from './protocol.ts';

const SHOP = `
  main;serve;checkout;tax 30
  main;serve;checkout 20
  main;serve;search 40
  main;idle 10
`;
const WHOLE: FlameWindow = { root: 0, minShare: 0, find: '' };

let engine: Engine;

beforeEach(() => {
  engine = createEngine();
  engine.open(1, 'shop.folded', 100, profileOf(SHOP));
});

function top(change: Partial<Options> = {}, file = 1): Extract<Answer, { report: 'top' }> {
  return ask({ report: 'top', file, options: { ...DEFAULTS, ...change } });
}

function flame(window: Partial<FlameWindow> = {}, change: Partial<Options> = {}): Extract<Answer, { report: 'flame' }> {
  return ask({ report: 'flame', file: 1, options: { ...DEFAULTS, ...change }, window: { ...WHOLE, ...window } });
}

function ask<R extends Question['report']>(question: Extract<Question, { report: R }>): Extract<Answer, { report: R }> {
  const answer = engine.ask(question);
  if (answer.report !== question.report) throw new Error(`asked for ${question.report}, got ${answer.report}`);
  return answer as Extract<Answer, { report: R }>;
}

const rows = ({ top: { rows: all } }: Extract<Answer, { report: 'top' }>) => all.name.map((name, row) => `${name} ${all.flat[row]} ${all.cum[row]}`);

describe('a question', () => {
  test('about top is answered with the table and what is shown of the whole', () => {
    const answer = top();
    expect(rows(answer)).toEqual(['search 40 40', 'tax 30 30', 'checkout 20 50', 'idle 10 10', 'main 0 100', 'serve 0 90']);
    expect(answer.summary).toMatchObject({ total: 100, shown: 100, sentence: 'Showing nodes accounting for 100, 100% of 100 total', notes: [] });
  });

  test('about a part has shares of the whole', () => {
    const answer = top({ focus: 'checkout' });
    expect(rows(answer)).toEqual(['tax 30 30', 'checkout 20 50', 'main 0 50', 'serve 0 50']);
    expect(answer.summary).toMatchObject({ total: 100, shown: 50, sentence: 'Showing nodes accounting for 50, 50.00% of 100 total' });
  });

  test('about a mean has a flame graph of sums, and shares of their total', () => {
    expect(flame({}, { mean: true })).toEqual(flame());
  });

  test('about the call graph is answered with its nodes and edges', () => {
    const { callgraph, summary } = ask({ report: 'callgraph', file: 1, options: DEFAULTS });
    expect(callgraph.nodes.map(({ name }) => name).sort()).toEqual(['checkout', 'idle', 'main', 'search', 'serve', 'tax']);
    expect(callgraph.edges.length).toBe(5);
    expect(summary.sentence).toBe('Showing nodes accounting for 100, 100% of 100 total');
  });

  test('about the flame graph is answered with a window of it', () => {
    const whole = flame();
    expect(whole.flame.frames.map(({ name }) => name)).toEqual(expect.arrayContaining(['main', 'serve', 'search', 'checkout', 'tax', 'idle']));
    const row = whole.flame.nodes.frame.findIndex((frame) => whole.flame.frames[frame].name === 'checkout');
    const zoomed = flame({ root: whole.flame.nodes.id[row] });
    expect(zoomed.flame.nodes.total[0]).toBe(50);
    expect(zoomed.flame.callers.length).toBeGreaterThan(0);
  });

  test('about goroutines is answered with their groups; facts tell whether there are any', async () => {
    const dump = new Blob(['goroutine 1 [select]:\nmain.a()\n\t/a.go:1 +0x1\n\ngoroutine 2 [sleep]:\nmain.b()\n\t/a.go:2 +0x1\n']);
    expect(engine.open(2, 'dump', 80, await load(dump, { symbols: true })).hasGoroutines).toBe(true);
    const { goroutines, summary } = ask({ report: 'goroutines', file: 2, options: DEFAULTS, find: 'main.b', states: [], sort: { by: 'count', order: 'descending' }, open: [1] });
    expect([goroutines.count, goroutines.found, goroutines.groups[0].frames]).toEqual([2, 1, [{ name: 'main.b /a.go:2', fn: 'main.b' }]]);
    expect(summary.total).toBe(2);
    expect(engine.open(3, 'shop', 80, profileOf(SHOP)).hasGoroutines).toBe(false);
  });

  test('about a peek is answered with whom one asks for: what matches, some functions, or the heaviest', () => {
    const entries = (at: PeekedAt, change: Partial<Options> = {}) => {
      const { nodes } = ask({ report: 'peek', file: 1, options: { ...DEFAULTS, ...change }, at }).tree;
      return nodes.name.slice(0, nodes.count);
    };
    expect(entries({ kind: 'pattern', source: '^s' })).toEqual(['search', 'serve']);
    expect(entries({ kind: 'functions', functions: ['serve', 'gone'] })).toEqual(['serve']);
    expect(entries({ kind: 'functions', functions: ['gone'] })).toEqual([]);
    expect(entries({ kind: 'heaviest' })).toEqual(['search']);
    expect(entries({ kind: 'heaviest' }, { sort: 'cum' })).toEqual(['main']);
    expect(() => entries({ kind: 'pattern', source: 'gone' })).toThrow('no matches found for regexp: gone');
  });

  test('about the tree has no more entries than one looks through, and says how many there are', () => {
    const many = Array.from({ length: MOST_ENTRIES + 5 }, (_, fn) => `main;fn${fn} ${fn + 1}`).join('\n');
    engine.open(2, 'many.folded', 100, profileOf(many));
    const { tree, summary } = ask({ report: 'tree', file: 2, options: { ...DEFAULTS, trim: false } });
    expect([tree.nodes.count, tree.chosen]).toEqual([MOST_ENTRIES, MOST_ENTRIES + 6]);
    expect(summary.sentence).toMatch(/, 100% of /);
  });

  test('that matches nothing says so', () => {
    expect(top({ focus: 'nowhere' }).summary.notes).toEqual(['Focus expression matched no samples']);
  });

  test('that cannot be answered is refused, and the next one is not', () => {
    expect(() => top({ focus: '(' })).toThrow(QuestionError);
    expect(() => top({ sampleIndex: 'alloc_space' })).toThrow(QuestionError);
    expect(() => top({}, 7)).toThrow(QuestionError);
    expect(rows(top()).length).toBe(6);
  });

  test('is of its own file', () => {
    engine.open(2, 'other.folded', 10, profileOf('a;b 1'));
    expect(rows(top({}, 2))).toEqual(['b 1 1', 'a 0 1']);
    expect(rows(top({}, 1)).length).toBe(6);
    engine.close(1);
    expect(() => top({}, 1)).toThrow(QuestionError);
    expect(rows(top({}, 2)).length).toBe(2);
  });
});

describe('several files', () => {
  beforeEach(() => {
    engine.open(2, 'later.folded', 50, profileOf('main;serve;search 70\nmain;idle 10\nmain;night 5'));
  });
  const about = (question: Partial<Question>) => rows(ask({ report: 'top', file: 1, options: DEFAULTS, ...question } as Extract<Question, { report: 'top' }>));

  test('are added', () => {
    expect(about({ added: [2] })).toEqual(['search 110 110', 'tax 30 30', 'checkout 20 50', 'idle 20 20', 'night 5 5', 'main 0 185', 'serve 0 160']);
    const { facts } = ask({ report: 'facts', file: 1, added: [2], options: DEFAULTS });
    expect(facts).toMatchObject({ name: 'shop.folded + later.folded', size: 150, samples: 5 });
  });

  test('are subtracted', () => {
    expect(about({ file: 2, base: { file: 1, isDifference: false } })).toEqual(['search 30 30', 'tax -30 -30', 'checkout -20 -50', 'night 5 5', 'main 0 -15', 'serve 0 -20']);
  });

  test('have shares of the base in a difference', () => {
    const { summary } = ask({ report: 'top', file: 2, base: { file: 1, isDifference: true }, options: DEFAULTS });
    expect(summary.total).toBe(100);
  });

  test('are combined anew when one of them is opened anew', () => {
    const question = { file: 2, base: { file: 1, isDifference: false } };
    about(question);
    engine.open(1, 'other', 1, profileOf('main;night 5'));
    expect(about(question)).toEqual(['search 70 70', 'idle 10 10', 'main 0 80', 'serve 0 70']);
  });
});

describe('an answer', () => {
  test('asked for again is the same one', () => {
    const first = top({ focus: 'serve' });
    top({ hide: 'tax' });
    expect(top({ focus: 'serve' })).toBe(first);
  });

  test('is the same whatever was asked before', () => {
    const orders: Partial<Options>[] = [{ focus: 'serve' }, { hide: 'tax' }, { sort: 'cum' }, { focus: 'serve', sort: 'cum' }, { nodeCount: 2 }, { granularity: 'files' }, { focus: 'serve', relativePercentages: true }, { focus: 'serve', unit: 'auto' }];
    const alone = orders.map((change) => {
      const fresh = createEngine();
      fresh.open(1, 'shop.folded', 100, profileOf(SHOP));
      return fresh.ask({ report: 'top', file: 1, options: { ...DEFAULTS, ...change } });
    });
    for (const order of [orders, orders.toReversed(), [...orders, ...orders]]) for (const change of order) expect(top(change)).toEqual(alone[orders.indexOf(change)]);
  });

  test('is the same where it was made ahead', () => {
    const question = { file: 1, options: { ...DEFAULTS, focus: 'serve' } };
    const lines = { begin: 0, end: 100 };
    const questions: Question[] = [
      { report: 'top', ...question },
      { report: 'callgraph', ...question },
      { report: 'tree', ...question },
      { report: 'peek', ...question, at: { kind: 'heaviest' } },
      { report: 'labels', ...question, find: '', open: [] },
      { report: 'source', ...question, at: { kind: 'hottest' }, find: '', open: [], sources: 0, lines },
      { report: 'disasm', ...question, at: { kind: 'hottest' }, find: '', hasServer: false, lines },
      { report: 'traces', ...question, order: 'file', lines },
    ];
    const fresh = questions.map((each) => engine.ask(each));
    engine = createEngine();
    engine.open(1, 'shop.folded', 100, profileOf(SHOP));
    for (const { report } of questions) expect(engine.ask({ report: 'ahead', view: report as ViewReport, ...question })).toEqual({ report: 'ahead' });
    expect(questions.map((each) => engine.ask(each))).toEqual(fresh);
  });

  test('that is made ahead and cannot be given is refused when it is asked for', () => {
    const question = { file: 1, options: { ...DEFAULTS, focus: '(' } };
    expect(() => engine.ask({ report: 'ahead', view: 'top', ...question })).toThrow(QuestionError);
    expect(() => engine.ask({ report: 'top', ...question })).toThrow(QuestionError);
  });

  test('about the flame graph may be moved away, and comes whole again', () => {
    for (const window of [{}, { find: 'tax' }, { minShare: 0.5 }]) {
      const first = flame(window);
      const kept = structuredClone(first);
      structuredClone(first, { transfer: buffersOf(first.flame) });
      expect(first.flame.nodes.id.length).toBe(0);
      expect(flame(window)).toEqual(kept);
    }
  });
});

describe('facts', () => {
  test('of a file', async () => {
    const profile = await load(new Blob([readFileSync('testdata/corners/labels.words.pb.gz')]), { symbols: true });
    const facts = engine.open(3, 'cpu.pb.gz', 1234, profile);
    expect(facts).toMatchObject({ name: 'cpu.pb.gz', size: 1234, format: 'pprof', samples: profile.samples.count });
    expect(facts.labelKeys.length).toBeGreaterThan(0);
  });

  test('of a profile without sample types', () => {
    const facts = engine.open(3, 'none', 0, { ...profileOf('a 1'), sampleTypes: [], samples: { ...profileOf('a 1').samples, values: [] } });
    expect(facts).toMatchObject({ sampleTypes: [], header: [], defaultColumn: 0 });
    expect(() => top({}, 3)).toThrow(QuestionError);
  });

  test.each([
    ['https://example.com/doc', 'https://example.com/doc'],
    ['HTTP://example.com', 'HTTP://example.com'],
    ['javascript:alert(1)', ''],
    ['//example.com', ''],
    ['data:text/html,x', ''],
    [' https://example.com', ''],
  ])('link to documents: %s', (docUrl, expected) => {
    expect(engine.open(3, 'a', 0, { ...profileOf('a 1'), docUrl }).docUrl).toBe(expected);
  });
});
