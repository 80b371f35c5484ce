import { useEffect, useState } from 'react';
import { EmptyPage, type Example } from '#components/EmptyPage.tsx';
import { openFrom } from '#state/session.ts';
import { download } from '#state/download.ts';

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
  return <EmptyPage examples={examples} onChoose={onChoose} onExample={({ file }) => openFrom(file, (onProgress, signal) => download(EXAMPLES + file, onProgress, signal))} />;
}

/** Our own list; a page served without examples has none to offer. */
async function fetchExamples(): Promise<Example[]> {
  const response = await fetch(`${EXAMPLES}index.json`);
  return response.ok ? ((await response.json()) as Example[]) : [];
}
