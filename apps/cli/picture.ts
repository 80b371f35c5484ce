import { deflateSync, inflateSync } from 'node:zlib';
import type { Options } from '#model/options.ts';
import { QuestionError } from '#model/questionError.ts';
import { graphviz } from '#picture/graphviz.ts';
import { pdfFile } from '#picture/pdf.ts';
import { pngFile } from '#picture/png.ts';
import { rasterised } from '#picture/raster.ts';
import { pictureOf, type Picture } from '#picture/shapes.ts';
import { svgPage } from '#picture/svg.ts';
import { tinos } from '#picture/tinos.ts';
import { callGraphReport } from '#reports/callgraph.ts';
import type { Subject } from '#reports/subject.ts';
import script from '#standalone/graph.ts?bundle';

/** The call graph as pprof has it drawn, with nothing to install: Graphviz and a font are part of the command. */
export async function picture(subject: Subject, options: Options, format: 'svg' | 'png' | 'pdf'): Promise<string | Uint8Array> {
  const report = callGraphReport(subject, options);
  const svg = await graphviz(report, () => console.error(`Laying out ${report.nodes.length} nodes takes a while; -nodecount=200 draws the heaviest in a moment.`));
  if (format === 'svg') return svgPage(svg, script);
  const drawn = pictureOf(svg);
  if (format === 'pdf') return pdfFile(drawn, report.title, tinos(inflateSync), deflateSync);
  const scale = scaleOf(drawn);
  return pngFile(rasterised(drawn, tinos(inflateSync), scale), scale, deflateSync);
}

/** Pixels in a point: enough for the smallest text to be easy to read, and so few that it cannot be read. */
const SHARP = 1.5;
const LEAST = 0.4;
/** Larger ones few programs open. */
const MOST_PIXELS = 64e6;
const LONGEST_SIDE = 32_767;

function scaleOf({ width, height }: Picture): number {
  const scale = Math.min(SHARP, Math.sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / Math.max(width, height));
  if (scale < LEAST) throw new QuestionError('this graph is too large for an image that can be read; -pdf and -svg are sharp at any size, -nodecount=200 draws less of it');
  if (scale < SHARP) console.error(`The image is drawn at ${Math.round((100 * scale) / SHARP)} % of its usual size, as it is large; -pdf and -svg are sharp at any size.`);
  return scale;
}
