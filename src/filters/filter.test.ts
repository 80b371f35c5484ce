import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { profileOf } from '#parsers/folded.ts';
import { fold } from '#reports/folded.ts';
import { filterProfile } from './filter.ts';
import { withoutInlines } from './noInlines.ts';
import { tagNodes } from './tagNodes.ts';

const profile = profileOf(`
  main;serve;sort 10
  main;serve;read 5
  main;idle 3
  boot 2
`);

const filtered = (options: Partial<Options>, of: Profile = profile) => filterProfile(of, { ...DEFAULTS, ...options });
const folded = (options: Partial<Options>, of?: Profile) => fold(filtered(options, of).profile);

describe('a filter', () => {
  test('focus keeps the stacks that pass a match', () => {
    expect(folded({ focus: 'serve' })).toBe('main;serve;sort 10\nmain;serve;read 5');
  });

  test('ignore drops the stacks that pass a match', () => {
    expect(folded({ ignore: 'serve' })).toBe('main;idle 3\nboot 2');
  });

  test('a function that is focused and ignored is ignored', () => {
    expect(folded({ focus: 'serve', ignore: 'serve' })).toBe('');
  });

  test('hide gives the cost of a hidden leaf to its caller', () => {
    expect(folded({ hide: 'sort|read' })).toBe('main;serve 15\nmain;idle 3\nboot 2');
  });

  test('hide joins the callees of a hidden frame to its caller', () => {
    expect(folded({ hide: 'serve' })).toBe('main;sort 10\nmain;read 5\nmain;idle 3\nboot 2');
  });

  test('hide drops a sample that has no frame left', () => {
    expect(folded({ hide: 'boot' })).toBe('main;serve;sort 10\nmain;serve;read 5\nmain;idle 3');
  });

  test('show keeps only the frames that match', () => {
    expect(folded({ show: 'main|sort' })).toBe('main;sort 10\nmain 8');
  });

  test('show from cuts what is above the first match, and stacks without one', () => {
    expect(folded({ showFrom: 'serve|idle' })).toBe('serve;sort 10\nserve;read 5\nidle 3');
  });

  test('show from takes the match nearest the root', () => {
    expect(folded({ showFrom: 'a' }, profileOf('root;a;b;a;c 1'))).toBe('a;b;a;c 1');
  });

  test('prune from cuts what is beneath the match nearest the leaf, which stays', () => {
    expect(folded({ pruneFrom: 'serve' })).toBe('main;serve 15\nmain;idle 3\nboot 2');
    expect(folded({ pruneFrom: 'a' }, profileOf('root;a;b;a;c 1'))).toBe('root;a;b;a 1');
  });

  test('prune from matches a name without its arguments', () => {
    expect(folded({ pruneFrom: 'int' }, profileOf('root;f(int);g 1'))).toBe('root;f(int);g 1');
  });

  test('one that matches nothing says so, and a bad pattern is refused in pprof\'s words', () => {
    expect(filtered({ focus: 'nowhere' }).notes).toEqual(['Focus expression matched no samples']);
    expect(() => filtered({ hide: '(' })).toThrow(/^parsing hide regexp: error parsing regexp: missing closing \)/);
  });

  test('several are applied in pprof\'s order: focus sees what hide hides', () => {
    expect(folded({ focus: 'serve', hide: 'serve' })).toBe('main;sort 10\nmain;read 5');
  });
});

