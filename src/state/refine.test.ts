import { describe, expect, test } from 'vitest';
import { DEFAULTS } from '#model/options.ts';
import { compilePattern } from '#model/pattern.ts';
import { patternOf, refined } from './refine.ts';

describe('refining as pprof does it', () => {
  test('a new focus takes the place of the old', () => expect(refined({ ...DEFAULTS, focus: 'old' }, 'focus', '^new$')).toEqual({ focus: '^new$' }));
  test('what is hidden is added to what was', () => expect(refined({ ...DEFAULTS, hide: 'old' }, 'hide', '^new$')).toEqual({ hide: '^new$|old' }));
  test('hiding the same again changes nothing', () => expect(refined({ ...DEFAULTS, hide: '^a$' }, 'hide', '^a$')).toEqual({ hide: '^a$' }));
  test('the pattern of names matches these names and no other', () => {
    const pattern = compilePattern('focus', patternOf(['main.(*T[...]).f$1', 'a|b']));
    expect(['main.(*T[...]).f$1', 'a|b', 'a', 'main.(*T[xxx]).f$1', 'xa|b'].filter((name) => pattern.matches(name))).toEqual(['main.(*T[...]).f$1', 'a|b']);
  });
});
