import { describe, expect, test } from 'vitest';
import { DEFAULTS, type Options } from '#model/options.ts';
import { understand, type Effect } from './line.ts';
import type { SampleTypes, ShellState } from './settings.ts';

const HEAP: SampleTypes = {
  sampleTypes: ['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'].map((type) => ({ type, unit: type.endsWith('space') ? 'bytes' : 'count' })),
  defaultSampleType: '',
};

/** What follows from lines, one after the other. */
function typed(text: string, types = HEAP): { state: ShellState; effects: readonly Effect[] } {
  let state: ShellState = { options: DEFAULTS, output: '' };
  const effects: Effect[] = [];
  for (const line of text.split(';')) {
    const understood = understand(line, state, types);
    state = understood.state;
    effects.push(...understood.effects);
  }
  return { state, effects };
}

/** Options that are not as at first. */
function changed(options: Options): Partial<Options> {
  return Object.fromEntries(Object.entries(options).filter(([field, value]) => value !== DEFAULTS[field as keyof Options]));
}

/** The one thing that a line asks for. */
function effectOf(line: string): Effect | undefined {
  const { effects } = typed(line);
  expect(effects.length).toBeLessThan(2);
  return effects.at(0);
}

/** What is complained of. */
function complaints(text: string): string[] {
  return typed(text).effects.map((effect) => (effect.kind === 'complain' ? effect.text : `no complaint: ${effect.kind}`));
}

describe('an assignment holds until the next', () => {
  test.each<[string, Partial<Options>]>([
    ['call_tree=true;call_tree=false', {}],
    ['call_tree=true;call_tree=false;call_tree=yes', { callTree: true }],
    ['mean=1', { mean: true }],
    ['mean=1;mean=n', {}],
    ['mean', { mean: true }],
    ['mean=', { mean: true }],
    ['nodecount=-1;nodecount=-2', { nodeCount: -2 }],
    ['nodecount=-2;nodecount=999999', { nodeCount: 999_999 }],
    ['nodefraction=-1;nodefraction=-2.5', { nodeFraction: -2.5 }],
    ['nodefraction=-2.5;nodefraction=0.0001', { nodeFraction: 0.0001 }],
    ['focus=one;focus=two', { focus: 'two' }],
    ['flat=true', {}],
    ['flat=true;cum=1', { sort: 'cum' }],
    ['sort=cum', { sort: 'cum' }],
    ['lines=T', { granularity: 'lines' }],
    ['granularity=files', { granularity: 'files' }],
    [' focus =  a=b  ', { focus: 'a=b' }],
    ['focus=json //: what we look for', { focus: 'json' }],
    ['focus=a//:b//: c', { focus: 'a//:b' }],
  ])('%s', (lines, options) => {
    const { state, effects } = typed(lines);
    expect(effects).toEqual([]);
    expect(changed(state.options)).toEqual(options);
  });

  test('output is a file for all reports that follow', () => {
    expect(typed('output=a.txt').state.output).toBe('a.txt');
    expect(typed('output=a.txt;output=').state.output).toBe('');
  });
});

describe('a sample type is kept by its name', () => {
  test.each([
    ['sample_index=0', 'alloc_objects'],
    ['sample_index=+1', 'alloc_space'],
    ['sample_index=inuse_objects', 'inuse_objects'],
    ['sample_index=', 'inuse_space'],
    ['alloc_space', 'alloc_space'],
    [' alloc_space ', 'alloc_space'],
  ])('%s', (line, type) => {
    expect(changed(typed(line).state.options)).toEqual({ sampleIndex: type });
  });

  test('total_ and mean_ before it set the mean too', () => {
    expect(changed(typed('mean_alloc_space').state.options)).toEqual({ mean: true, sampleIndex: 'alloc_space' });
    expect(changed(typed('mean=1;total_alloc_space').state.options)).toEqual({ sampleIndex: 'alloc_space' });
    expect(changed(typed('mean=1;alloc_space').state.options)).toEqual({ mean: true, sampleIndex: 'alloc_space' });
  });

  test('without "inuse_" in the profile, the name works with it', () => {
    const types = { sampleTypes: [{ type: 'objects', unit: 'count' }, { type: 'space', unit: 'bytes' }], defaultSampleType: '' };
    expect(typed('sample_index=inuse_objects', types).state.options.sampleIndex).toBe('objects');
  });
});

