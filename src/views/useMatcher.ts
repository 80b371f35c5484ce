import { useEffect, useMemo, useState } from 'react';
import type { Pattern } from '#model/pattern.ts';
import { matchesTerms, searchOf } from '#model/search.ts';

/** Whether a name or file has what is searched for; undefined while nothing is. */
export type Matches = ((text: string) => boolean) | undefined;

/** Terms in any case, or RE2 behind "re:". The engine for that is fetched when it is first needed. */
export function useMatcher(find: string): { readonly matches: Matches; readonly error: string } {
  const [compiled, setCompiled] = useState<{ find: string; pattern: Pattern | undefined; error: string }>();
  const search = useMemo(() => searchOf(find), [find]);
  const source = search.kind === 'regexp' ? search.source : '';
  useEffect(() => {
    if (source === '') return;
    let isAsked = true;
    void compile(source).then((result) => isAsked && setCompiled({ find, ...result }));
    return () => {
      isAsked = false;
    };
  }, [find, source]);

  const current = compiled?.find === find ? compiled : undefined;
  const pattern = current?.pattern;
  const matches = useMemo((): Matches => {
    if (search.kind === 'terms') return matchesTerms(search.terms);
    return pattern && ((text: string) => pattern.matches(text));
  }, [search, pattern]);
  return { matches, error: current?.error ?? '' };
}

async function compile(source: string): Promise<{ pattern: Pattern | undefined; error: string }> {
  const { compilePattern } = await import('#model/pattern.ts');
  try {
    return { pattern: compilePattern('find', source), error: '' };
  } catch (error) {
    return { pattern: undefined, error: error instanceof Error ? error.message : String(error) };
  }
}
