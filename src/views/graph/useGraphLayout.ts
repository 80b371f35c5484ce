import { useEffect, useMemo, useState } from 'react';
import { callGraphDrawing, callGraphInput, type CallGraphDrawing } from '#layout/callgraph.ts';
import { createLayouter } from '#layout/graphviz.ts';
import url from '#layout/graphvizWorker.ts?worker&url';
import type { CallGraphReport } from '#reports/callgraph.ts';
import { workerUrl } from '#engine/workerUrl.ts';
import { foresee } from '#state/answers.ts';
import { measureText } from './measureText.ts';

/** The page's one layout engine. */
const layouter = createLayouter(() => new Worker(workerUrl(url), { type: 'module', name: 'proflens graphviz' }));

/** Starts it before the first graph is looked at. */
export function prepareLayout(): void {
  layouter.prepare();
}

/** Lays out the graph that one would see now, so that it is there when one goes there. */
export async function foreseeGraph(): Promise<void> {
  const answer = await foresee('callgraph');
  if (answer !== undefined) await layouter.layOut(callGraphInput(answer.callgraph, measureText).dot);
}

export interface LaidOutGraph {
  readonly report: CallGraphReport;
  readonly drawing: CallGraphDrawing;
}

/** The newest graph that is laid out, while the next is on its way; why there is none of the report asked for. */
export function useGraphLayout(report: CallGraphReport | undefined): { readonly laidOut: LaidOutGraph | undefined; readonly pending: boolean; readonly problem: string } {
  const [laidOut, setLaidOut] = useState<LaidOutGraph>();
  const [problem, setProblem] = useState<{ report: CallGraphReport; sentence: string }>();
  const input = useMemo(() => report && callGraphInput(report, measureText), [report]);
  useEffect(() => {
    if (report === undefined || input === undefined) return;
    let current = true;
    void layouter.layOut(input.dot).then((result) => {
      if (!current || result.kind === 'moot') return;
      if (result.kind === 'failed') setProblem({ report, sentence: result.message });
      else setLaidOut({ report, drawing: callGraphDrawing(input, result.graph) });
    });
    return () => {
      current = false;
      layouter.giveUp();
    };
  }, [report, input]);
  const sentence = problem !== undefined && problem.report === report ? problem.sentence : '';
  return { laidOut, pending: report !== undefined && laidOut?.report !== report && sentence === '', problem: sentence };
}
