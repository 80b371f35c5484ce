import { truncate, type Int64 } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { scale } from '#model/units.ts';
import { flatValue, graphSource, unitOf, type GraphNode } from './graph.ts';
import { nodesOf } from './nodes.ts';
import { byWeight } from './order.ts';
import type { Subject } from './subject.ts';
import { askedOf, trimmedGraph } from './trim.ts';

/**
 * What each address costs and calls, as `pprof -callgrind` prints it for KCachegrind. Costs are whole numbers of the unit
 * that the head names. They are not divided by what the user asks to divide by, and those of calls not for a mean.
 *
 * Source: internal/report/report.go (printCallgrind).
 */
export function* callgrindText({ profile, measure }: Subject, options: Options): Generator<string> {
  const asked = askedOf({ ...options, trim: false, granularity: 'addresses' }, 0);
  const source = graphSource({ profile, measure }, nodesOf(profile, asked, { keepObjects: true }), asked, asked.callTree);
  const { nodes } = trimmedGraph(source, asked, { visual: false, tree: asked.callTree }).graph;
  const { type, unit: from } = measure.type;
  const unit = unitOf(measure, asked, nodes, true);
  const cost = (value: Int64) => truncate(scale(value, from, unit).value);
  const [objects, files, fns] = [shortener(), shortener(), shortener()];
  const calleeName = namesApart(nodes, asked.callTree);

  yield `positions: instr line\nevents: ${type}(${unit})\n`;
  let previous: GraphNode | undefined;
  for (const node of nodes) {
    const { info } = node;
    if (previous === undefined || !isSameFunction(node, previous)) yield `\nob=${objects(info.objfile)}\nfl=${files(info.file)}\nfn=${fns(info.name)}\n`;
    yield `${position(node, previous)} ${info.line} ${cost(flatValue(node))}\n`;
    for (const { to, weight } of node.out.toSorted(byWeight)) {
      yield `cfl=${files(to.info.file)}\ncfn=${fns(calleeName(to))}\ncalls=0 ${position(to, previous)} ${to.info.line}\n* * ${cost(weight)}\n`;
    }
    previous = node;
  }
}

function isSameFunction({ info: a }: GraphNode, { info: b }: GraphNode): boolean {
  return a.objfile === b.objfile && a.file === b.file && a.name === b.name;
}

/** Names as the format shortens them: with a number when they first come, and by that number alone from then on. */
function shortener(): (name: string) => string {
  const numbers = new Map<string, number>();
  return (name) => {
    if (name === '') return '';
    const known = numbers.get(name);
    if (known !== undefined) return `(${known})`;
    numbers.set(name, numbers.size + 1);
    return `(${numbers.size}) ${name}`;
  };
}

/** The address; relative to that of `previous` where this is shorter. */
function position({ info: { address } }: GraphNode, previous: GraphNode | undefined): string {
  const absolute = `0x${address.toString(16)}`;
  if (previous === undefined) return absolute;
  if (address === previous.info.address) return '*';
  const distance = BigInt.asIntN(64, address - previous.info.address);
  const relative = distance > 0n ? `+${distance}` : `${distance}`;
  return relative.length < absolute.length ? relative : absolute;
}

/**
 * What callees are called; those that are not listed have no name. The format takes functions of one name and file for
 * one, so where the nodes have several such, each has its number behind its name. Source: internal/report/report.go
 * (getDisambiguatedNames).
 */
function namesApart(nodes: readonly GraphNode[], isTree: boolean): (node: GraphNode) => string {
  const listed = new Set(nodes);
  const namesakes = new Map<string, Map<string, number>>();
  const numbersOf = ({ info }: GraphNode): Map<string, number> => {
    const key = `${info.file}\0${info.name}`;
    const numbers = namesakes.get(key) ?? new Map<string, number>();
    namesakes.set(key, numbers);
    return numbers;
  };
  for (const node of nodes) {
    const numbers = numbersOf(node);
    const key = functionKey(node, isTree);
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
  }
  return (node) => {
    if (!listed.has(node)) return '';
    const numbers = numbersOf(node);
    return numbers.size > 1 ? `${node.info.name} [${numbers.get(functionKey(node, isTree))}/${numbers.size}]` : node.info.name;
  };
}

/** What besides name and file makes the function of a node: its binary and start line, and in a tree its caller. */
function functionKey({ info, in: callers }: GraphNode, isTree: boolean): string {
  // To pprof, a node that has a column but neither an address nor a line is a function of its own.
  const column = info.address === 0n && Number(info.line) === 0 ? info.column : 0;
  const caller = isTree && callers.length > 0 ? callers[0].from.id : '';
  return `${caller}|${info.startLine}|${column}|${info.objfile}`;
}
