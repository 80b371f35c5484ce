import { describe, expect, test } from 'vitest';
import { subjectOf } from '#engine/subject.ts';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { profileOf } from '#parsers/folded.ts';
import { topReport } from './top.ts';
import { topCsv, topJson, topMarkdown } from './topTable.ts';

const reportOf = (profile: Profile, options: Partial<Options> = {}) => {
  const asked = { ...DEFAULTS, ...options };
  return topReport(subjectOf(profile, asked).subject, asked);
};

/** Of what the command knows, one function with a name, its file and its value. */
function profileNamed(name: string, value: number | bigint, unit = 'nanoseconds'): Profile {
  const builder = new ProfileBuilder('test', [{ type: 'cpu', unit }]);
  builder.sample([builder.location({ lines: [{ fn: builder.fn({ name, file: 'main.go' }), line: 7 }] })], [value]);
  return builder.finish();
}

const cpu = () => {
  const builder = new ProfileBuilder('test', [{ type: 'cpu', unit: 'nanoseconds' }]);
  const at = (name: string) => builder.location({ lines: [{ fn: builder.fn({ name }) }] });
  builder.sample([at('work'), at('main')], [3_000_000_000]);
  builder.sample([at('main')], [1_000_000_000]);
  return builder.finish();
};

describe('JSON', () => {
  const parsed = (profile: Profile, options: Partial<Options> = {}): { readonly entries: readonly Record<string, unknown>[] } & Record<string, unknown> => JSON.parse([...topJson(reportOf(profile, options))].join(''));

  test('has the total, the sentence and an entry for each row', () => {
    expect(parsed(cpu())).toEqual({
      report: 'top',
      type: 'cpu',
      unit: 'nanoseconds',
      total: 4_000_000_000,
      total_text: '4s',
      sentence: 'Showing nodes accounting for 4s, 100% of 4s total',
      legend: ['Type: cpu', 'Showing nodes accounting for 4s, 100% of 4s total'],
      entries: [
        { name: 'work', function: 'work', file: '', inlined: 'never', flat: 3_000_000_000, flat_text: '3s', flat_percent: 75, sum_percent: 75, cum: 3_000_000_000, cum_text: '3s', cum_percent: 75 },
        { name: 'main', function: 'main', file: '', inlined: 'never', flat: 1_000_000_000, flat_text: '1s', flat_percent: 25, sum_percent: 100, cum: 4_000_000_000, cum_text: '4s', cum_percent: 100 },
      ],
    });
  });

  test('follows the options of Top', () => {
    expect(parsed(cpu(), { focus: 'work', sort: 'cum', unit: 'ms', divideBy: 10 }).entries.map(({ name, flat, flat_text: text }) => [name, flat, text])).toEqual([
      ['main', 0, '0'],
      ['work', 300_000_000, '300ms'],
    ]);
    expect(parsed(profileNamed('main', 1), { granularity: 'lines' }).entries[0]).toMatchObject({ name: 'main main.go:7', function: 'main', file: 'main.go' });
  });

  test('has all digits of a number that is beyond the exact ones', () => {
    expect([...topJson(reportOf(profileNamed('main', 2n ** 63n - 1n)))].join('')).toContain('"flat": 9223372036854775807,');
  });

  test('has names as they are, and is JSON with none too', () => {
    const odd = 'a"\\\n\udcff\u2028</script>';
    expect(parsed(profileNamed(odd, 1)).entries[0]['name']).toBe(odd);
    expect(parsed(profileOf('')).entries).toEqual([]);
  });

  test('has shares with their sign', () => {
    expect(parsed(profileOf('a 30\nb -10')).entries.map(({ name, flat, flat_percent: share, sum_percent: sum }) => [name, flat, share, sum])).toEqual([
      ['a', 30, 75, 75],
      ['b', -10, -25, 50],
    ]);
  });
});

describe('CSV', () => {
  const rows = (profile: Profile) => [...topCsv(reportOf(profile))];

  test('has a head and lines that end as RFC 4180 wants it', () => {
    expect(rows(cpu())).toEqual([
      'flat,flat_text,flat_percent,sum_percent,cum,cum_text,cum_percent,name,function,file,inlined\r\n',
      '3000000000,3s,75,75,3000000000,3s,75,work,work,,never\r\n',
      '1000000000,1s,25,100,4000000000,4s,100,main,main,,never\r\n',
    ]);
  });

  test.each([
    ['Map[string,int]', '"Map[string,int]"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    [' plain ', ' plain '],
  ])('%j is %j', (name, cell) => {
    expect(rows(profileNamed(name, 1))[1]).toBe(`1,1ns,100,100,1,1ns,100,${cell},${cell},,never\r\n`);
  });
});

describe('Markdown', () => {
  const text = (profile: Profile, options: Partial<Options> = {}) => [...topMarkdown(reportOf(profile, options))].join('');

  test('is a table below the sentence of what it shows', () => {
    expect(text(cpu(), { focus: 'main|wo_*' })).toBe(`Type: cpu · Active filters: focus=main\\|wo\\_\\*

**Showing nodes accounting for 4s, 100% of 4s total**

| Flat | Flat % | Sum % | Cum | Cum % | Name |
| ---: | ---: | ---: | ---: | ---: | :--- |
| 3s | 75.00% | 75.00% | 3s | 75.00% | \`work\` |
| 1s | 25.00% | 100% | 4s | 100% | \`main\` |
`);
  });

  test('tells what was left out', () => {
    expect(text(profileOf('a 1000\nb 1'))).toContain('**Showing nodes accounting for 1000, 99.90% of 1001 total**\n<br>Dropped 1 node (cum \\<= 5)\n');
  });

  test.each([
    ['(*T[go.shape.int]).Get', '`(*T[go.shape.int]).Get`'],
    ['a|b', '`a\\|b`'],
    ['a`b', '``a`b``'],
    ['`a`', '`` `a` ``'],
    ['two\nlines', '`two\\nlines`'],
  ])('%j is the code %s', (name, cell) => {
    expect(text(profileNamed(name, 1))).toContain(`| ${cell} |\n`);
  });
});
