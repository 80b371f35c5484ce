import { useEffect } from 'react';
import { create } from 'zustand';
import type { FlameWindow } from '#engine/protocol.ts';
import type { FlameReport } from '#reports/flame.ts';
import { askOnce } from '#state/answers.ts';

/** The whole of the graph that one looked at last; kept while one zooms, and while other views are looked at. */
const useKept = create<{ readonly key: string; readonly whole: FlameReport | undefined }>(() => ({ key: '', whole: undefined }));

/** A picture as small as the minimap shows no more (share of its width). */
const LEAST_SHARE = 1 / 1000;

/**
 * The whole of the graph whose window is on the screen: that window itself where it is the whole, else what it was, else
 * what the engine answers.
 *
 * @param graph names the graph and how it is drawn
 * @param report undefined while it is of another question than `wish`
 */
export function useWhole(graph: string, report: FlameReport | undefined, wish: FlameWindow): FlameReport | undefined {
  const kept = useKept();
  const key = JSON.stringify([graph, wish.order, wish.width]);
  const isWhole = report !== undefined && report.nodes.id[0] === 0 && report.from === 0 && report.to === 1;
  const isKnown = kept.key === key;
  useEffect(() => {
    if (report === undefined) return;
    // The same whole again is no news: what is drawn of it stays.
    if (isKnown) return;
    if (isWhole) useKept.setState({ key, whole: report });
    else void ask(key, wish);
    // A wish that differs in its root or its edges is of the same whole.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, report, isWhole, isKnown]);
  if (isKnown && kept.whole !== undefined) return kept.whole;
  return isWhole ? report : undefined;
}

async function ask(key: string, wish: FlameWindow): Promise<void> {
  // No second question while the first is on its way.
  useKept.setState({ key, whole: undefined });
  const answer = await askOnce('flame', { window: { ...wish, root: 0, from: 0, to: 1, find: '', minShare: LEAST_SHARE } });
  if (answer?.report === 'flame' && useKept.getState().key === key) useKept.setState({ key, whole: answer.flame });
}
