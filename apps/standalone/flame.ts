import flamegraph, { type Frame } from 'd3-flame-graph';
import { select } from 'd3-selection';
import { framePaint } from '#components/flamePaint.ts';
import { changeColor, packageColor } from '#layout/color.ts';
import { fittedLabel } from '#layout/flameLabel.ts';
import { counted, groupedDigits } from '#model/count.ts';
import { NONE } from '#model/profile.ts';
import { visibleText } from '#model/visibleText.ts';
import type { FlameReport } from '#reports/flame.ts';
import { unpackedFlame } from '#reports/flameFile.ts';
import { changeTexts, flameTexts, heaviestPackages, pointedAt, shortShare } from '#views/flame/flameTexts.ts';

/**
 * Runs in the HTML of a flame graph, which has its data in it: a click zooms, the pointer tells what a frame costs, a search
 * marks frames. Text from the profile becomes text alone.
 */

/** A node of the report with its callees, as the chart wants it. */
interface Node {
  readonly node: number;
  readonly value: number;
  readonly children: Node[];
}

const ROW = 18;
/** Narrower frames are not drawn (pixels), nor more than a browser draws while one waits. */
const LEAST = 0.5;
const MOST = 2500;
/** Free at either side of a label. */
const PADDING = 4;
const PACKAGES = 10;
/** How much of its colour a frame keeps that is not what one looks for, as hexadecimal. */
const FAINT = '4d';
/** At the bottom while the pointer is nowhere. */
const HINT = 'Click to zoom, Esc to go back, / to find';
/** Between the pointer and its tip. */
const DISTANCE = 14;

/** @param signed less and more are told apart, as in a comparison */
function show(report: FlameReport, signed: boolean): void {
  const { nodes, frames } = report;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let paint = framePaint(report, dark.matches, signed ? 'change' : 'package');
  const matches = new Uint8Array(frames.length);
  let isSearching = false;

  const chart = element('chart');
  const width = () => chart.clientWidth;
  const character = characterWidth();
  const frameOf = ({ data: { node } }: Frame<Node>) => nodes.frame[node];
  const colorOf = (frame: Frame<Node>) => paint.fill(frameOf(frame), frame.data.node) + (isSearching && matches[frameOf(frame)] === 0 ? FAINT : '');
  const labelOf = (frame: Frame<Node>) => {
    const label = fittedLabel(paint.label(frameOf(frame)), Math.floor(((frame.x1 - frame.x0) * width() - 2 * PADDING) / character));
    return label === undefined ? '' : label.muted + label.plain;
  };
  const reset = button('reset');
  /** Before the chart draws what is below a node: how narrow a frame may be, and how many are narrower. */
  const limitTo = (root: number) => {
    const below = nodesBelow(report, root).map((node) => (nodes.width[node] / nodes.width[root]) * width());
    const least = Math.max(LEAST, below.toSorted((a, b) => b - a)[MOST] ?? 0);
    graph.minFrameSize(least);
    showHidden(report, below.filter((pixels) => pixels <= least).length);
  };
  const graph = flamegraph<Node>()
    .width(width())
    .cellHeight(ROW)
    .inverted(true)
    .transitionDuration(0)
    // Its own tips need a style sheet of their own; without any it writes a title for each frame.
    .tooltip(Object.assign(() => {}, { show: () => {}, hide: () => {} }))
    .getName(labelOf)
    .getChildren(({ children }) => (children.length > 0 ? children : undefined))
    .setColorMapper(colorOf)
    .setSearchMatch((frame) => matches[frameOf(frame)] === 1)
    .setSearchHandler(() => {})
    .onClick(({ depth }) => (reset.disabled = depth === 0));
  let zoomed = 0;
  limitTo(zoomed);
  select(chart).datum(treeOf(report)).call(graph);

  const unzoom = () => {
    limitTo((zoomed = 0));
    graph.resetZoom();
    reset.disabled = true;
  };
  reset.addEventListener('click', unzoom);
  // Before the chart's own.
  chart.addEventListener('click', (event) => limitTo((zoomed = frameUnder(event)?.data.node ?? zoomed)), { capture: true });
  addEventListener('resize', () => {
    limitTo(zoomed);
    graph.width(width()).update();
  });
  dark.addEventListener('change', () => {
    paint = framePaint(report, dark.matches, signed ? 'change' : 'package');
    graph.update();
    showColors(report, signed, dark.matches);
  });
  const find = input('find');
  find.addEventListener('input', () => {
    const wanted = find.value.toLowerCase();
    isSearching = wanted !== '';
    frames.forEach(({ name, file }, frame) => (matches[frame] = isSearching && (name.toLowerCase().includes(wanted) || file.toLowerCase().includes(wanted)) ? 1 : 0));
    graph.update();
    showFound(report, matches, isSearching);
  });
  addEventListener('keydown', (event) => {
    if (event.key === '/' && event.target !== find) {
      event.preventDefault();
      find.select();
    } else if (event.key === 'Escape') {
      if (find.value === '') return unzoom();
      find.value = '';
      find.dispatchEvent(new Event('input'));
    }
  });
  followPointer(report, signed, chart);
  showColors(report, signed, dark.matches);
}

/** Callees in their callers, from left to right. */
function treeOf({ nodes }: FlameReport): Node {
  const made: Node[] = [];
  for (let node = 0; node < nodes.count; node++) {
    made[node] = { node, value: nodes.width[node], children: [] };
    if (nodes.parent[node] !== NONE) made[nodes.parent[node]].children.push(made[node]);
  }
  return made[0];
}

