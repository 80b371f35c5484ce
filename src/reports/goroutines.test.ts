import { expect, test } from 'vitest';
import { DEFAULTS, type Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { countText } from '#parsers/countText.ts';
import { profileOf } from '#parsers/folded.ts';
import { goroutineDump } from '#parsers/goroutineDump.ts';
import { allGoroutines, goroutinesReport, hasGoroutines, type GoroutineGroup, type GoroutinesAsked } from './goroutines.ts';
import { goroutinesText, untold, waitText } from './goroutinesText.ts';
import { measureOf } from './subject.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A dump: of each goroutine what stands in its brackets, its calls from the leaf on with their lines, and its creator. */
function dump(...goroutines: readonly (readonly [header: string, calls: string, creator?: string])[]): Profile {
  const text = goroutines.map(([header, calls, creator], i) => {
    const frames = calls.split(' ').map((call) => `${call.split(':')[0]}(0x1)\n\t/src/a.go:${call.split(':')[1] ?? 1} +0x1\n`);
    return `goroutine ${i + 1} ${header}:\n${frames.join('')}${creator === undefined ? '' : `created by ${creator} in goroutine 1\n\t/src/a.go:9 +0x1\n`}`;
  });
  return goroutineDump.parse(bytesOf(text.join('\n')), { symbols: true });
}

function ask(profile: Profile, asked: Partial<GoroutinesAsked> = {}, change: Partial<Options> = {}, most?: number) {
  const options = { ...DEFAULTS, ...change };
  const all = allGoroutines({ profile, measure: measureOf(profile, options) }, options);
  return goroutinesReport(all, { states: [], matches: undefined, sort: { by: 'count', order: 'descending' }, open: [], ...asked }, most);
}

const brief = ({ value, state, longestWait, at }: GoroutineGroup) => `${value} ${state} ${longestWait} ${at.name}`;

const SHOP = dump(
  ['[chan receive]', 'shop.take shop.work', 'shop.start'],
  ['[select]', 'shop.take shop.work', 'shop.start'],
  ['[chan receive, 12 minutes]', 'shop.take shop.work', 'shop.restart'],
  ['[IO wait, 3 minutes] {user: bo}', 'internal/poll.(*FD).Read net/http.(*conn).serve', 'net/http.(*Server).Serve'],
  ['[chan receive, 5 minutes] {user: al}', 'shop.take shop.work', 'shop.start'],
);

test('goroutines of one stack and one state are a group', () => {
  expect(ask(SHOP).groups.map(brief)).toEqual(['3 chan receive 12 shop.take /src/a.go:1', '1 select 0 shop.take /src/a.go:1', '1 IO wait 3 net/http.(*conn).serve /src/a.go:1']);
});

test('a line is another place, unless functions are asked', () => {
  const profile = dump(['[select]', 'shop.take:7 shop.work'], ['[select]', 'shop.take:8 shop.work']);
  expect(ask(profile).count).toBe(2);
  expect(ask(profile, {}, { granularity: 'functions' }).groups.map(brief)).toEqual(['2 select 0 shop.take']);
});

test('states are told with what they come to, the most frequent first', () => {
  expect(ask(SHOP).states).toEqual([
    { state: 'chan receive', value: 3, groups: 1, longestWait: 12 },
    { state: 'IO wait', value: 1, groups: 1, longestWait: 3 },
    { state: 'select', value: 1, groups: 1, longestWait: 0 },
  ]);
});

test('a group tells who created its goroutines, how many have which label, and which they are', () => {
  const [{ creators, labels, goroutines }] = ask(SHOP).groups;
  expect(creators).toEqual({ values: [{ text: 'shop.start', value: 2 }, { text: 'shop.restart', value: 1 }], left: 0 });
  expect(labels).toEqual([{ key: 'user', values: [{ text: 'al', value: 1 }], left: 0 }]);
  expect(goroutines).toEqual([1, 3, 5]);
});

test('of many values of a label the most frequent are listed, and the others counted', () => {
  const profile = dump(...Array.from({ length: 50 }, (_, i) => [`[select] {id: ${i % 30}}`, 'shop.take'] as const));
  const [{ values, left }] = ask(profile).groups[0].labels;
  expect([values.length, left]).toEqual([20, 10]);
  expect(values.every(({ value }) => value === 2)).toBe(true);
});

test('labels of a program that are called as those of the dump are its own', () => {
  const profile = dump(['[select] {state: open, wait: long, "created by": me}', 'shop.take', 'shop.start']);
  const [{ state, creators, labels }] = ask(profile).groups;
  expect([state, creators.values[0].text]).toEqual(['select', 'shop.start']);
  expect(labels.map(({ key, values }) => `${key} ${values[0].text}`)).toEqual(['created by me', 'state open', 'wait long']);
});

test('stacks are there for the groups that are open', () => {
  const { groups } = ask(SHOP, { open: [0] });
  expect(groups.map(({ frames }) => frames?.map(({ fn }) => fn))).toEqual([['shop.take', 'shop.work'], undefined, undefined]);
});

test.each([
  ['count', 'ascending', '1 1 3'],
  ['wait', 'descending', '3 1 1'],
  ['state', 'ascending', '1 3 1'],
  ['name', 'ascending', '1 3 1'],
] as const)('sorted by %s, %s', (by, order, values) => {
  expect(ask(SHOP, { sort: { by, order } }).groups.map(({ value }) => value).join(' ')).toBe(values);
});

test('states and what is looked for leave groups out, and say what is left; the states stay', () => {
  const one = ask(SHOP, { states: ['select', 'IO wait'] });
  expect([one.count, one.found, one.foundValue, one.states.length]).toEqual([3, 2, 2, 3]);
  const found = (wanted: string) => ask(SHOP, { matches: (text) => text.includes(wanted) }).groups.map(({ state }) => state);
  expect(found('work')).toEqual(['chan receive', 'select']);
  expect(found('user: bo')).toEqual(['IO wait']);
  expect(found('restart')).toEqual(['chan receive']);
  expect(found('selec')).toEqual(['select']);
  expect(found('nowhere')).toEqual([]);
});

test('so many groups are listed', () => {
  expect(ask(SHOP, {}, {}, 2)).toMatchObject({ found: 3, groups: { length: 2 } });
});

test('a goroutine without a stack is in a group too', () => {
  const profile = goroutineDump.parse(bytesOf('goroutine 3 [running]:\n\tgoroutine running on other thread; stack unavailable\ncreated by main.g\n\t/a.go:2 +0x3\n'), { symbols: true });
  expect(ask(profile, { open: 'all' }).groups).toMatchObject([{ state: 'running', at: { name: '', fn: '' }, frames: [] }]);
});

const DEBUG1 = `goroutineleak profile: total 5
4 @ 0x1 0x2
# labels: {"state":"open"}
#	0x0	shop.take+0x1	/src/a.go:1
#	0x1	shop.work+0x1	/src/a.go:2

1 @ 0x3
#	0x2	main.main+0x1	/src/a.go:3
`;

test('a profile that has counts alone tells them, and that it tells no more', () => {
  const profile = countText.parse(bytesOf(DEBUG1), { symbols: true });
  expect(hasGoroutines(profile)).toBe(true);
  const report = ask(profile);
  expect(report.groups.map(brief)).toEqual(['4  0 shop.take /src/a.go:1', '1  0 main.main /src/a.go:3']);
  expect(report.groups[0].labels).toEqual([{ key: 'state', values: [{ text: 'open', value: 4 }], left: 0 }]);
  expect([report.isDump, report.states, untold(report)]).toEqual([false, [], expect.stringContaining('debug=2')]);
});

test('other profiles are of no goroutines', () => expect(hasGoroutines(profileOf('main 1'))).toBe(false));

test.each([[0, ''], [7, '7min'], [60, '1h'], [200, '3h 20min'], [1440, '1d'], [3000, '2d 2h']])('%i minutes are %j', (minutes, text) => expect(waitText(minutes)).toBe(text));

test('as text, states stand above the groups, and what is told of a group above its stack', () => {
  const text = [...goroutinesText(ask(SHOP, { open: 'all' }))].join('');
  expect(text.split('\n').slice(0, 14)).toEqual([
    'Type: goroutine',
    'Showing nodes accounting for 5, 100% of 5 total',
    '         3 60.00%  chan receive, 12min at most',
    '         1 20.00%  IO wait, 3min at most',
    '         1 20.00%  select',
    '-----------+-------------------------------------------------------',
    '     state:  chan receive',
    '      wait:  12min at most',
    'created by:  shop.start (2), shop.restart (1)',
    '      user:  al (1)',
    '         3   shop.take /src/a.go:1',
    '             shop.work /src/a.go:1',
    '-----------+-------------------------------------------------------',
    '     state:  select',
  ]);
});

test('of a hundred thousand groups all are counted', () => {
  const profile = dump(...Array.from({ length: 100_000 }, (_, i) => [`[chan receive, ${i % 90} minutes]`, `shop.take${i} shop.work net/http.(*conn).serve`, 'shop.start'] as const));
  const report = ask(profile);
  expect([report.count, report.groups.length, Number(report.foundValue)]).toEqual([100_000, 2000, 100_000]);
});
