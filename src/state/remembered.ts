/** What this browser remembers under a name of ours; undefined where it knows nothing or forbids to look. */
export function remembered(name: string): string | undefined {
  try {
    return localStorage.getItem(`proflens.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A browser may forbid storing; what is remembered then lasts as long as the page. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`proflens.${name}`, value);
  } catch {
    return;
  }
}
