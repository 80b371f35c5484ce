import { useEffect, useState } from 'react';
import { EmptyPage, type Example } from '#components/EmptyPage.tsx';
import { RecentFiles } from '#components/RecentFiles.tsx';
import type { Boxes } from '#layout/thumbnail.ts';
import { keepFiles, listRecent, recentContent, removeFile, useRecentFiles } from '#state/recentFiles.ts';
import { openFrom } from '#state/session.ts';
import { download } from '#state/download.ts';
import { AddressField } from '#views/live/AddressField.tsx';

const EXAMPLES = `${import.meta.env.BASE_URL}examples/`;

/** The page before anything is open, with the examples that lie beside it. */
export function Welcome({ onChoose }: { readonly onChoose: () => void }) {
  const [examples, setExamples] = useState<readonly Example[]>([]);
  useEffect(() => {
    let current = true;
    void fetchExamples().then((found) => current && setExamples(found));
    return () => {
      current = false;
    };
  }, []);
  return (
    <EmptyPage
      examples={examples}
      onChoose={onChoose}
      onExample={({ file }) => openFrom(file, (onProgress, signal) => download(EXAMPLES + file, onProgress, signal))}
      address={<AddressField />}
      recent={<Recent />}
    />
  );
}

/** What this browser keeps, if it was told to. */
function Recent() {
  const { isKept, files } = useRecentFiles();
  useEffect(() => void listRecent(), []);
  const open = async ({ id, name }: { readonly id: number; readonly name: string }) => {
    const content = await recentContent(id);
    // Another tab may have removed it.
    if (content === undefined) await listRecent();
    else openFrom(name, content);
  };
  return <RecentFiles files={files} isKept={isKept} onKeep={(keep) => void keepFiles(keep)} onOpen={(file) => void open(file)} onRemove={({ id }) => void removeFile(id)} />;
}

/** Our own list; a page served without examples has none to offer. */
async function fetchExamples(): Promise<Example[]> {
  const [list, thumbnails] = await Promise.all([fetchJson<Omit<Example, 'thumbnail'>[]>('index.json', []), fetchJson<Record<string, Boxes>>('thumbnails.json', {})]);
  return list.map((example) => ({ ...example, thumbnail: thumbnails[example.file] ?? [] }));
}

async function fetchJson<T>(name: string, otherwise: T): Promise<T> {
  try {
    const response = await fetch(EXAMPLES + name);
    return response.ok ? ((await response.json()) as T) : otherwise;
  } catch {
    return otherwise;
  }
}
