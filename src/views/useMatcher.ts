import { useEffect, useMemo, useState } from 'react';
import type { Pattern } from '#model/pattern.ts';

/** Whether a name or file has what is searched for; undefined while nothing is. */
export type Matches = ((text: string) => boolean) | undefined;

const REGEXP = 're:';

/** Plain text in any case, or RE2 behind "re:". The engine for that is fetched when it is first needed. */
export function useMatcher(find: string): { readonly matches: Matches; readonly error: string } {
  const [compiled, setCompiled] = useState<{ find: string; pattern: Pattern | undefined; error: string }>();
  const source = find.startsWith(REGEXP) ? find.slice(REGEXP.length) : '';
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
  const matches = useMemo(() => (source === '' ? plainMatcher(find) : pattern && ((text: string) => pattern.matches(text))), [find, source, pattern]);
  return { matches, error: current?.error ?? '' };
}

function plainMatcher(find: string): Matches {
  if (find === '' || find === REGEXP) return undefined;
  const wanted = find.toLowerCase();
  return (text) => text.toLowerCase().includes(wanted);
}

async function compile(source: string): Promise<{ pattern: Pattern | undefined; error: string }> {
  const { compilePattern } = await import('#model/pattern.ts');
  try {
    return { pattern: compilePattern('find', source), error: '' };
  } catch (error) {
    return { pattern: undefined, error: error instanceof Error ? error.message : String(error) };
  }
}
