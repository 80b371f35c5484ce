import { QuestionError } from '#model/questionError.ts';
import type { Font } from './font.ts';
import { pngFile, type Deflate } from './png.ts';
import { rasterised } from './raster.ts';
import type { Picture } from './shapes.ts';

/** Pixels in a point: enough for the smallest text to be easy to read, and so few that it cannot be read. */
const SHARP = 1.5;
const LEAST = 0.4;
/** Larger ones few programs open. */
const MOST_PIXELS = 64e6;
const LONGEST_SIDE = 32_767;

/**
 * A picture as a PNG, as sharp as its size allows.
 * @param say is told when that is less than usual
 * @throws QuestionError where nobody could read it
 */
export function image(picture: Picture, fonts: readonly Font[], deflate: Deflate, say: (sentence: string) => void = () => {}): Uint8Array {
  const { width, height } = picture;
  const scale = Math.min(SHARP, Math.sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / Math.max(width, height));
  if (scale < LEAST) throw new QuestionError('this graph is too large for an image that can be read; -pdf and -svg are sharp at any size, -nodecount=200 draws less of it');
  if (scale < SHARP) say(`The image is drawn at ${Math.round((100 * scale) / SHARP)} % of its usual size, as it is large; -pdf and -svg are sharp at any size.`);
  return pngFile(rasterised(picture, fonts, scale), scale, deflate);
}
