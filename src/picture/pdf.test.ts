import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { pdfFile } from './pdf.ts';
import type { Picture, Shape } from './shapes.ts';
import { tinos } from './tinos.ts';

const fonts = tinos(inflateSync);
const text = (content: string): Shape => ({ kind: 'text', text: content, size: 10, color: '#b21200', align: 'start', at: [5, 15] });
const file = (shapes: Shape[], size: Partial<Picture> = {}) => Buffer.from(pdfFile({ width: 200, height: 100, shapes, ...size }, 'app “1”', fonts, deflateSync)).toString('latin1');

/** The objects, by the places that the file's table gives. */
function objectsOf(pdf: string): string[] {
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf)?.[1]);
  const [head, ...entries] = pdf.slice(table).split('\n').slice(1);
  const count = Number(head.split(' ')[1]);
  return entries.slice(1, count).map((entry, i) => {
    const begin = Number(entry.slice(0, 10));
    expect(pdf.slice(begin)).toMatch(new RegExp(`^${i + 1} 0 obj\n`));
    return pdf.slice(begin, pdf.indexOf('\nendobj', begin));
  });
}

/** What the streams hold, inflated. */
const streamsOf = (pdf: string) => objectsOf(pdf).flatMap((object) => (object.includes('stream\n') ? [inflateSync(Buffer.from(object.slice(object.indexOf('stream\n') + 7, object.lastIndexOf('\nendstream')), 'latin1')).toString('latin1')] : []));

test('objects are where the table says, and the page is as large as the picture', () => {
  const objects = objectsOf(file([text('main')]));
  expect(objects.some((object) => object.includes('/MediaBox [0 0 200 100] /UserUnit 1 '))).toBe(true);
  expect(objects.filter((object) => object.includes('/FontFile2'))).toHaveLength(1);
  expect(objects.some((object) => object.includes('/Title <feff0061007000700020201c0031201d>'))).toBe(true);
});

test('boxes and lines are drawn as lines', () => {
  const pen = { color: '#ff0000', width: 2, dotted: false };
  const [content] = streamsOf(
    file([
      { kind: 'area', points: [[0, 0], [10, 0], [10, 5]], fill: '#0000ff', pen },
      { kind: 'curve', points: [[0, 0], [1, 2], [3, 4], [5, 6]], pen: { ...pen, dotted: true } },
    ]),
  );
  expect(content.split('\n').slice(1, 3)).toEqual(['0 0 1 rg 1 0 0 RG 2 w [] 0 d 0 0 m 10 0 l 10 5 l b', '1 0 0 RG 2 w [1 5] 0 d 0 0 m 1 2 3 4 5 6 c S']);
});

describe('text is text', () => {
  test('whose letters can be found', () => {
    const [content, ...rest] = streamsOf(file([text('Aé'), text('ЖA')]));
    const shown = [...content.matchAll(/\/F(\d) 10 Tf .*? <(.*?)> Tj/g)].map(([, font, glyphs]) => ({ font, glyphs: glyphs.match(/.{4}/g) }));
    expect(shown.map(({ font, glyphs }) => [font, glyphs?.length])).toEqual([['0', 2], ['1', 1], ['0', 1]]);
    const tables = rest.filter((stream) => stream.includes('beginbfchar'));
    expect(tables[0]).toContain(`<${shown[0].glyphs?.[0]}> <0041>`);
    expect(tables[0]).toContain(`<${shown[0].glyphs?.[1]}> <00e9>`);
    expect(tables[1]).toContain(`<${shown[1].glyphs?.[0]}> <0416>`);
  });

  test('and only the fonts that are used are there', () => {
    const font = Buffer.from(fonts[2].file).toString('latin1');
    expect(streamsOf(file([text('Ж')]))).toContain(font);
    expect(streamsOf(file([text('A')]))).not.toContain(font);
  });

  test('or a box, where no font has the letter', () => {
    expect(streamsOf(file([text('中')]))[0]).toMatch(/ s\n/);
  });
});

test('a picture larger than a page may be is drawn in larger units', () => {
  expect(file([], { width: 28_800, height: 1440 })).toContain('/MediaBox [0 0 14400 720] /UserUnit 2 ');
  expect(streamsOf(file([], { width: 28_800 }))[0]).toMatch(/^0\.5 0 0 -0\.5 0 50 cm/);
});
