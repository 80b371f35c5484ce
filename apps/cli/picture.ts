import { deflateSync, inflateSync } from 'node:zlib';
import type { Options } from '#model/options.ts';
import { graphviz } from '#picture/graphviz.ts';
import { image } from '#picture/image.ts';
import { pdfFile } from '#picture/pdf.ts';
import { pictureOf } from '#picture/shapes.ts';
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
  return image(drawn, tinos(inflateSync), deflateSync, console.error);
}
