import { DEFAULTS, type Options } from '#model/options.ts';
import type { View } from '#state/address.ts';
import { replyOnce } from '#state/answers.ts';
import { compressedProfile, copy, ExportError, fileOf, flamePageFile, graphPicture, imageOf, save, seenFile, type Export } from '#state/export.ts';
import { useAddress } from '#state/options.ts';
import { activeFile, useSession } from '#state/session.ts';
import { flameImage, LEAST_SHARE } from '#views/flame/flameImage.ts';
import { colorOf, wishOf } from '#views/flame/flameWish.ts';
import { peekedAt } from '#views/peek/usePeek.ts';
import { listedNow } from '#views/source/useListed.ts';

/** Something that one may take away: its name in the menu, and what that does. */
export interface Exportable {
  readonly title: string;
  readonly onPick: () => void;
}

/** Of a view's own: what its picture or its table is elsewhere. */
const OF_VIEW: Partial<Record<View, readonly Export[]>> = {
  flame: [
    { title: 'Flame graph as a page (HTML)', what: 'flame', extension: 'html', make: flamePageFile },
    { title: 'Flame graph as SVG', what: 'flame', extension: 'svg', make: () => flamePicture('svg') },
    { title: 'Flame graph as PNG', what: 'flame', extension: 'png', make: () => flamePicture('png') },
  ],
  graph: [
    { title: 'Graph as SVG', what: 'graph', extension: 'svg', make: () => graphPicture('svg') },
    { title: 'Graph as PNG', what: 'graph', extension: 'png', make: () => graphPicture('png') },
    { title: 'Graph as DOT', what: 'graph', extension: 'dot', make: fileOf('dot') },
  ],
  peek: [{ title: 'Peek as text', what: 'peek', extension: 'txt', make: () => seenFile({ view: 'peek', at: peekedAt() }) }],
  source: [{ title: 'Source as text', what: 'source', extension: 'txt', make: () => seenFile({ view: 'source', at: listedNow() }) }],
  disasm: [{ title: 'Addresses as text', what: 'disasm', extension: 'txt', make: () => seenFile({ view: 'disasm', at: listedNow() }) }],
  labels: [{ title: 'Labels as text', what: 'labels', extension: 'txt', make: fileOf('tags') }],
  tree: [{ title: 'Tree as text', what: 'tree', extension: 'txt', make: fileOf('tree') }],
  traces: [{ title: 'Traces as text', what: 'traces', extension: 'txt', make: fileOf('traces') }],
  raw: [{ title: 'Raw as text', what: 'raw', extension: 'txt', make: fileOf('raw') }],
  comments: [{ title: 'Comments as text', what: 'comments', extension: 'txt', make: fileOf('comments') }],
  goroutines: [{ title: 'Goroutines as text', what: 'goroutines', extension: 'txt', make: fileOf('goroutines') }],
};

const OF_TABLE: readonly Export[] = [
  { title: 'Table as CSV', what: 'top', extension: 'csv', make: () => fileOf('csv', wholeTable())() },
  { title: 'Table as JSON', what: 'top', extension: 'json', make: () => fileOf('json', wholeTable())() },
  { title: 'Table as Markdown', what: 'top', extension: 'md', make: () => fileOf('markdown', wholeTable())() },
];

const OF_PROFILE: readonly Export[] = [
  { title: 'Folded stacks', what: 'folded', extension: 'txt', make: fileOf('folded') },
  { title: 'Profile as filtered (pprof)', what: 'filtered', extension: 'pb.gz', make: compressedProfile },
];

/** Rows of a table in a ticket. */
const FEW = 20;

/** What one may take away from a view, in groups. */
export function exportsOf(view: View): readonly (readonly Exportable[])[] {
  const groups = [OF_VIEW[view] ?? [], OF_TABLE, OF_PROFILE].map((files) => files.map((file) => ({ title: file.title, onPick: () => void save(file) })));
  const ticket = { title: 'Copy as Markdown for a ticket', onPick: () => void copy('Markdown', fileOf('markdown', fewRows())) };
  return [groups[0], [...groups[1], ticket], groups[2]].filter((group) => group.length > 0);
}

/** Top shows rows of little weight too, unless one names a share. */
function wholeTable(): Partial<Options> {
  return useAddress.getState().options.nodeFraction === DEFAULTS.nodeFraction ? { nodeFraction: 0 } : {};
}

function fewRows(): Partial<Options> {
  return useAddress.getState().options.nodeCount < 0 ? { nodeCount: FEW } : {};
}

/** The whole of it as it is drawn, whatever is zoomed to. */
async function flamePicture(format: 'svg' | 'png'): Promise<Blob> {
  const { shapesSvg } = await import('#picture/shapesSvg.ts');
  const asked = useAddress.getState().flame;
  const reply = await replyOnce('flame', { window: { root: 0, minShare: LEAST_SHARE, find: '', ...wishOf(asked) } });
  if (reply?.kind !== 'answer' || reply.answer.report !== 'flame') throw new ExportError(reply?.kind === 'failed' ? reply.failure.message : 'It was given up.');
  const { flame, summary } = reply.answer;
  const drawn = flameImage(flame, activeFile(useSession.getState())?.name ?? '', colorOf(asked, summary.signed), summary.signed);
  if (format === 'svg') return new Blob([shapesSvg(drawn, 'ui-monospace, Menlo, Consolas, monospace')], { type: 'image/svg+xml' });
  return imageOf({ ...drawn, shapes: drawn.groups.flatMap(({ shapes }) => shapes) });
}
