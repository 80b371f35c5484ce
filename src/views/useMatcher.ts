import { useEffect, useState } from 'react';
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
    let current = true;
    void compile(source).then((result) => current && setCompiled({ find, ...result }));
    return () => {
      current = false;
    };
  }, [find, source]);

  if (find === '' || find === REGEXP) return { matches: undefined, error: '' };
  if (source !== '') {
    const pattern = compiled?.find === find ? compiled.pattern : undefined;
    return { matches: pattern && ((text) => pattern.matches(text)), error: compiled?.find === find ? compiled.error : '' };
  }
  const wanted = find.toLowerCase();
  return { matches: (text) => text.toLowerCase().includes(wanted), error: '' };
}

async function compile(source: string): Promise<{ pattern: Pattern | undefined; error: string }> {
  const { compilePattern } = await import('#model/pattern.ts');
  try {
    return { pattern: compilePattern('find', source), error: '' };
  } catch (error) {
    return { pattern: undefined, error: error instanceof Error ? error.message : String(error) };
  }
}
