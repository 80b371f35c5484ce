import { NONE } from '#model/profile.ts';
import type { CallGraphReport } from '#reports/callgraph.ts';
import type { CallGraphDrawing } from './callgraph.ts';

/** Where one goes from a node of a call graph: along its heaviest call, or to the next box at about the same height. */
export type GraphStep = 'caller' | 'callee' | 'left' | 'right' | 'first' | 'last';

/** The row of the node that one comes to, or NONE. */
export function stepBetween({ edges }: CallGraphReport, { nodes }: CallGraphDrawing, from: number, step: GraphStep): number {
  switch (step) {
    // Edges come with the heaviest first.
    case 'caller':
      return edges.find((edge) => edge.to === from && edge.from !== from && nodes[edge.from] !== undefined)?.from ?? NONE;
    case 'callee':
      return edges.find((edge) => edge.from === from && edge.to !== from && nodes[edge.to] !== undefined)?.to ?? NONE;
    case 'left':
      return beside(nodes, from, -1);
    case 'right':
      return beside(nodes, from, 1);
    case 'first':
      return outermost(nodes, -1);
    case 'last':
      return outermost(nodes, 1);
  }
}

type Nodes = CallGraphDrawing['nodes'];

function middle({ left, top, width, height }: Nodes[number]): readonly [x: number, y: number] {
  return [left + width / 2, top + height / 2];
}

/** The nearest in that direction; what lies above or below counts as further away than it is. */
function beside(nodes: Nodes, from: number, direction: 1 | -1): number {
  const [x, y] = middle(nodes[from]);
  let best = NONE;
  let least = Infinity;
  nodes.forEach((node, row) => {
    const [otherX, otherY] = middle(node);
    const distance = (otherX - x) * direction;
    const cost = distance + 4 * Math.abs(otherY - y);
    if (row === from || distance <= 0 || cost >= least) return;
    best = row;
    least = cost;
  });
  return best;
}

function outermost(nodes: Nodes, direction: 1 | -1): number {
  let best = NONE;
  nodes.forEach((node, row) => {
    if (best === NONE || (node.top - nodes[best].top) * direction > 0) best = row;
  });
  return best;
}
