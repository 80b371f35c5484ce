import { describe, expect, test } from 'vitest';
import { compilePattern } from '#model/pattern.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import { BUILT_IN, currentConfig, readConfigs, writeConfigs } from './configs.ts';

const builtIn = (name: string): Partial<Options> => BUILT_IN.find((config) => config.name === name)?.options ?? {};

test('configs are written as pprof writes them: by name, without what is 0, false or empty', () => {
  const text = writeConfigs([{ name: 'a', options: { ...DEFAULTS, focus: 'x', trim: false, nodeCount: 0, callTree: true } }]);
  expect(text).toBe(`{
  "configs": [
    {
      "name": "a",
      "focus": "x",
      "sort": "flat",
      "nodefraction": 0.005,
      "edgefraction": 0.001,
      "call_tree": true,
      "unit": "minimum"
    }
  ]
}
`);
});

test('and read again, a missing trim being false', () => {
  const [{ name, options }] = readConfigs('{"configs":[{"name":"a","focus":"x","nodecount":7,"sort":"cum","unit":"ms"}]}').configs;
  expect(name).toBe('a');
  expect(options).toMatchObject({ focus: 'x', nodeCount: 7, sort: 'cum', unit: 'ms', trim: false, nodeFraction: 0, granularity: '' });
  expect(readConfigs(writeConfigs([{ name: 'b', options: { ...DEFAULTS, tagRoot: 'user' } }])).configs[0].options).toMatchObject({ tagRoot: 'user', trim: true, nodeCount: -1 });
});

test('what is measured is no part of a config', () => {
  expect(readConfigs('{"configs":[{"name":"a","sample_index":"cpu","divide_by":5}]}').configs[0].options).not.toHaveProperty('sampleIndex');
});

test.each([
  ['nonsense', 'no JSON'],
  ['{}', 'no configs'],
  ['[]', 'no configs'],
  ['{"configs":[{"focus":"x"}]}', 'without a name'],
  ['{"configs":[{"name":"Default"}]}', 'always there'],
])('%s is told: %s', (text, problem) => {
  expect(readConfigs(text)).toMatchObject({ configs: [], problems: [expect.stringContaining(problem)] });
});

test('an option that cannot be is told, and the rest of its config stays', () => {
  const { configs, problems } = readConfigs('{"configs":[{"name":"a","focus":"x","nodecount":"many","trim":{},"edgefraction":7}]}');
  expect(configs[0].options).toMatchObject({ focus: 'x', nodeCount: -1 });
  expect(problems).toEqual([expect.stringContaining('a: nodecount'), expect.stringContaining('a: edgefraction'), expect.stringContaining('a: trim')]);
});

test('the current config is the last one that is as the options are', () => {
  expect(currentConfig(DEFAULTS, [])).toBe('Default');
  expect(currentConfig({ ...DEFAULTS, sampleIndex: 'cpu' }, [])).toBe('Default');
  expect(currentConfig(DEFAULTS, [{ name: 'mine', options: DEFAULTS }])).toBe('mine');
  expect(currentConfig({ ...DEFAULTS, focus: 'x' }, [])).toBeUndefined();
  expect(currentConfig({ ...DEFAULTS, ...builtIn('My code') }, [])).toBe('My code');
});

describe('of what is built in', () => {
  const matches = (pattern: string | undefined) => {
    const compiled = compilePattern('test', pattern ?? '');
    return (name: string) => compiled?.matches(name) === true;
  };

  test.each([
    ['runtime.mallocgc', true],
    ['net/http.(*conn).serve', true],
    ['vendor/golang.org/x/net/http2/hpack.(*Decoder).Write', true],
    ['slices.SortFunc[go.shape.[]example.com/a.B]', true],
    ['internal/runtime/maps.(*Map).getWithKey', true],
    ['memeqbody', true],
    ['type:.eq.main.key', true],
    ['main.main', false],
    ['go.uber.org/zap.New', false],
    ['go.uber.org/zap.(*Logger).Info', false],
    ['sort.example/x.Sort', false],
    ['golang.org/x/sync/errgroup.(*Group).Go', false],
    ['example.com/net/http.Serve', false],
    ['timeline.Draw', false],
  ])('“My code” hides %s: %s', (name, hidden) => expect(matches(builtIn('My code').hide)(name)).toBe(hidden));

  test.each([
    ['runtime.gcBgMarkWorker', true],
    ['runtime.mallocgcSmallNoscan', true],
    ['runtime.schedule', true],
    ['runtime.mapaccess1_faststr', true],
    ['internal/runtime/maps.(*Iter).Next', true],
    ['runtime.chanrecv2', true],
    ['runtime.selectgo', true],
    ['runtime.memmove', false],
    ['main.schedule', false],
  ])('“Runtime tax” is about %s: %s', (name, focused) => expect(matches(builtIn('Runtime tax').focus)(name)).toBe(focused));
});
