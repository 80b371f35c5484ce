import { describe, expect, test } from 'vitest';
import { DEFAULTS } from '#model/options.ts';
import { chipsOf, edited } from './chips.ts';
import { problemsOf } from './problems.ts';

const options = { ...DEFAULTS, focus: '(', showFrom: 'x' };

describe('a sentence goes to the option it is about', () => {
  test('an expression that is none', () => {
    const failure = { cause: 'question', message: 'parsing focus regexp: error parsing regexp: missing closing )' } as const;
    expect(problemsOf(options, failure, [])).toEqual({ problems: { focus: 'error parsing regexp: missing closing )' }, rest: [] });
  });
  test('one that matches nothing', () => expect(problemsOf(options, undefined, ['ShowFrom expression matched no samples']).problems).toEqual({ showFrom: 'matched no samples' }));
  test('all else stands apart', () => expect(problemsOf(options, undefined, ['tagfocus: units disagree'])).toEqual({ problems: {}, rest: ['tagfocus: units disagree'] }));
});

describe('chips', () => {
  test('refinements come first, in the order they are applied', () => expect(chipsOf({ ...options, nodeCount: 20, noInlines: true }).map(({ name, value }) => `${name}=${value}`)).toEqual(['focus=(', 'show_from=x', 'noinlines=yes', 'nodecount=20']));
  test('the sample type and the order have their own places', () => expect(chipsOf({ ...DEFAULTS, sampleIndex: 'alloc_space', sort: 'cum' })).toEqual([]));
  test('text that will not do changes nothing', () => {
    expect(edited(DEFAULTS, 'nodeCount', '12')).toEqual({ nodeCount: 12 });
    expect(edited(DEFAULTS, 'nodeCount', 'many')).toEqual({});
  });
});
