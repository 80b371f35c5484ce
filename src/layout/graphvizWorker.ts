import { instance } from '@viz-js/viz';
import type { FromGraphviz, ToGraphviz } from './graphviz.ts';

/** Graphviz by itself: it cannot be interrupted, so whoever does not want its answer any more ends the worker. */
const graphviz = instance();

self.onmessage = ({ data }: MessageEvent<ToGraphviz>) => {
  void graphviz.then((viz) => self.postMessage(answerTo(data, viz)));
};

function answerTo({ dot }: ToGraphviz, viz: Awaited<typeof graphviz>): FromGraphviz {
  try {
    const result = viz.render(dot, { format: 'json0', engine: 'dot', yInvert: true });
    if (result.status === 'success') return { kind: 'laid out', json: result.output };
    return { kind: 'failed', message: result.errors.map(({ message }) => message).join('; ') };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
