import { create } from 'zustand';

/** A file of the server's, as it was when it was looked at. */
export interface WatchedFile {
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** When it was written last, in milliseconds since the epoch. */
  readonly time: number;
}

/** A profile that appeared, or changed, since this page looked first. */
export interface Offer {
  readonly file: WatchedFile;
  readonly isNew: boolean;
}

interface Watching {
  readonly offers: readonly Offer[];
  readonly open: (file: WatchedFile) => void;
}

export const useOffers = create<Watching>(() => ({ offers: [], open: () => {} }));

/** Milliseconds between two looks. */
const PAUSE = 2000;
/** Looks in a row that failed, after which the server is taken to be gone. */
const MOST_FAILED = 3;

/**
 * Looks at the files again and again while the page is seen, and offers what is new.
 * @param list undefined where there is nothing to look at
 */
export async function watchFiles(list: () => Promise<readonly WatchedFile[] | undefined>, open: (file: WatchedFile) => void): Promise<void> {
  const first = await list().catch(() => undefined);
  if (first === undefined) return;
  useOffers.setState({ offers: [], open });
  const known = byId(first);
  let before = known;
  for (let failed = 0; failed < MOST_FAILED; ) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (document.visibilityState === 'hidden') continue;
    const now = await list().catch(() => undefined);
    failed = now === undefined ? failed + 1 : 0;
    if (now === undefined) continue;
    const changed = changesIn(now, before, known);
    before = byId(now);
    for (const file of changed) offer(file, !known.has(file.id));
    for (const file of changed) known.set(file.id, file);
  }
}

/** Files that are not as they are known, and have stopped to change: somebody may still be writing to the others. */
export function changesIn(now: readonly WatchedFile[], before: ReadonlyMap<string, WatchedFile>, known: ReadonlyMap<string, WatchedFile>): WatchedFile[] {
  return now.filter((file) => file.size > 0 && isSame(file, before.get(file.id)) && !isSame(file, known.get(file.id)));
}

function isSame({ size, time }: WatchedFile, other: WatchedFile | undefined): boolean {
  return other !== undefined && other.size === size && other.time === time;
}

function byId(files: readonly WatchedFile[]): Map<string, WatchedFile> {
  return new Map(files.map((file) => [file.id, file]));
}

function offer(file: WatchedFile, isNew: boolean): void {
  useOffers.setState(({ offers }) => ({ offers: [...without(offers, file.id), { file, isNew: isNew || offers.some((other) => other.file.id === file.id && other.isNew) }] }));
}

/** Opens what was offered, in a tab of its own. */
export function takeOffer({ file }: Offer): void {
  decline(file.id);
  useOffers.getState().open(file);
}

export function decline(id: string): void {
  useOffers.setState(({ offers }) => ({ offers: without(offers, id) }));
}

function without(offers: readonly Offer[], id: string): readonly Offer[] {
  return offers.filter(({ file }) => file.id !== id);
}