test('a colon clears what narrows by function or label, and nothing else', () => {
  const { state } = typed('focus=a;ignore=b;hide=c;tagfocus=d;tagignore=e;show=f;nodecount=7;:');
  expect(changed(state.options)).toEqual({ show: 'f', nodeCount: 7 });
});

describe('what cannot be is told and changes nothing', () => {
  test.each([
    ['sort=this', 'invalid "sort" value "this"'],
    ['granularity=', 'invalid "granularity" value ""'],
    ['sample_index', 'please specify a value, e.g. sample_index=<val>'],
    ['focus', 'please specify a value, e.g. focus=<val>'],
    ['divide_by', 'please specify a value, e.g. divide_by=<val>'],
    ['output', 'please specify a value, e.g. output=<val>'],
    ['sample_index 0', 'did you mean: sample_index=0'],
    ['focus runtime', 'did you mean: focus=runtime'],
    ['unit //: comment', 'did you mean: unit=//:'],
    ['cum', 'unknown config field "cum"'],
    ['lines=0', 'unknown config field "lines"'],
    ['mean=maybe', 'illegal value "maybe" for bool variable'],
    ['nodecount=abc', 'strconv.Atoi: parsing "abc": invalid syntax'],
    ['nodecount=1.5', 'strconv.Atoi: parsing "1.5": invalid syntax'],
    ['nodecount=99999999999999999999', 'strconv.Atoi: parsing "99999999999999999999": value out of range'],
    ['nodefraction=x', 'strconv.ParseFloat: parsing "x": invalid syntax'],
    ['divide_by=1e999', 'strconv.ParseFloat: parsing "1e999": value out of range'],
    ['sample_index=4', 'sample_index 4 is outside the range [0..3]'],
    ['sample_index=nothing', 'sample_index "nothing" must be one of: [alloc_objects alloc_space inuse_objects inuse_space]'],
    ['999', 'unrecognized command: "999"'],
    ['unheard', 'unrecognized command: "unheard"'],
    ['unheard12 x', 'unrecognized command: "unheard"'],
    ['gif 5', 'gif is not written; png is the same picture'],
    ['kcachegrind', 'kcachegrind starts another program; callgrind >FILE writes what it opens'],
    ['sort cum', 'did you mean: sort=cum'],
    ['Top', 'unrecognized command: "Top"'],
    ['peek', 'command peek requires an argument'],
    ['top >', 'unexpected end of line after >'],
    ['help unheard', 'Unknown command: unheard'],
  ])('%s', (line, complaint) => {
    expect(complaints(line)).toEqual([complaint]);
    expect(changed(typed(line).state.options)).toEqual({});
  });
});

