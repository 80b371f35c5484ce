import { memo, type CSSProperties } from 'react';
import { EDGE_FONT, edgeLines, LINE_HEIGHT, TAG_FONT, type CallGraphDrawing, type Box, type Curve, type PlacedEdge, type PlacedNode, type PlacedTag, type PlacedTagEdge } from '#layout/callgraph.ts';
import { inHueOfSign, inLightness } from '#layout/color.ts';
import { visibleText } from '#model/visibleText.ts';
import type { CallGraphEdge, CallGraphNode, CallGraphReport } from '#reports/callgraph.ts';
import styles from './CallGraph.module.css';

interface CallGraphPictureProps {
  readonly report: CallGraphReport;
  readonly drawing: CallGraphDrawing;
  readonly dark: boolean;
  /** Less is blue and more is orange; else pprof's colours. */
  readonly signed: boolean;
  readonly selected: ReadonlySet<string>;
  readonly found: ReadonlySet<number> | undefined;
  /** Nodes whose calls stand out. */
  readonly active: ReadonlySet<number>;
  readonly focused: number;
  /** The least font size that can be read as far away as the picture is: of smaller boxes the function's name alone is shown, of smaller labels nothing. */
  readonly leastFont: number;
  /** Another drawing takes its place soon: arrows are there to be seen, and say nothing yet. */
  readonly isDraft: boolean;
}

/** All that dot would draw, in its order: boxes over arrows. */
export function CallGraphPicture({ report, drawing, dark, signed, selected, found, active, focused, leastFont, isDraft }: CallGraphPictureProps) {
  const isFaint = (node: number) => found !== undefined && !found.has(node);
  const isFar = EDGE_FONT < leastFont;
  return (
    <>
      {drawing.tagEdges.map((edge, i) => (
        <TagEdge key={i} placed={edge} isFaint={isFaint(edge.node)} isFar={isFar} />
      ))}
      {drawing.edges.map((placed) => {
        const edge = report.edges[placed.edge];
        const isActive = active.has(edge.from) || active.has(edge.to);
        return <Edge key={placed.edge} placed={placed} edge={edge} dark={dark} signed={signed} isActive={isActive} isFaint={!isActive && isFaint(edge.from) && isFaint(edge.to)} isFar={isFar} isDraft={isDraft} />;
      })}
      {drawing.tags.map((placed, i) => (
        <Tag key={i} placed={placed} isFaint={isFaint(placed.node)} />
      ))}
      {drawing.nodes.map((placed) => {
        const node = report.nodes[placed.node];
        return (
          <Node
            key={placed.node}
            placed={placed}
            node={node}
            dark={dark}
            signed={signed}
            isSelected={selected.has(node.fn || node.name)}
            isFound={found?.has(placed.node) === true}
            isFaint={isFaint(placed.node)}
            isFocused={focused === placed.node}
            farFont={node.fontSize < leastFont ? leastFont : 0}
          />
        );
      })}
    </>
  );
}

/** Colours of pprof's palette on a dark ground: the hue stays, which is what they mean, and what weighs more stands out. */
function strokeOf(color: string, score: number, dark: boolean, signed: boolean): string {
  const hued = signed ? inHueOfSign(color, score) : color;
  return dark ? inLightness(hued, 0.46 + 0.24 * Math.min(1, Math.abs(score)) ** 0.3, 0.85) : hued;
}

function fillOf(color: string, score: number, dark: boolean, signed: boolean): string {
  const hued = signed ? inHueOfSign(color, score) : color;
  return dark ? inLightness(hued, 0.3, 1.9) : hued;
}

interface NodeProps {
  readonly placed: PlacedNode;
  readonly node: CallGraphNode;
  readonly dark: boolean;
  readonly signed: boolean;
  readonly isSelected: boolean;
  readonly isFound: boolean;
  readonly isFaint: boolean;
  readonly isFocused: boolean;
  /** The font size to show the name alone in; 0 to show all. */
  readonly farFont: number;
}

const Node = memo(function Node({ placed, node, dark, signed, isSelected, isFound, isFaint, isFocused, farFont }: NodeProps) {
  const { left, top, width, height } = placed;
  const lines = [...node.nameLines, ...node.valueLines];
  const isPackage = (line: number) => node.fnLines.length > 1 && line === (node.address === '' ? 0 : 1);
  const step = node.fontSize * LINE_HEIGHT;
  const first = top + (height - lines.length * step) / 2 + node.fontSize * 0.97;
  return (
    <g data-node={placed.node} className={styles.node} data-selected={isSelected || undefined} data-found={isFound || undefined} data-faint={isFaint || undefined} data-focused={isFocused || undefined}>
      <title>{visibleText(node.tooltip)}</title>
      <rect className={styles.halo} x={left - 3} y={top - 3} width={width + 6} height={height + 6} rx={5} />
      <rect className={styles.box} x={left} y={top} width={width} height={height} rx={2} fill={fillOf(node.fillColor, node.score, dark, signed)} stroke={strokeOf(node.color, node.score, dark, signed)} />
      <text className={styles.name} fontSize={node.fontSize} textAnchor="middle" display={farFont > 0 ? 'none' : undefined}>
        {lines.map((line, i) => (
          <tspan key={i} x={left + width / 2} y={first + i * step} className={isPackage(i) ? styles.package : i < node.nameLines.length ? undefined : styles.number}>
            {visibleText(line)}
          </tspan>
        ))}
      </text>
      {farFont > 0 && <FarName box={placed} node={node} leastFont={farFont} />}
    </g>
  );
});

/** Of a font's size: as wide as most names' characters are. */
const CHARACTER = 0.58;
/** Of the least size: names of one picture are nearly of one size, as their size is not what tells. */
const LARGEST = 1.7;

