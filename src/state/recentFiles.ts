import { create } from 'zustand';
import { remember, remembered } from './remembered.ts';

/** A file that this browser keeps, so that it can be opened again. */
export interface RecentFile {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** When it was opened last; milliseconds since the epoch. */
  readonly time: number;
}

/** What is kept: nothing, unless one has said so. The newest first. */
export interface RecentFiles {
  readonly isKept: boolean;
  readonly files: readonly RecentFile[];
}

export const useRecentFiles = create<RecentFiles>(() => ({ isKept: remembered('recent') === 'kept', files: [] }));

/** So many are kept, none of them larger than this (bytes). */
const MOST = 12;
const LARGEST = 256 * 2 ** 20;

/** From now on files are kept, or none is: then those that were go. */
export async function keepFiles(isKept: boolean): Promise<void> {
  remember('recent', isKept ? 'kept' : 'none');
  useRecentFiles.setState({ isKept });
  if (!isKept) await inStore('readwrite', (store) => store.clear());
  await listRecent();
}

/** Keeps a file, if files are kept. One of the same name and size takes the place of the one before. */
export async function keepFile(name: string, content: Blob): Promise<void> {
  if (!useRecentFiles.getState().isKept || content.size > LARGEST) return;
  const known = await kept();
  const same = known.filter((file) => file.name === name && file.size === content.size);
  const old = known.filter((file) => !same.includes(file)).slice(MOST - 1);
  await inStore('readwrite', (store) => {
    for (const { id } of [...same, ...old]) store.delete(id);
    return store.add({ name, size: content.size, time: Date.now(), content });
  });
  await listRecent();
}

/** The bytes of a file that is kept; undefined where it is not there any more. */
export async function recentContent(id: number): Promise<Blob | undefined> {
  const record: unknown = await inStore('readonly', (store) => store.get(id));
  return isStored(record) ? record.content : undefined;
}

export async function removeFile(id: number): Promise<void> {
  await inStore('readwrite', (store) => store.delete(id));
  await listRecent();
}

/** Reads what is kept, as another tab may have changed it. */
export async function listRecent(): Promise<void> {
  if (!useRecentFiles.getState().isKept) return useRecentFiles.setState({ files: [] });
  useRecentFiles.setState({ files: (await kept()).map(({ id, name, size, time }) => ({ id, name, size, time })) });
}

interface Stored extends RecentFile {
  readonly content: Blob;
}

async function kept(): Promise<readonly Stored[]> {
  const records: unknown = await inStore('readonly', (store) => store.getAll());
  return Array.isArray(records) ? records.filter(isStored).sort((a, b) => b.time - a.time) : [];
}

/** Another version of the page may have written it. */
function isStored(record: unknown): record is Stored {
  if (typeof record !== 'object' || record === null) return false;
  const { id, name, size, time, content } = record as Partial<Record<keyof Stored, unknown>>;
  return typeof id === 'number' && typeof name === 'string' && typeof size === 'number' && typeof time === 'number' && content instanceof Blob;
}

const DATABASE = 'proflens';
const STORE = 'files';

/**
 * Does one thing in the store. A browser may forbid storing, or have no room; then nothing is kept, and nobody is worse off
 * for it.
 */
async function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const database = await opened();
    try {
      return await settled(act(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id', autoIncrement: true });
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser stores nothing'));
  });
}
