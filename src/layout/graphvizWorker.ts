import { instance } from '@viz-js/viz';
import type { FromGraphviz, ToGraphviz } from './graphviz.ts';

/** Graphviz by itself: it cannot be interrupted, so whoever does not want its answer any more ends the worker. */
const graphviz = instance();

self.onmessage = ({ data }: MessageEvent<ToGraphviz>) => {
  void graphviz.then((viz) => self.postMessage(answerTo(data, viz)));
};

/**
 * Most of dot's time goes into moving boxes along their rows until lines are as short as can be, and into bending lines
 * around boxes. Without that the order in each row is the same, and the picture a few times sooner there.
 * Source: graphviz.org/docs/attrs (nslimit, splines)
 */
const DRAFT = { nslimit: 0.1, splines: 'line' };

function answerTo({ dot, isDraft }: ToGraphviz, viz: Awaited<typeof graphviz>): FromGraphviz {
  try {
    const result = viz.render(dot, { format: 'json0', engine: 'dot', yInvert: true, ...(isDraft && { graphAttributes: DRAFT }) });
    if (result.status === 'success') return { kind: 'laid out', json: result.output };
    return { kind: 'failed', message: result.errors.map(({ message }) => message).join('; ') };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
