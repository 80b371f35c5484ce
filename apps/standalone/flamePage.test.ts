import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { subjectOf } from '#engine/subject.ts';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS } from '#model/options.ts';
import { flameFile, unpackedFlame } from '#reports/flameFile.ts';
import { flamePage } from './flamePage.ts';

/** The page of a program's only function. */
function pageOf(program: string, name: string, value = 1): string {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const location = builder.location({ mapping: builder.mapping({ file: program }), lines: [{ fn: builder.fn({ name }) }] });
  builder.sample([location], [value]);
  return flamePage(flameFile(subjectOf(builder.finish(), DEFAULTS).subject, DEFAULTS));
}

/** What stands in an element; its end is the first one that looks like it, as for a browser. */
const contentOf = (page: string, begin: RegExp, end: string) => page.slice(page.search(begin)).replace(begin, '').split(end)[0];

test('a name ends no element, and the page gets it as it is', () => {
  const odd = `a</script><script>alert(1)</script> b<!--c {{script}} $& "d"`;
  const page = pageOf(odd.replaceAll('/', ''), odd);
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page).not.toContain('<!--');
  expect(contentOf(page, /<title>/, '</title>')).toBe('a&lt;script>&lt;script>alert(1)&lt;script> b&lt;!--c {{script}} $&amp; &quot;d&quot;');
  const { frames } = unpackedFlame(contentOf(page, /<script type="application\/json"[^>]*>/, '</script>'));
  expect(frames.map(({ name }) => name)).toEqual(['root', odd]);
});

test('only the script and the styles of the page may run, and nothing may be fetched', () => {
  const page = pageOf('app', 'main');
  const digests = (begin: RegExp, end: string) => page.split(begin).slice(1).map((rest) => `'sha256-${createHash('sha256').update(rest.split(end)[0]).digest('base64')}'`).join(' ');
  const policy = `default-src 'none'; script-src ${digests(/<script>/, '</script>')}; style-src ${digests(/<style>/, '</style>')}`;
  expect(page).toContain(`<meta http-equiv="Content-Security-Policy" content="${policy}" />`);
});

test('the page of a comparison says so', () => {
  expect(pageOf('app', 'main', -1)).toContain('data-signed="true"');
  expect(pageOf('app', 'main', 1)).toContain('data-signed="false"');
});