/** Stacks of a few names, so that patterns hit. */
const stacks = fc.array(fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c', 'ab', 'd'), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 1000 })), { minLength: 1, maxLength: 20 });
const profiles = stacks.map((lines) => profileOf(lines.map(([names, count]) => `${names.join(';')};z ${count}`).join('\n')));
const patterns = fc.constantFrom('a', 'b', '^a$', 'c|d', 'ab', 'x', '[ab]');

const label = fc.oneof(
  fc.record({ key: fc.constantFrom('key', 'other'), text: fc.constantFrom('a', 'b', '') }),
  fc.record({ key: fc.constantFrom('key', 'other'), number: fc.integer({ min: 0, max: 5 }), unit: fc.constantFrom('', 'bytes') }),
);
/** What is at one address: a function, or one and what it was inlined into. */
const location = fc.array(fc.constantFrom('a', 'b', 'c', 'ab'), { minLength: 1, maxLength: 3 });
const labelled = fc
  .array(fc.tuple(fc.array(location, { maxLength: 5 }), fc.integer({ min: 1, max: 1000 }), fc.array(label, { maxLength: 3 })), { minLength: 1, maxLength: 20 })
  .map((samples) => {
    const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
    const row = (names: readonly string[]) => builder.location({ lines: names.map((name) => ({ fn: builder.fn({ name }) })) });
    for (const [locations, count, labels] of samples) builder.sample(locations.map(row), [count], labels);
    return builder.finish();
  });

function total({ samples }: Profile): number {
  return samples.values[0].length === 0 ? 0 : Array.from(samples.values[0], Number).reduce((sum, value) => sum + value, 0);
}

describe('for any profile', () => {
  test('focus and ignore of one pattern share the samples out between them', () => {
    fc.assert(
      fc.property(profiles, patterns, (any, pattern) => {
        expect(total(filtered({ focus: pattern }, any).profile) + total(filtered({ ignore: pattern }, any).profile)).toBe(total(any));
      }),
    );
  });

  test('hide conserves the total as long as a frame is left', () => {
    fc.assert(
      fc.property(profiles, patterns, (any, pattern) => {
        expect(total(filtered({ hide: pattern }, any).profile)).toBe(total(any));
      }),
    );
  });

  test('what cuts beneath a frame, or is about labels\' keys alone, conserves the total', () => {
    fc.assert(
      fc.property(labelled, patterns, fc.constantFrom('pruneFrom', 'tagShow', 'tagHide'), (any, pattern, field) => {
        expect(total(filtered({ [field]: pattern }, any).profile)).toBe(total(any));
      }),
    );
  });

  test('labels as frames, and physical frames alone, conserve the total', () => {
    fc.assert(
      fc.property(labelled, fc.constantFrom('key', 'other', 'key,other', 'none'), (any, keys) => {
        expect(total(tagNodes(any, { ...DEFAULTS, tagRoot: keys }).profile)).toBe(total(any));
        expect(total(tagNodes(any, { ...DEFAULTS, tagLeaf: keys }).profile)).toBe(total(any));
        expect(total(withoutInlines(any, false))).toBe(total(any));
      }),
    );
  });

  test('focus and ignore of one label share the samples out between them', () => {
    fc.assert(
      fc.property(labelled, fc.constantFrom('a', 'key=a', 'key=a,b', 'other=1:2', '3:', 'key'), (any, filter) => {
        expect(total(filtered({ tagFocus: filter }, any).profile) + total(filtered({ tagIgnore: filter }, any).profile)).toBe(total(any));
      }),
    );
  });

  test('hide, show and show from change nothing the second time', () => {
    fc.assert(
      fc.property(profiles, patterns, fc.constantFrom('hide', 'show', 'showFrom', 'focus', 'ignore'), (any, pattern, field) => {
        const once = filtered({ [field]: pattern }, any).profile;
        expect(folded({ [field]: pattern }, once)).toBe(fold(once));
      }),
    );
  });

  test('what a filter leaves keeps the order of stacks: callers before callees, subtrees together', () => {
    fc.assert(
      fc.property(profiles, patterns, patterns, (any, hide, showFrom) => {
        const { stacks: left } = filtered({ hide, showFrom }, any).profile;
        const path: number[] = [];
        for (let stack = 0; stack < left.count; stack++) {
          while (path.length > 0 && path.at(-1) !== left.parent[stack]) path.pop();
          expect(path.at(-1) ?? -1).toBe(left.parent[stack]);
          path.push(stack);
        }
      }),
    );
  });
});
