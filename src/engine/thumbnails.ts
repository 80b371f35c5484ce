import { DEFAULTS } from '#model/options.ts';
import { thumbnail, type Boxes } from '#layout/thumbnail.ts';
import { load } from '#parsers/load.ts';
import { createEngine } from './engine.ts';

/** The flame graph of a file as the page shows it first, as small as a stamp. */
export async function thumbnailOf(name: string, content: Blob): Promise<Boxes> {
  const engine = createEngine();
  engine.open(0, name, content.size, await load(content, { symbols: true }));
  const answer = engine.ask({ report: 'flame', file: 0, options: DEFAULTS, window: { root: 0, minShare: 0.005, find: '' } });
  return answer.report === 'flame' ? thumbnail(answer.flame) : [];
}