/** What a box shows when its text is too small to be read: the end of the name, as far as there is room. */
function FarName({ box: { left, top, width, height }, node, leastFont }: { readonly box: Box; readonly node: CallGraphNode; readonly leastFont: number }) {
  const name = visibleText(methodOf(node));
  const room = width - 6;
  const fitting = room / (name.length * CHARACTER);
  const size = Math.min(height * 0.7, Math.max(leastFont, Math.min(leastFont * LARGEST, fitting)));
  const kept = fitting >= size ? name.length : Math.max(1, Math.floor(room / (size * CHARACTER)) - 1);
  return (
    <text className={styles.name} aria-hidden="true" fontSize={size} textAnchor="middle" x={left + width / 2} y={top + height / 2 + size * 0.35}>
      {kept >= name.length ? name : `…${name.slice(name.length - kept)}`}
    </text>
  );
}

/** The end of a name; of a closure, that of the function it is in. */
function methodOf({ fnLines, place, address }: CallGraphNode): string {
  const isClosure = (line: string) => /^(?:func)?\d+$|^gowrap\d+$/.test(line);
  const own = fnLines.findLastIndex((line) => !isClosure(line));
  return fnLines.slice(Math.max(0, own)).join('.') || place || address;
}

interface EdgeProps {
  readonly placed: PlacedEdge;
  readonly edge: CallGraphEdge;
  readonly dark: boolean;
  readonly signed: boolean;
  readonly isActive: boolean;
  readonly isFaint: boolean;
  /** Its label cannot be read. */
  readonly isFar: boolean;
  readonly isDraft: boolean;
}

const Edge = memo(function Edge({ placed, edge, dark, signed, isActive, isFaint, isFar, isDraft }: EdgeProps) {
  const color = strokeOf(edge.color || '#b2b2b2', edge.score, dark, signed);
  return (
    <g className={styles.edge} data-active={isActive || undefined} data-faint={isFaint || undefined}>
      {!isDraft && <title>{visibleText(edge.tooltip)}</title>}
      {!isDraft && <path className={styles.reach} d={placed.path} />}
      <path className={styles.line} d={placed.path} stroke={color} style={penOf(edge.penWidth)} data-dotted={edge.residual || undefined} />
      <ArrowHead curve={placed} color={color} penWidth={edge.penWidth} />
      {!isDraft && placed.label !== undefined && <EdgeLabel at={placed.label} text={edgeLines(edge.label, edge.inlined)} isFar={isFar} />}
    </g>
  );
});

/** For the style sheet, which makes a line at least as wide as can be seen. */
function penOf(width: number): CSSProperties {
  const pen: Record<`--${string}`, string> = { '--pen': `${width}px` };
  return pen;
}

function EdgeLabel({ at, text, isFar }: { readonly at: { readonly x: number; readonly y: number }; readonly text: readonly string[]; readonly isFar: boolean }) {
  const step = EDGE_FONT * LINE_HEIGHT;
  return (
    <text className={styles.label} fontSize={EDGE_FONT} textAnchor="middle" display={isFar ? 'none' : undefined}>
      {text.map((line, i) => (
        <tspan key={i} x={at.x} y={at.y + (i - (text.length - 1) / 2) * step + EDGE_FONT * 0.35}>
          {visibleText(line)}
        </tspan>
      ))}
    </text>
  );
}

/** From where the line ends to the point that dot gave it. */
function ArrowHead({ curve: { head }, color, penWidth }: { readonly curve: Curve; readonly color: string; readonly penWidth: number }) {
  if (head === undefined) return null;
  const [dx, dy] = [head.x - head.fromX, head.y - head.fromY];
  const length = Math.hypot(dx, dy) || 1;
  const half = 2.75 + penWidth * 0.75;
  const [nx, ny] = [(-dy / length) * half, (dx / length) * half];
  return <path className={styles.head} d={`M${head.x} ${head.y}L${head.fromX + nx} ${head.fromY + ny}L${head.fromX - nx} ${head.fromY - ny}Z`} fill={color} />;
}

function TagEdge({ placed, isFaint, isFar }: { readonly placed: PlacedTagEdge; readonly isFaint: boolean; readonly isFar: boolean }) {
  return (
    <g className={styles.edge} data-faint={isFaint || undefined}>
      <title>{visibleText(placed.tag.value)}</title>
      <path className={styles.tagLine} d={placed.path} style={penOf(1)} data-dotted={placed.tag.dotted || undefined} />
      <ArrowHead curve={placed} color="var(--line-strong)" penWidth={1} />
      {placed.label !== undefined && <EdgeLabel at={placed.label} text={[placed.tag.value]} isFar={isFar} />}
    </g>
  );
}

/** The depth of a label's box, which stands out of the picture a little. */
const DEPTH = 4;

function Tag({ placed: { tag, left, top, width, height }, isFaint }: { readonly placed: PlacedTag; readonly isFaint: boolean }) {
  const right = left + width;
  const bottom = top + height;
  return (
    <g className={styles.tag} data-faint={isFaint || undefined}>
      <title>{visibleText(`${tag.text} (${tag.value})`)}</title>
      <path d={`M${left} ${top + DEPTH}L${left + DEPTH} ${top}H${right}V${bottom - DEPTH}L${right - DEPTH} ${bottom}H${left}Z`} />
      <path d={`M${left} ${top + DEPTH}H${right - DEPTH}V${bottom}M${right - DEPTH} ${top + DEPTH}L${right} ${top}`} />
      <text fontSize={TAG_FONT} textAnchor="middle" x={left + (width - DEPTH) / 2} y={top + (height + DEPTH) / 2 + TAG_FONT * 0.35}>
        {visibleText(tag.text)}
      </text>
    </g>
  );
}
