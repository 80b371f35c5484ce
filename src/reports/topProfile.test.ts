import { expect, test } from 'vitest';
import { DEFAULTS, type Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { profileOf } from '#parsers/folded.ts';
import { rawText } from './raw.ts';
import { measureOf } from './subject.ts';
import { topProfile } from './topProfile.ts';

const folded = profileOf(`
  main;work;sort 1500
  main;work 700
  main 400
`);
const timed: Profile = { ...folded, sampleTypes: [{ type: 'cpu', unit: 'ms' }], timeNanos: 1n, durationNanos: 5n, period: 9n, comments: ['gone'], defaultSampleType: 'cpu' };

function linesOf(options: Partial<Options> = {}): string[] {
  const asked = { ...DEFAULTS, ...options };
  return [...rawText(topProfile({ profile: timed, measure: measureOf(timed, asked) }, asked))].join('').split('\n');
}

test('each row of top is a sample and a location, with cum and flat in whole numbers of the unit that suits the least', () => {
  const lines = linesOf();
  expect(lines.slice(lines.indexOf('Samples:'))).toEqual([
    'Samples:',
    'cum/ms flat/ms',
    '       1500       1500: 1 ',
    '       2200        700: 2 ',
    '       2600        400: 3 ',
    'Locations',
    '     1: 0x0 sort :0:0 s=0()',
    '     2: 0x0 work :0:0 s=0()',
    '     3: 0x0 main :0:0 s=0()',
    'Mappings',
    '',
  ]);
});

test('numbers are cut in the unit that is asked', () => {
  const lines = linesOf({ unit: 's', sort: 'cum' });
  expect(lines.slice(lines.indexOf('Samples:') + 1, lines.indexOf('Locations'))).toEqual(['cum/s flat/s', '          2          0: 1 ', '          2          0: 2 ', '          1          1: 3 ']);
});

test('it has the times and the period of the profile, and nothing else', () => {
  expect(linesOf().slice(0, linesOf().indexOf('Samples:'))).toEqual(['PeriodType: samples count', 'Period: 9', expect.stringMatching(/^Time: 1970-01-01 /), 'Duration: 5ns']);
});

test('rows are trimmed as in top', () => {
  expect(linesOf({ nodeCount: 1 }).filter((line) => line.includes(' s='))).toEqual(['     1: 0x0 sort :0:0 s=0()']);
});
