import { create } from 'zustand';
import type { Reply } from '#engine/client.ts';
import type { FileFormat, Seen } from '#engine/protocol.ts';
import { workerUrl } from '#engine/workerUrl.ts';
import type { Options } from '#model/options.ts';
import type { FromPicture, ToPicture } from '#picture/pictureWorker.ts';
import pictureUrl from '#picture/pictureWorker.ts?worker&url';
import type { Picture } from '#picture/shapes.ts';
import { replyOnce } from './answers.ts';
import { exportName } from './exportName.ts';
import { useAddress } from './options.ts';
import { activeFile, useSession } from './session.ts';

/** What is made of the profile for elsewhere: what of it is being made, or what there is to say of the last one. */
export type Exporting = { readonly kind: 'idle' } | { readonly kind: 'making'; readonly what: string } | { readonly kind: 'done'; readonly said: string } | { readonly kind: 'failed'; readonly problem: string };

export const useExporting = create<Exporting>(() => ({ kind: 'idle' }));

/** A file that is saved: what it is called behind the profile's name, and what it holds. */
export interface Export {
  /** For people: "CSV". */
  readonly title: string;
  /** "top"; empty for the profile itself. */
  readonly what: string;
  readonly extension: string;
  readonly make: () => Promise<Blob>;
}

/** Makes the file and hands it to the browser, which puts it where downloads go. */
export function save({ title, what, extension, make }: Export): Promise<void> {
  const name = exportName(useSession.getState().files.length === 0 ? '' : (activeFile(useSession.getState())?.name ?? ''), what, extension);
  return exporting(title, async () => {
    handOver(await make(), name);
    return `Saved ${name}`;
  });
}

/** Puts a text on the clipboard. */
export function copy(title: string, make: () => Promise<Blob>): Promise<void> {
  return exporting(title, async () => {
    await navigator.clipboard.writeText(await (await make()).text());
    return `Copied as ${title}`;
  });
}

/** What the command writes in a format, with the options of now. */
export function fileOf(format: FileFormat, change: Partial<Options> = {}): () => Promise<Blob> {
  return async () => contentOf(await replyOnce('file', { format }, change));
}

/** What a view shows a part of, as text. */
export async function seenFile(seen: Seen): Promise<Blob> {
  return contentOf(await replyOnce('seenFile', { seen }));
}

function contentOf(reply: Reply | undefined): Blob {
  if (reply?.kind === 'answer' && reply.answer.report === 'file') return reply.answer.content;
  throw new ExportError(reply?.kind === 'failed' ? reply.failure.message : 'It was given up.');
}

/** The profile as filters leave it, compressed. */
export async function compressedProfile(): Promise<Blob> {
  const bytes = await fileOf('proto')();
  return new Response(bytes.stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

/** The flame graph as a page that needs nothing else. */
export async function flamePageFile(): Promise<Blob> {
  const [reply, { flamePage }] = await Promise.all([replyOnce('flameFile', {}), import('#standalone/flamePage.ts')]);
  if (reply?.kind === 'answer' && reply.answer.report === 'flameFile') return new Blob([flamePage(reply.answer.flame)], { type: 'text/html' });
  throw new ExportError(reply?.kind === 'failed' ? reply.failure.message : 'It was given up.');
}

/** The call graph as the command draws it; Graphviz and the font come with the first. */
export async function graphPicture(format: 'svg' | 'png'): Promise<Blob> {
  const reply = await replyOnce('callgraph', {});
  if (reply?.kind !== 'answer' || reply.answer.report !== 'callgraph') throw new ExportError(reply?.kind === 'failed' ? reply.failure.message : 'It was given up.');
  const made = await picture({ kind: 'graph', report: reply.answer.callgraph, format });
  if (format === 'png') return made;
  const [{ svgPage }, { default: script }] = await Promise.all([import('#picture/svg.ts'), import('#standalone/graph.ts?bundle')]);
  return new Blob([svgPage(await made.text(), script)], { type: 'image/svg+xml' });
}

/** A picture as an image. */
export function imageOf(drawn: Picture): Promise<Blob> {
  return picture({ kind: 'picture', picture: drawn });
}

/** By a worker of its own, which ends with it. */
function picture(asked: ToPicture): Promise<Blob> {
  const worker = new Worker(workerUrl(pictureUrl), { type: 'module', name: 'proflens picture' });
  return new Promise<Blob>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromPicture>) => (data.kind === 'made' ? resolve(data.content) : reject(new ExportError(data.message)));
    worker.onerror = ({ message }) => reject(new ExportError(message || 'what draws it ended'));
    worker.postMessage(asked);
  }).finally(() => worker.terminate());
}

/** Why something was not made; a sentence for the user. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

/** Milliseconds that a word of what was done stays. */
const STAYS = 6000;
let saidUntil: ReturnType<typeof setTimeout> | undefined;

async function exporting(what: string, make: () => Promise<string>): Promise<void> {
  clearTimeout(saidUntil);
  useExporting.setState({ kind: 'making', what }, true);
  try {
    useExporting.setState({ kind: 'done', said: await make() }, true);
    saidUntil = setTimeout(() => useExporting.setState({ kind: 'idle' }, true), STAYS);
  } catch (error) {
    useExporting.setState({ kind: 'failed', problem: `${what} was not made: ${error instanceof Error ? error.message : String(error)}` }, true);
  }
}

/** Hands bytes to the browser, which puts them where downloads go. */
export function handOver(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser takes the bytes after this task.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// What was said of an export belongs to what was then on the screen.
useAddress.subscribe(() => {
  if (useExporting.getState().kind === 'failed') useExporting.setState({ kind: 'idle' }, true);
});
