import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { NONE, type Profile, type ValueType } from '#model/profile.ts';
import { tableFaults } from '#model/tableFaults.ts';
import { profileOf } from '#parsers/folded.ts';
import { rawText } from '#reports/raw.ts';
import { combine, type Combination } from './combine.ts';
import { alone } from './opened.ts';

const combined = (parts: Partial<Combination> & Pick<Combination, 'sources'>) => combine({ bases: [], isDifference: false, normalize: false, ...parts });

/** A line a sample: `leaf<caller value …{key=text}`. */
function drawn({ samples, stacks, frames, functions, labels, strings }: Profile): string[] {
  return Array.from({ length: samples.count }, (_, sample) => {
    const names: string[] = [];
    for (let stack = samples.stack[sample]; stack !== NONE; stack = stacks.parent[stack]) names.push(strings[functions.name[frames.fn[stacks.frame[stack]]]]);
    const own = samples.label.slice(samples.labelStart[sample], samples.labelStart[sample + 1]);
    const texts = Array.from(own, (label) => `${strings[labels.key[label]]}=${labels.text[label] === NONE ? labels.number[label] : strings[labels.text[label]]}`);
    return `${names.join('<')} ${samples.values.map((column) => column[sample]).join(' ')}${texts.length > 0 ? `{${texts.join()}}` : ''}`;
  });
}

const typed = (types: readonly ValueType[], values: readonly (number | bigint)[], stack = ['work']): Profile => {
  const builder = new ProfileBuilder('test', types);
  const locations = stack.map((name) => builder.location({ lines: [{ fn: builder.fn({ name }) }] }));
  builder.sample(locations, values);
  return builder.finish();
};

const morning = profileOf('main;serve;sort 10\nmain;serve;read 5\nmain;idle 30');
const evening = profileOf('main;serve;read 7\nmain;night 1\nmain;idle 30');

describe('several sources', () => {
  test('are added, in the order in which samples first come', () => {
    expect(drawn(combined({ sources: [morning, evening] }))).toEqual(['sort<serve<main 10', 'read<serve<main 12', 'idle<main 60', 'night<main 1']);
  });

  test('one alone is left as it is', () => {
    const twice = profileOf('main;idle 1\nmain;idle 2');
    expect(combine(alone(twice)).samples).toBe(twice.samples);
  });

  test('have the finest of their units', () => {
    const [a, b] = [typed([{ type: 'cpu', unit: 'milliseconds' }], [2]), typed([{ type: 'cpu', unit: 'ns' }], [5])];
    const both = combined({ sources: [a, b] });
    expect([both.sampleTypes, drawn(both)]).toEqual([[{ type: 'cpu', unit: 'ns' }], ['work 2000005']]);
  });

  test('have the sample types that all have, in the order of the first', () => {
    const [objects, space, time] = [{ type: 'objects', unit: 'count' }, { type: 'space', unit: 'bytes' }, { type: 'time', unit: 'ns' }];
    const both = combined({ sources: [typed([objects, time, space], [1, 2, 3]), typed([space, objects], [30, 10])] });
    expect([both.sampleTypes, drawn(both)]).toEqual([[objects, space], ['work 11 33']]);
  });

  test('that measure different things are refused', () => {
    const [a, b] = [typed([{ type: 'cpu', unit: 'ns' }], [2]), typed([{ type: 'cpu', unit: 'bytes' }], [5])];
    expect(() => combined({ sources: [a, b] })).toThrow('sample types: incompatible types: cpu/ns and cpu/bytes');
    expect(() => combined({ sources: [a, typed([{ type: 'space', unit: 'bytes' }], [5])] })).toThrow('profiles have empty common sample type list');
  });

  test('sums wrap past 2^63, as int64 does', () => {
    const large = typed([{ type: 'x', unit: '' }], [2n ** 63n - 1n]);
    expect(drawn(combined({ sources: [large, large] }))).toEqual(['work -2']);
  });

  test('a program loaded at another place has the same locations', () => {
    const loadedAt = (start: bigint) => {
      const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
      const mapping = builder.mapping({ start, limit: start + 0x2000n, file: 'app' });
      builder.sample([builder.location({ mapping, address: start + 0x123n })], [1]);
      return builder.finish();
    };
    const both = combined({ sources: [loadedAt(0x400000n), loadedAt(0x700000n)] });
    expect([both.mappings.count, both.locations.count, both.locations.address[0], both.samples.values[0][0]]).toEqual([1, 1, 0x400123n, 2]);
  });
});

describe('a base', () => {
  test('is subtracted, and what comes to nothing is gone', () => {
    expect(drawn(combined({ sources: [evening], bases: [morning] }))).toEqual(['read<serve<main 2', 'night<main 1', 'sort<serve<main -10']);
  });

  test('of a difference keeps its samples, marked', () => {
    const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
    const location = builder.location({ lines: [{ fn: builder.fn({ name: 'work' }) }] });
    builder.sample([location], [3], [{ key: 'pprof::base', text: 'no' }, { key: 'user', text: 'ann' }]);
    const profile = builder.finish();
    expect(drawn(combined({ sources: [profile], bases: [profile], isDifference: true }))).toEqual(['work 3{pprof::base=no,user=ann}', 'work -3{pprof::base=true,user=ann}']);
  });

  test('may be what the sources are scaled to', () => {
    expect(drawn(combined({ sources: [profileOf('a 30\nb 10')], bases: [profileOf('a 10\nb 10')], normalize: true }))).toEqual(['a 5', 'b -5']);
  });

  test('halves are rounded away from 0', () => {
    expect(drawn(combined({ sources: [profileOf('a 1\nb 3')], bases: [profileOf('c 2')], normalize: true }))).toEqual(['a 1', 'b 2', 'c -2']);
  });
});

const name = fc.constantFrom('main', 'serve', 'sort', 'read');
const lines = fc.array(fc.tuple(fc.array(name, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 1000 })), { minLength: 1, maxLength: 12 });
const profiles = lines.map((stacks) => profileOf(stacks.map(([frames, value]) => `${frames.join(';')} ${value}`).join('\n')));

describe('whatever is combined', () => {
  test('the order of sources does not matter to the sums', () => {
    fc.assert(
      fc.property(profiles, profiles, (a, b) => {
        expect(drawn(combined({ sources: [a, b] })).sort()).toEqual(drawn(combined({ sources: [b, a] })).sort());
      }),
    );
  });

  test('to add in two steps is to add in one', () => {
    fc.assert(
      fc.property(profiles, profiles, profiles, (a, b, c) => {
        const steps = combined({ sources: [combined({ sources: [a, b] }), c] });
        expect([...rawText(steps)]).toEqual([...rawText(combined({ sources: [a, b, c] }))]);
      }),
    );
  });

  test('a profile less itself is empty', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        expect(combined({ sources: [profile], bases: [profile] }).samples.count).toBe(0);
      }),
    );
  });

  test('tables are whole', () => {
    fc.assert(
      fc.property(profiles, profiles, fc.boolean(), (a, b, isDifference) => {
        expect(tableFaults(combined({ sources: [a, a], bases: [b], isDifference }))).toEqual([]);
      }),
    );
  });
});
