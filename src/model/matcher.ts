import { compilePattern } from './pattern.ts';
import { matchesTerms, searchOf } from './search.ts';

/**
 * What a search asks of a text: terms in any case, or RE2 behind "re:". Undefined while nothing is searched for.
 * @throws QuestionError for a pattern that does not compile
 */
export function matcherOf(find: string): ((text: string) => boolean) | undefined {
  const search = searchOf(find);
  if (search.kind === 'nothing') return undefined;
  if (search.kind === 'terms') return matchesTerms(search.terms);
  const pattern = compilePattern('find', search.source);
  return (text) => pattern.matches(text);
}
