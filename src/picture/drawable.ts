import { visibleText } from '#model/visibleText.ts';
import type { CallGraphNode, CallGraphReport, CallGraphTag } from '#reports/callgraph.ts';

/**
 * The same graph with texts that Graphviz draws as they are: what cannot be seen is spelt out, `&lt;` stays `&lt;`, and a
 * quotation mark in a label or in the program's name ends nothing. pprof's DOT leaves all that to chance, and dot then
 * refuses the graph or draws other text; a graph without such names is not changed.
 */
export function drawable(report: CallGraphReport): CallGraphReport {
  return {
    ...report,
    title: quotable(report.title),
    legend: report.legend.map(literal),
    nodes: report.nodes.map(drawableNode),
    edges: report.edges.map((edge) => ({ ...edge, fromName: literal(edge.fromName), toName: literal(edge.toName) })),
  };
}

function drawableNode(node: CallGraphNode): CallGraphNode {
  return { ...node, name: literal(node.name), fnLines: node.fnLines.map(literal), place: quotable(node.place), tags: node.tags.map(drawableTag) };
}

/** Labels of one sample stand one above the other: `\n` between them is markup. */
function drawableTag(tag: CallGraphTag): CallGraphTag {
  return { ...tag, text: tag.text.split('\\n').map(quotable).join('\\n'), value: quotable(tag.value), tags: tag.tags.map(drawableTag) };
}

/** For what is escaped when it is written. */
function literal(text: string): string {
  return text.split('\n').map(visibleText).join('\n').replaceAll('&', '&amp;');
}

/** For what is written as it is. */
function quotable(text: string): string {
  return literal(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
