import { NONE } from '#model/profile.ts';
import type { CallGraphEdge, CallGraphNode, CallGraphReport, CallGraphTag } from './callgraph.ts';

/** As `pprof -dot` prints it, to the byte. Source: github.com/google/pprof, internal/graph/dotgraph.go. */
export function* dotText(report: CallGraphReport): Generator<string> {
  yield `digraph "${report.title}" {\nnode [style=filled fillcolor="#f8f8f8"]\n`;
  yield legendText(report);
  for (const [row, node] of report.nodes.entries()) {
    yield nodeText(node, row + 1);
    for (const tag of node.tags) yield tagText(tag, `N${row + 1}`);
  }
  for (const edge of report.edges) yield edgeText(edge);
  yield '}\n';
}

function legendText({ legend, title }: CallGraphReport): string {
  const tooltip = title === 'unnamed' ? '' : ` tooltip="${title}"`;
  const label = legend.map((line) => `${escaped(line)}\\l`).join('');
  return `subgraph cluster_L { "${escaped(legend[0])}" [shape=box fontsize=16 label="${label}"${tooltip}] }\n`;
}

function nodeText(node: CallGraphNode, id: number): string {
  const fn = node.fnLines.length === 0 ? [] : [node.fnLines.map(escaped).join('\\n')];
  const name = [...(node.address === '' ? [] : [node.address]), ...fn, ...(node.place === '' ? [] : [node.place])];
  const label = `${name.join('\\n')}\\n${node.valueLines.join('\\n')}`;
  const colors = `color="${node.color}" fillcolor="${node.fillColor}"`;
  return `N${id} [label="${label}" id="node${id}" fontsize=${node.dotFontSize} shape=box tooltip="${escaped(node.name)} (${node.cumText})" ${colors}]\n`;
}

/** A text's box is named for its node, a number's has one more N. */
function tagText(tag: CallGraphTag, source: string): string {
  const id = `${tag.isNumber ? 'N' : ''}${source}_${tag.index}`;
  const box = `${id} [label = "${tag.text}" id="${id}" fontsize=8 shape=box3d tooltip="${tag.value}"]\n`;
  const style = tag.dotted ? ' style="dotted"' : '';
  const edge = `${source} -> ${id} [label=" ${tag.value}" weight=100 tooltip="${tag.value}" labeltooltip="${tag.value}"${style}]\n`;
  return box + edge + tag.tags.map((below) => tagText(below, id)).join('');
}

function edgeText(edge: CallGraphEdge): string {
  const attributes = [`label=" ${edge.label}${edge.inlined ? '\\n (inline)' : ''}"`];
  if (edge.weight > 1) attributes.push(`weight=${edge.weight}`);
  if (edge.penWidth > 1) attributes.push(`penwidth=${edge.penWidth}`);
  if (edge.color !== '') attributes.push(`color="${edge.color}"`);
  const tooltip = `"${escaped(edge.fromName)} ${edge.residual ? '...' : '->'} ${escaped(edge.toName)} (${edge.label})"`;
  attributes.push(`tooltip=${tooltip}`, `labeltooltip=${tooltip}`);
  if (edge.residual) attributes.push('style="dotted"');
  if (edge.minLength === 2) attributes.push('minlen=2');
  return `N${name(edge.from)} -> N${name(edge.to)} [${attributes.join(' ')}]\n`;
}

/** A node that was left out is 0. */
function name(row: number): number {
  return row === NONE ? 0 : row + 1;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\l');
}
