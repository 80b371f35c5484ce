/** A word as one writes it in a shell, so that it arrives there as it is. */
export function shellWord(word: string): string {
  return /^[\w\-./:=@%+,]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
