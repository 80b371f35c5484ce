/** Tag filters may be ranges, which the worker reads. */
const NO_PATTERNS = ['tagfocus', 'tagignore'];

/** What is wrong with an expression; the engine of expressions is fetched when the first is checked. */
export async function checkPattern(option: string, text: string): Promise<string | undefined> {
  if (text === '' || NO_PATTERNS.includes(option)) return undefined;
  const { compilePattern } = await import('#model/pattern.ts');
  try {
    compilePattern(option, text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^parsing \w+ regexp: /, '') : String(error);
  }
}
