/** Something that the palette offers. */
export interface PaletteItem {
  /** What is searched and shown. */
  readonly title: string;
  /** What kind of thing it is: "View", "Function". */
  readonly group: string;
  /** The key that does the same. */
  readonly key?: string;
  readonly onPick: () => void;
}

/**
 * Items that have all words of the text, in any case, the best first: those that begin with it, then those with a word that
 * does, then those with it inside; within these in the order in which they are offered.
 */
export function matching(items: readonly PaletteItem[], text: string, limit: number): PaletteItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items.slice(0, limit);
  const ranks: PaletteItem[][] = [[], [], []];
  for (const item of items) {
    const title = item.title.toLowerCase();
    const whole = `${item.group.toLowerCase()} ${title}`;
    if (!words.every((word) => whole.includes(word))) continue;
    const rank = title.startsWith(words[0]) ? 0 : beginsWord(title, words[0]) ? 1 : 2;
    ranks[rank].push(item);
  }
  return ranks.flat().slice(0, limit);
}

/** Whether the text stands where a word of a name begins: behind a blank or any of `./(*[:-_`. */
function beginsWord(title: string, text: string): boolean {
  for (let at = title.indexOf(text); at >= 0; at = title.indexOf(text, at + 1)) if (at > 0 && ' ./(*[:-_'.includes(title[at - 1])) return true;
  return false;
}
