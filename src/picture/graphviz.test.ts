import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { subjectOf } from '#engine/subject.ts';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { visibleText } from '#model/visibleText.ts';
import { profileOf } from '#parsers/folded.ts';
import { callGraphReport } from '#reports/callgraph.ts';
import { drawable } from './drawable.ts';
import { graphviz } from './graphviz.ts';
import { pictureOf } from './shapes.ts';

const reportOf = (profile: Profile) => callGraphReport(subjectOf(profile, DEFAULTS).subject, DEFAULTS);

/** One function, and a label on its only sample. */
function profileNamed(name: string, label: string): Profile {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const location = builder.location({ lines: [{ fn: builder.fn({ name }) }] });
  builder.sample([location], [1], [{ key: 'key', text: label }]);
  return builder.finish();
}

const textsOf = (svg: string) => pictureOf(svg).shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));

test('each node and each edge of the graph is in the picture', async () => {
  const report = reportOf(
    profileOf(`
      main;work;sort 10
      main;work 5
      main;idle 5
    `),
  );
  const svg = await graphviz(report);
  expect(svg.match(/<g id="node\d+" class="node">/g)).toHaveLength(report.nodes.length + 1);
  expect(svg.match(/<g id="edge\d+" class="edge">/g)).toHaveLength(report.edges.length);
  expect(textsOf(svg)).toEqual(expect.arrayContaining(['sort', '10 (50.00%)', 'work', '5 (25.00%)', 'of 15 (75.00%)', 'main', '0 of 20 (100%)']));
});

test('a plain graph goes to Graphviz as pprof writes it', () => {
  const report = reportOf(profileOf('main;net/http.(*conn).serve;slices.Sort[...] 10'));
  expect(drawable(report)).toEqual(report);
});

describe('whatever a name holds is drawn, and as it is', () => {
  test.each(['"', '\\', '\\"', 'a\\nb', '&lt;', '&;', ']]>', '<b>', '{a|b}', '-->', '\\N', '\0', '\u0001', '\udcff', '\ufffe', 'C:\\new\\table', '\u202eabc'])('%j', async (odd) => {
    const texts = textsOf(await graphviz(reportOf(profileNamed(`x${odd}`, `y${odd}`))));
    expect(texts).toContain(visibleText(`x${odd}`));
    if (!odd.includes('\\n')) expect(texts).toContain(visibleText(`key:y${odd}`));
  });

  test('any text', async () => {
    // A name is broken at dots and colons.
    const odd = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((text) => !/[.:/\n]/.test(text) && text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(odd, async (name) => {
        const text = visibleText(`x${name}x`);
        expect(textsOf(await graphviz(reportOf(profileNamed(`x${name}x`, name))))).toContain(text);
      }),
      { numRuns: 20 },
    );
  });
});

test('a graph that would take hours is refused with a way out', async () => {
  const report = reportOf(profileOf('main 1'));
  const nodes = Array.from({ length: 2001 }, () => report.nodes[0]);
  await expect(graphviz({ ...report, nodes })).rejects.toThrow(/graph of \d+ nodes.*-nodecount=200/);
});
