import { expect, test } from 'vitest';
import { shapesSvg } from './shapesSvg.ts';

const box = { kind: 'area', points: [[1, 2], [11.123, 2], [11.123, 8], [1, 8]], fill: '#aabbcc', pen: undefined } as const;

test('a box is a rectangle, and its title is what one is told of it', () => {
  const svg = shapesSvg({ width: 20, height: 10, groups: [{ title: 'main\n5, 50%', shapes: [box] }] }, 'monospace');
  expect(svg).toContain('<g><title>main\n5, 50%</title><rect x="1" y="2" width="10.12" height="6" fill="#aabbcc"/></g>');
  expect(svg).toContain('viewBox="0 0 20 10"');
});

test('no text of a profile is markup', () => {
  const odd = '</text><script>"&';
  const text = { kind: 'text', text: odd, size: 11, color: '#000000', align: 'start', at: [0, 5] } as const;
  const svg = shapesSvg({ width: 20, height: 10, groups: [{ title: odd, shapes: [text] }] }, '"a"');
  expect(svg).not.toContain('<script');
  expect(svg.match(/&lt;\/text&gt;&lt;script&gt;&quot;&amp;/g)).toHaveLength(2);
  expect(svg).toContain('font-family="&quot;a&quot;"');
});
