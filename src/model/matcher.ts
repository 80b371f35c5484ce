import { compilePattern } from '#model/pattern.ts';

const REGEXP = 're:';

/**
 * What a search asks of a text: plain text in any case, or RE2 behind "re:". Undefined while nothing is searched for.
 * @throws QuestionError for a pattern that does not compile
 */
export function matcherOf(find: string): ((text: string) => boolean) | undefined {
  if (find === '' || find === REGEXP) return undefined;
  if (find.startsWith(REGEXP)) {
    const pattern = compilePattern('find', find.slice(REGEXP.length));
    return (text) => pattern.matches(text);
  }
  const wanted = find.toLowerCase();
  return (text) => text.toLowerCase().includes(wanted);
}