describe('arguments narrow one report and are forgotten', () => {
  test.each<[string, { format?: string; regexp?: string; options?: Partial<Options>; output?: string }]>([
    ['top', { format: 'top', options: { nodeCount: 10 } }],
    ['text', { format: 'top', options: { nodeCount: 10 } }],
    ['top5', { options: { nodeCount: 5 } }],
    ['top 5', { options: { nodeCount: 5 } }],
    ['top -5', { options: { nodeCount: -5 } }],
    ['top 5 +6', { options: { nodeCount: 6 } }],
    ['top 10 --cum focus1 -ignore focus2', { options: { nodeCount: 10, sort: 'cum', focus: 'focus1|focus2', ignore: 'ignore' } }],
    ['top10 --cum focus1 -ignore focus2', { options: { nodeCount: 10, sort: 'cum', focus: 'focus1|focus2', ignore: 'ignore' } }],
    ['top -cum', { options: { nodeCount: 10, sort: 'cum' } }],
    ['top 99999999999', { options: { nodeCount: 10, focus: '99999999999' } }],
    ['top - a|b', { options: { nodeCount: 10, focus: 'a|b' } }],
    ['dot', { format: 'dot', options: {}, output: '' }],
    ['tree 3 >out', { format: 'tree', options: { nodeCount: 3 }, output: 'out' }],
    ['tree > out 3', { options: { nodeCount: 3 }, output: 'out' }],
    ['callgrind   fun -ignore  >out', { format: 'callgrind', options: { focus: 'fun', ignore: 'ignore' }, output: 'out' }],
    ['peek  find -test', { format: 'peek', regexp: 'find', options: { ignore: 'test' } }],
    ['list10 find', { format: 'list', regexp: '10', options: { focus: 'find' } }],
    ['list -find', { format: 'list', regexp: '-find', options: {} }],
    ['output=all;top >one', { output: 'one' }],
    ['output=all;top', { output: 'all' }],
    ['nodecount=7;top', { options: { nodeCount: 7 } }],
    ['focus=a;top b', { options: { nodeCount: 10, focus: 'b' } }],
  ])('%s', (lines, wanted) => {
    const effect = typed(lines).effects.at(-1);
    if (effect?.kind !== 'report') throw new Error(JSON.stringify(effect));
    expect({ ...effect.report, options: changed(effect.options), output: effect.output }).toMatchObject(wanted);
    if (wanted.options !== undefined) expect(changed(effect.options)).toEqual(wanted.options);
  });

  test('those of the line before are gone', () => {
    expect(changed(typed('top 5 -cum json -runtime >out').state.options)).toEqual({});
    expect(typed('top 5 >out').state.output).toBe('');
  });

  test('web opens the page', () => {
    expect(effectOf('web 20 json -runtime')).toEqual({ kind: 'page', options: { ...DEFAULTS, nodeCount: 20, focus: 'json', ignore: 'runtime' } });
  });
});

describe('leaving', () => {
  test.each(['q', 'quit', 'exit', ' quit now'])('%s', (line) => {
    expect(effectOf(line)).toEqual({ kind: 'leave' });
  });
});

test.each(['', '   ', '\t'])('a line of nothing does nothing', (line) => {
  expect(typed(line).effects).toEqual([]);
});

describe('help', () => {
  test.each(['top', 'web', 'focus', 'cum', 'output'])('help %s', (subject) => {
    expect(effectOf(`help ${subject}`)).toMatchObject({ kind: 'say', text: expect.stringContaining(subject) });
  });

  test('alone it names all commands and options', () => {
    expect(effectOf('help')).toMatchObject({ text: expect.stringMatching(/ top, text .* peek regexp .* web .* quit.* focus .* sample_index .*total_TYPE/s) });
  });
});

describe('the listing of options', () => {
  const listed = (lines: string) => {
    const effect = typed(`${lines};o`).effects.at(-1);
    if (effect?.kind !== 'say') throw new Error(JSON.stringify(effect));
    return effect.text.split('\n');
  };

  test('each is a line that would set it', () => {
    const lines = 'focus=a b;nodecount=5;nodefraction=1e-7;mean=1;sort=cum;lines=1;alloc_space;output=out';
    expect(typed(listed(lines).filter((line) => !line.includes('""')).join(';'))).toEqual({ ...typed(lines), effects: [] });
  });

  test('what is not set is quoted, and choices stand behind', () => {
    const lines = listed('');
    expect(lines).toEqual([...lines].sort());
    expect(lines).toContain('  focus                     = ""                   ');
    expect(lines).toContain('  nodecount                 = -1                   //: default');
    expect(lines).toContain('  nodefraction              = 0.005                ');
    expect(lines).toContain('  sort                      = flat                 //: [cum | flat]');
    expect(lines).toContain('  granularity               = (default)            //: [addresses | filefunctions | files | functions | lines]');
    expect(lines).toContain('  sample_index              = inuse_space          //: [alloc_objects | alloc_space | inuse_objects | inuse_space]');
    expect(lines.join()).not.toContain('source_path');
  });

  test('numbers are as Go prints them', () => {
    expect(listed('nodefraction=0.00001;edgefraction=1e21;divide_by=0.0001')).toEqual(
      expect.arrayContaining([expect.stringContaining('nodefraction              = 1e-05 '), expect.stringContaining('edgefraction              = 1e+21 '), expect.stringContaining('divide_by                 = 0.0001 ')]),
    );
  });
});
