import type { CallGraphReport } from '#reports/callgraph.ts';
import type { Picture } from './shapes.ts';

/** What the page asks for: a call graph as Graphviz writes it, or that or another picture as an image. */
export type ToPicture = { readonly kind: 'graph'; readonly report: CallGraphReport; readonly format: 'svg' | 'png' } | { readonly kind: 'picture'; readonly picture: Picture };

export type FromPicture = { readonly kind: 'made'; readonly content: Blob } | { readonly kind: 'failed'; readonly message: string };

/** Makes one picture, beside the page; whoever asked ends it. What a format does not need is not loaded. */
self.onmessage = ({ data }: MessageEvent<ToPicture>) => {
  const post = (message: FromPicture) => self.postMessage(message);
  made(data).then(
    (content) => post({ kind: 'made', content }),
    (error: unknown) => post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
};

async function made(asked: ToPicture): Promise<Blob> {
  if (asked.kind === 'picture') return png(asked.picture);
  const { graphviz } = await import('./graphviz.ts');
  const svg = await graphviz(asked.report);
  if (asked.format === 'svg') return new Blob([svg]);
  const { pictureOf } = await import('./shapes.ts');
  return png(pictureOf(svg));
}

async function png(picture: Picture): Promise<Blob> {
  const [{ deflate, inflate }, { image }, { tinos }] = await Promise.all([import('pako'), import('./image.ts'), import('./tinos.ts')]);
  const bytes = image(picture, tinos(inflate), deflate);
  return new Blob([new Uint8Array(bytes)], { type: 'image/png' });
}
