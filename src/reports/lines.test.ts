import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULTS } from '#model/options.ts';
import { load } from '#parsers/load.ts';
import { listed, sectionsOf, startsOf } from './lines.ts';
import { rawLines, rawText } from './raw.ts';
import { measureOf } from './subject.ts';
import { traceLines, tracesReport } from './traces.ts';

test('any range of lines is that part of the whole', () => {
  const lines = sectionsOf([listed(['a']), { starts: startsOf(3, (entry) => entry + 1), linesOf: (entry) => Array.from({ length: entry + 1 }, (_, i) => `${entry}${i}`) }, listed([]), listed(['y', 'z'])]);
  const all = ['a', '00', '10', '11', '20', '21', '22', 'y', 'z'];
  expect(lines.count).toBe(all.length);
  for (let begin = 0; begin <= all.length; begin++) for (let end = begin; end <= all.length + 1; end++) expect(lines.between(begin, end)).toEqual(all.slice(begin, end));
});

for (const file of ['corners/labels.several_values', 'corners/inlined.three_deep', 'corners/stacks.empty', 'corners/lines.none', 'corners/samples.none', 'recorded/cpu.labels', 'recorded/heap.service']) {
  test(`the lines of ${file} are those of its text`, async () => {
    const profile = await load(new Blob([readFileSync(new URL(`../../testdata/${file}.pb.gz`, import.meta.url))]), { symbols: false });
    const raw = rawLines(profile);
    const text = [...rawText(profile)].map((line) => line.slice(0, -1));
    expect(raw.between(0, raw.count)).toEqual(text);
    expect(raw.between(3, 9)).toEqual(text.slice(3, 9));

    const subject = { profile, measure: measureOf(profile, DEFAULTS) };
    const traces = [...tracesReport(subject, DEFAULTS).traces];
    const printed = (made: typeof traces) => made.flatMap(({ value, labels, frames }) => [...labels.map(({ key, text: of }) => `${key}: ${of}`), ...frames.map(({ name }, i) => `${i === 0 ? value : ''} ${name}`)]);
    for (const order of ['file', 'value'] as const) {
      const lines = traceLines(subject, DEFAULTS, order);
      const shown = lines.between(0, lines.count).map((line) => (line.kind === 'label' ? `${line.label.key}: ${line.label.text}` : `${line.value ?? ''} ${line.frame.name}`));
      const wanted = order === 'file' ? traces : traces.toSorted((a, b) => Math.abs(Number(b.value)) - Math.abs(Number(a.value)));
      expect(shown).toEqual(printed(wanted));
      expect(lines.traces).toBe(traces.length);
      expect(lines.between(0, lines.count).filter(({ isFirst }) => isFirst).length).toBe(traces.length);
    }
  });
}
