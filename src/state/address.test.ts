import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FLAME_COLORS, FLAME_DEFAULTS, FLAME_GROUPS, FLAME_OPTIONS, type FlameOptions } from '#model/flameOptions.ts';
import { DEFAULTS, GRANULARITIES, OPTIONS, type Options } from '#model/options.ts';
import { formatAddress, parseAddress, parsePprofAddress, VIEWS, type View } from './address.ts';

/** Any text a name can hold: what is valid, and with it bytes that never stand in UTF-8. */
const bytes = fc.array(fc.constantFrom(0xc0, 0xf8, 0xff), { maxLength: 3 }).map((values) => String.fromCharCode(...values.map((byte) => 0xdc00 + byte)));
const text = fc.array(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), bytes), { maxLength: 3 }).map((parts) => parts.join(''));

function optionOf(field: keyof Options): fc.Arbitrary<Options[keyof Options]> {
  if (field === 'sort') return fc.constantFrom('flat', 'cum');
  if (field === 'granularity') return fc.constantFrom('', ...GRANULARITIES);
  if (field === 'nodeCount') return fc.integer({ min: -1, max: 1_000_000 });
  if (field === 'nodeFraction' || field === 'edgeFraction') return fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
  if (field === 'divideBy') return fc.double({ min: 1e-9, max: 1e9, noNaN: true });
  // An empty unit is none; pprof's addresses cannot say it either.
  if (field === 'unit') return text.filter((unit) => unit !== '');
  return typeof DEFAULTS[field] === 'boolean' ? fc.boolean() : text;
}

const inAddress = OPTIONS.filter(({ param }) => param !== undefined).map(({ field }) => field);
const bases = fc.option(fc.record({ name: text.filter((name) => name !== ''), isDifference: fc.boolean() }), { nil: undefined });
const options = fc.record(Object.fromEntries(inAddress.map((field) => [field, optionOf(field)])), { requiredKeys: [] }).map((some): Options => ({ ...DEFAULTS, ...some }));

const flames: fc.Arbitrary<FlameOptions> = fc.record({
  pivot: text,
  inverted: fc.boolean(),
  order: fc.constantFrom('value', 'name'),
  foldRecursion: fc.boolean(),
  group: fc.constantFrom('', ...FLAME_GROUPS),
  color: fc.constantFrom('', ...FLAME_COLORS),
  width: fc.constantFrom('', 'new', 'base', 'change'),
  least: fc.double({ min: 0, max: 100, noNaN: true }).map((value) => value + 0),
});

const address = (view: View, asked: Options) => formatAddress({ view, options: asked, base: undefined });

describe('an address', () => {
  test('says what it was made from', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VIEWS), options, flames, bases, (view, asked, flame, base) => {
        expect(parseAddress(formatAddress({ view, options: asked, flame, base }))).toEqual({ view, options: asked, flame, base, notices: [] });
      }),
      { numRuns: 1000 },
    );
  });

  test('has only what differs from the default, by pprof names in their order', () => {
    expect(address('flame', DEFAULTS)).toBe('#/flame');
    expect(address('top', { ...DEFAULTS, sampleIndex: 'alloc_space', focus: 'serve', nodeCount: 80, hide: 'runtime' })).toBe('#/top?f=serve&h=runtime&n=80&si=alloc_space');
    expect(address('graph', { ...DEFAULTS, trim: false, callTree: true })).toBe('#/graph?calltree=t&trim=f');
  });

  test('keeps what means something in an address', () => {
    const asked = { ...DEFAULTS, focus: 'a&b=c+d e#f%g?h\n"é\u{1f600}', ignore: 'main\\.\\(\\*T\\)\\.M' };
    expect(address('top', asked)).toMatch(/^#\/top\?[!-~]+$/);
    expect(parseAddress(address('top', asked)).options).toEqual(asked);
  });

  test('reads a plus as a space, as browsers write queries', () => {
    expect(parseAddress('#/top?f=func+a%2Bb').options.focus).toBe('func a+b');
  });

  test('keeps a byte that is no UTF-8', () => {
    const asked = { ...DEFAULTS, focus: `caf${String.fromCharCode(0xdc00 + 0xe9)}` };
    expect(address('top', asked)).toBe('#/top?f=caf%E9');
    expect(parseAddress('#/top?f=caf%E9').options).toEqual(asked);
  });
});

describe('how the flame graph is drawn', () => {
  test('stands in the address by pprof’s name where it has one', () => {
    const flame: FlameOptions = { ...FLAME_DEFAULTS, pivot: '^main$', group: 'package', least: 2 };
    expect(formatAddress({ view: 'flame', options: { ...DEFAULTS, focus: 'a' }, flame, base: undefined })).toBe('#/flame?f=a&group=package&least=2&p=%5Emain%24');
    expect(parsePprofAddress('/ui/flamegraph', '?p=^main$')?.address.flame.pivot).toBe('^main$');
    expect(parsePprofAddress('/ui/flamegraph', '?p=^main%237$|^a%2371$|b%23')?.address.flame.pivot).toBe('^main$|^a$|b#');
  });

  test('has no parameter that an option has', () => {
    const params = [...OPTIONS, ...FLAME_OPTIONS].flatMap(({ param }) => param ?? []);
    expect(new Set(params).size).toBe(params.length);
  });

  test.each(['order=size', 'fold=perhaps', 'group=line', 'color=red', 'width=both', 'least=-1', 'least=101', 'least=wide', 'inverted=2'])('is not read where it cannot be: %s', (query) => {
    const { flame, notices } = parseAddress(`#/flame?${query}`);
    const [name, value] = query.split('=');
    expect([flame, notices]).toEqual([FLAME_DEFAULTS, [`${name}: ${value} cannot be.`]]);
  });
});

