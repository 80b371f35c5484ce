import { expect, test } from 'vitest';
import { pictureOf } from './shapes.ts';

const SVG = `<?xml version="1.0"?>
<svg width="100pt" height="50pt"
 viewBox="0.00 0.00 100.00 50.00" xmlns="http://www.w3.org/2000/svg">
<g id="graph0" class="graph" transform="scale(1 1) rotate(0) translate(4 46)">
<title>app</title>
<polygon fill="white" stroke="none" points="-4,4 -4,-46 96,-46 96,4 -4,4"/>
<g id="node1" class="node"><a xlink:title="a &quot;b&quot; &#45;&gt; c">
<polygon fill="#edd7d5" stroke="#b21200" points="20,0 0,0 0,-10 20,-10 20,0"/>
<text xml:space="preserve" text-anchor="middle" x="10" y="-4" font-family="Times,serif" font-size="8.00">&lt;a&#45;b&gt; &amp;amp; &quot;c\\d&quot;</text>
</a></g>
<path fill="none" stroke="#b21500" stroke-width="4" stroke-dasharray="1,5" d="M10,0C10,-1 11,-2e-05 12,-3"/>
<polyline fill="none" stroke="black" points="0,0 5,-5"/>
</g>
</svg>
`;

test('a drawing of Graphviz becomes a list of shapes, its paper left out', () => {
  const { width, height, shapes } = pictureOf(SVG);
  expect([width, height]).toEqual([100, 50]);
  expect(shapes).toEqual([
    { kind: 'area', points: [[24, 46], [4, 46], [4, 36], [24, 36]], fill: '#edd7d5', pen: { color: '#b21200', width: 1, dotted: false } },
    { kind: 'text', text: '<a-b> &amp; "c\\d"', size: 8, color: '#000000', align: 'middle', at: [14, 42] },
    { kind: 'curve', points: [[14, 46], [14, 45], [15, 46 - 2e-5], [16, 43]], pen: { color: '#b21500', width: 4, dotted: true } },
    { kind: 'line', points: [[4, 46], [9, 41]], pen: { color: '#000000', width: 1, dotted: false } },
  ]);
});
