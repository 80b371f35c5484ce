/**
 * Graphviz's SVG as a page that fills its window and can be moved and zoomed. pprof does the same to it
 * (internal/driver/svg.go), but takes its `viewBox` away; with it the picture also fits where no script runs, as in a document.
 * @param script runs in the page; it finds what it moves as `#viewport`
 */
export function svgPage(svg: string, script: string): string {
  const open = svg.indexOf('<svg');
  const graph = svg.indexOf('<g id="graph');
  const close = svg.lastIndexOf('</svg>');
  const head = svg.slice(open, graph).replace(/width="[^"]*"\s*height="[^"]*"/, 'width="100%" height="100%"');
  return [
    svg.slice(0, open),
    head,
    `<style>#viewport{cursor:grab}svg{touch-action:none;user-select:none}</style>\n<g id="viewport">\n`,
    repaired(svg.slice(graph, close)),
    // What would end the section is cut in two.
    `</g>\n<script type="text/ecmascript"><![CDATA[${script.replaceAll(']]>', ']]]]><![CDATA[>')}]]></script>\n`,
    svg.slice(close),
  ].join('');
}

/** An ampersand before a semicolon, which some releases of Graphviz leave as it is. */
function repaired(svg: string): string {
  return svg.replaceAll('&;', '&amp;;');
}