describe('a bad address', () => {
  test.each([
    ['#/top?n=1e99', 'n'],
    ['#/top?n=-5', 'n'],
    ['#/top?n=2.5', 'n'],
    ['#/top?n=2000000', 'n'],
    ['#/top?nf=NaN', 'nf'],
    ['#/top?nf=-1', 'nf'],
    ['#/top?ef=7', 'ef'],
    ['#/top?g=__proto__', 'g'],
    ['#/top?sort=constructor', 'sort'],
    ['#/top?trim=perhaps', 'trim'],
  ])('%s leaves the default and says so', (hash, name) => {
    const { view, options: read, notices } = parseAddress(hash);
    expect([view, read]).toEqual(['top', DEFAULTS]);
    expect(notices).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  });

  test('names what it does not know, and goes on', () => {
    const { options: read, notices } = parseAddress('#/top?x=1&f=serve&__proto__=2&constructor=3');
    expect(read).toEqual({ ...DEFAULTS, focus: 'serve' });
    expect(notices).toEqual(['Not understood in the address: x, __proto__, constructor.']);
  });

  test('with a view that is none shows the first', () => {
    expect(parseAddress('#/nowhere?f=a')).toEqual({ view: 'flame', options: { ...DEFAULTS, focus: 'a' }, flame: FLAME_DEFAULTS, base: undefined, notices: ['There is no view "nowhere".'] });
  });

  test('with something twice takes the first', () => {
    expect(parseAddress('#/top?f=a&f=b').options.focus).toBe('a');
  });

  test('of any kind is read without an error', () => {
    const many = Array.from({ length: 500 }, (_, i) => `x${i}=1`).join('&');
    for (const hash of ['', '#', '#/', '#?', '#/top', '#top', `#/top?${'&'.repeat(10_000)}`, `#/top?${many}`, '#/top?f=%E0%A4', '#/top?f=%', '#/top?f=%zz', '#/top?f=a\0b', '#/top?=', `#/top?f=${'x'.repeat(200_000)}`]) {
      expect(VIEWS).toContain(parseAddress(hash).view);
    }
    expect(parseAddress('#/top?f=%E0%A4%zz%').options.focus).toBe(`${String.fromCharCode(0xdce0, 0xdca4)}%zz%`);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (hash) => VIEWS.includes(parseAddress(`#/top?${hash}`).view)));
  });
});

describe("pprof's own addresses", () => {
  test.each([
    ['/ui/top', '?f=serve&si=cpu', '/', '#/top?f=serve&si=cpu'],
    ['/top', '?f=x', '/', '#/top?f=x'],
    ['/ui/', '', '/', '#/flame'],
    ['/ui', '?si=cpu', '/', '#/flame?si=cpu'],
    ['/ui/flamegraph2', '?h=runtime', '/', '#/flame?h=runtime'],
    ['/tools/proflens/ui/peek', '?f=a', '/tools/proflens/', '#/peek?f=a'],
  ])('%s%s', (path, search, root, hash) => {
    const read = parsePprofAddress(path, search);
    expect(read?.root).toBe(root);
    expect(read && formatAddress(read.address)).toBe(hash);
  });

  test('are not taken for one where they are none', () => {
    for (const path of ['/', '/index.html', '/tools/', '/desktop', '/uix']) expect(parsePprofAddress(path, '?f=x')).toBeUndefined();
  });
});

describe('a running program', () => {
  test('stands in the address by its own', () => {
    expect(formatAddress({ ...parseAddress('#/top?f=serve'), live: 'http://h:6060/debug/pprof/' })).toBe('#/live?url=http%3A%2F%2Fh%3A6060%2Fdebug%2Fpprof%2F');
    expect(parseAddress('#/live?url=http%3A%2F%2Fh%3A6060%2Fdebug%2Fpprof%2Fheap%3Fgc%3D1').live).toBe('http://h:6060/debug/pprof/heap?gc=1');
    expect([parseAddress('#/live').live, parseAddress('#/top').live]).toEqual(['', undefined]);
  });

  test('what is secret in a link leaves no trace but a notice', () => {
    const address = parseAddress('#/live?url=http%3A%2F%2Fuser%3ACANARY%40h%2Fdebug%2Fpprof%2Fheap%3Ftoken%3DCANARY');
    expect(address.live).toBe('http://h/debug/pprof/heap');
    expect(address.notices).toEqual(['The password or token in the link was left out.']);
    expect(JSON.stringify(address)).not.toContain('CANARY');
  });

  test('what is no address is not gone to', () => {
    const { live, notices } = parseAddress('#/live?url=file%3A%2F%2F%2Fetc%2Fpasswd');
    expect([live, notices.length]).toEqual(['', 1]);
  });
});
