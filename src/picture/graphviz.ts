import { instance } from '@viz-js/viz';
import { QuestionError } from '#model/questionError.ts';
import type { CallGraphReport } from '#reports/callgraph.ts';
import { dotText } from '#reports/dot.ts';
import { drawable } from './drawable.ts';

/** Graphviz takes hours for more, and nobody could read them. */
const MOST = { nodes: 2000, edges: 4000 };
/** Nodes that are laid out while one waits. */
const QUICK = 400;

/**
 * What `dot -Tsvg` writes for a call graph, by Graphviz itself as WebAssembly.
 *
 * It works on the thread that calls: 80 nodes take half a second, 800 half a minute, and a thousand with many edges a quarter of an hour.
 * @param onLarge is told before a layout that takes longer than one likes to wait
 * @throws QuestionError when the graph is too much for it
 */
export async function graphviz(report: CallGraphReport, onLarge: () => void = () => {}): Promise<string> {
  const [nodes, edges] = [report.nodes.length, report.edges.length];
  if (nodes > MOST.nodes || edges > MOST.edges) throw new QuestionError(`a graph of ${nodes} nodes and ${edges} edges cannot be laid out in reasonable time; ${FEWER}`);
  if (nodes > QUICK) onLarge();
  const viz = await instance();
  const result = attempt(() => viz.render([...dotText(drawable(report))].join(''), { format: 'svg', engine: 'dot' }));
  if (typeof result === 'string') throw new QuestionError(`Graphviz gave up on this graph of ${nodes} nodes (${result}); ${FEWER}`);
  if (result.status === 'success') return result.output;
  throw new QuestionError(`Graphviz cannot draw this graph: ${result.errors.map(({ message }) => message).join('; ')}`);
}

const FEWER = '-nodecount=200 or -focus=… draw less of it, and -dot prints it whole';

/** Out of its memory or of its stack, Graphviz throws what only its makers understand; the sentence around it is what helps. */
function attempt<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
