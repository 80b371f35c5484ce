import { expect, test } from 'vitest';
import { svgPage } from './svg.ts';

const SVG = `<?xml version="1.0" encoding="UTF-8"?>
<svg width="10pt" height="20pt"
 viewBox="0.00 0.00 10.00 20.00" xmlns="http://www.w3.org/2000/svg">
<g id="graph0" class="graph" transform="translate(4 16)">
<text>a&;b &lt;/svg&gt;</text>
</g>
</svg>
`;

test('the picture fills its window, in a group that a script can move', () => {
  const page = svgPage(SVG, 'go()');
  expect(page).toMatch(/<svg width="100%" height="100%"\n viewBox="0.00 0.00 10.00 20.00"/);
  expect(page).toMatch(/<g id="viewport">\n<g id="graph0"[^]*<\/g>\n<\/g>\n<script[^>]*><!\[CDATA\[go\(\)\]\]><\/script>\n<\/svg>\n$/);
});

test('an ampersand that Graphviz forgot to escape is escaped', () => {
  expect(svgPage(SVG, '')).toContain('<text>a&amp;;b &lt;/svg&gt;</text>');
});

test('a script cannot end its section', () => {
  expect(svgPage(SVG, 'a[b[0]]>1')).toContain('<![CDATA[a[b[0]]]]><![CDATA[>1]]></script>');
});
