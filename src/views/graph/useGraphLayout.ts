import { useEffect, useMemo, useState } from 'react';
import { callGraphDrawing, callGraphInput, type CallGraphDrawing } from '#layout/callgraph.ts';
import { createLayouter } from '#layout/graphviz.ts';
import url from '#layout/graphvizWorker.ts?worker&url';
import type { CallGraphReport } from '#reports/callgraph.ts';
import { workerUrl } from '#engine/workerUrl.ts';
import { foresee } from '#state/answers.ts';
import { measureText } from './measureText.ts';

const startGraphviz = () => new Worker(workerUrl(url), { type: 'module', name: 'proflens graphviz' });

/** The page's layout engine, and one more for what is shown until that is done. */
const layouter = createLayouter(startGraphviz);
const drafter = createLayouter(startGraphviz, { isDraft: true });

/** Milliseconds that a layout takes by itself before a draft is made; most take less, but none of so many calls. */
const DRAFT_AFTER = 40;
const MANY_CALLS = 100;

/** Starts them before the first graph is looked at. */
export function prepareLayout(): void {
  layouter.prepare();
  drafter.prepare();
}

/** Lays out the graph that one would see now, so that it is there when one goes there. */
export async function foreseeGraph(): Promise<void> {
  const answer = await foresee('callgraph');
  if (answer !== undefined) await layouter.layOut(callGraphInput(answer.callgraph, measureText).dot);
}

export interface LaidOutGraph {
  readonly report: CallGraphReport;
  readonly drawing: CallGraphDrawing;
  /** A better drawing of the same report is on its way. */
  readonly isDraft: boolean;
}

/** The newest graph that is laid out, while the next or a better one is on its way; why there is none of the report asked for. */
export function useGraphLayout(report: CallGraphReport | undefined): { readonly laidOut: LaidOutGraph | undefined; readonly pending: boolean; readonly problem: string } {
  const [laidOut, setLaidOut] = useState<LaidOutGraph>();
  const [problem, setProblem] = useState<{ report: CallGraphReport; sentence: string }>();
  const input = useMemo(() => report && callGraphInput(report, measureText), [report]);
  useEffect(() => {
    if (report === undefined || input === undefined) return;
    let wantsDraft = true;
    let current = true;
    const drafting = setTimeout(() => {
      void drafter.layOut(input.dot).then((result) => {
        if (wantsDraft && result.kind === 'laid out') setLaidOut({ report, drawing: callGraphDrawing(input, result.graph), isDraft: true });
      });
    }, report.edges.length > MANY_CALLS ? 0 : DRAFT_AFTER);
    const leaveDraft = () => {
      wantsDraft = false;
      clearTimeout(drafting);
    };
    void layouter.layOut(input.dot).then((result) => {
      if (!current || result.kind === 'moot') return;
      leaveDraft();
      if (result.kind === 'failed') setProblem({ report, sentence: result.message });
      else setLaidOut({ report, drawing: callGraphDrawing(input, result.graph), isDraft: false });
    });
    return () => {
      current = false;
      leaveDraft();
      layouter.giveUp();
    };
  }, [report, input]);
  const sentence = problem !== undefined && problem.report === report ? problem.sentence : '';
  return { laidOut, pending: report !== undefined && (laidOut?.report !== report || laidOut.isDraft) && sentence === '', problem: sentence };
}