/** Itself and all that it calls; in preorder these follow it. */
function nodesBelow({ nodes }: FlameReport, root: number): number[] {
  const below = [root];
  for (let node = root + 1; node < nodes.count && nodes.depth[node] > nodes.depth[root]; node++) below.push(node);
  return below;
}

/** The frame that an event is on, as the chart drew it. */
function frameUnder({ target }: Event): Frame<Node> | undefined {
  const frame = target instanceof Element ? target.closest<SVGGElement>('.frame') : null;
  return frame === null ? undefined : select<SVGGElement, Frame<Node>>(frame).datum();
}

function showTexts({ type, sentence, legend, nodes, total }: FlameReport): void {
  element('title').textContent = document.title;
  element('type').textContent = visibleText([type.type, type.unit].filter(Boolean).join(' · '));
  element('total').textContent = visibleText(sentence);
  element('legend').replaceChildren(...legend.map((line) => made('li', '', visibleText(line))));
  if (nodes.width[0] === 0) {
    element('nothing').hidden = false;
    element('nothing').textContent = total === 0 ? 'This sample type has no values.' : 'The filters leave nothing.';
  }
}

/** @param narrow frames that are not drawn where one has zoomed to */
function showHidden({ hidden }: FlameReport, narrow: number): void {
  const sentences = [
    ...(narrow > 0 ? [`${counted(narrow, 'narrow frame')} ${narrow === 1 ? 'is' : 'are'} drawn when one zooms in.`] : []),
    ...(hidden > 0 ? [`${counted(hidden, 'frame')} of little weight ${hidden === 1 ? 'is' : 'are'} not in this file; their cost is in their callers.`] : []),
  ];
  element('hidden').hidden = sentences.length === 0;
  element('hidden').textContent = sentences.join(' ');
}

/** Which colour means what. */
function showColors(report: FlameReport, signed: boolean, dark: boolean): void {
  const packages = heaviestPackages(report, PACKAGES).map(({ name, isGrey }) => [name, packageColor(name, isGrey, dark)] as const);
  const changes = [['− gone', changeColor(-1, dark)], ['the same', changeColor(0, dark)], ['new +', changeColor(1, dark)]] as const;
  const items = (signed ? changes : packages).map(([name, color]) => {
    const swatch = made('span', 'swatch', '');
    swatch.style.background = color;
    const item = made('li', '', '');
    item.append(swatch, visibleText(name));
    return item;
  });
  element('colors').replaceChildren(...items);
}

/** Of each path the topmost match counts, as what is below it is part of it. */
function showFound({ nodes, total }: FlameReport, matches: Uint8Array, isSearching: boolean): void {
  let [found, cost] = [0, 0];
  const isInside = new Uint8Array(nodes.count);
  for (let node = 0; node < nodes.count; node++) {
    const caller = nodes.parent[node];
    const isMatch = matches[nodes.frame[node]] === 1;
    if (isMatch) found++;
    if (isMatch && (caller === NONE || isInside[caller] === 0)) cost += nodes.total[node];
    isInside[node] = isMatch || (caller !== NONE && isInside[caller] === 1) ? 1 : 0;
  }
  element('found').textContent = isSearching ? `${groupedDigits(found)} · ${shortShare(cost, total)}` : '';
}

/** The line at the bottom and the tip beside the pointer say what it is on. */
function followPointer(report: FlameReport, signed: boolean, chart: HTMLElement): void {
  const tip = element('tip');
  const line = element('pointed');
  const leave = () => {
    tip.hidden = true;
    line.replaceChildren(made('span', 'muted', HINT));
  };
  chart.addEventListener('pointermove', (event) => {
    const frame = frameUnder(event);
    if (frame === undefined) return leave();
    const at = { report, node: frame.data.node };
    const { callers, name, place, facts } = pointedAt(at, signed);
    line.replaceChildren(
      made('span', 'callers muted', callers.slice(-3).map((caller) => `${visibleText(caller)} ▸ `).join('')),
      made('span', 'name', visibleText(name)),
      made('span', 'place muted', visibleText(place)),
      made('span', 'facts', facts.join('    ')),
    );
    tip.replaceChildren(made('div', 'name', visibleText(name)), made('div', 'cost', (signed ? changeTexts : flameTexts).cost(at)));
    tip.hidden = event.pointerType === 'touch';
    const [x, y] = [event.clientX + DISTANCE, event.clientY + DISTANCE];
    const left = x + tip.offsetWidth > innerWidth ? event.clientX - tip.offsetWidth - DISTANCE / 2 : x;
    const top = y + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - DISTANCE / 2 : y;
    tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  });
  leave();
  chart.addEventListener('pointerleave', leave);
}

/** Of the font of labels, which is as wide for all characters but those of other scripts. */
function characterWidth(): number {
  const probe = made('span', 'd3-flame-graph-label', '0'.repeat(100));
  probe.style.position = 'absolute';
  document.body.append(probe);
  const { width } = probe.getBoundingClientRect();
  probe.remove();
  return width / 100;
}

function made(tag: string, className: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`this page has no ${id}`);
  return found;
}

function button(id: string): HTMLButtonElement {
  const found = element(id);
  if (!(found instanceof HTMLButtonElement)) throw new Error(`${id} is no button`);
  return found;
}

function input(id: string): HTMLInputElement {
  const found = element(id);
  if (!(found instanceof HTMLInputElement)) throw new Error(`${id} is no input`);
  return found;
}

const profile = element('profile');
const report = unpackedFlame(profile.textContent);
showTexts(report);
show(report, profile.dataset['signed'] === 'true');
