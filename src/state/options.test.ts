import { beforeEach, describe, expect, test, vi } from 'vitest';
import { followAddress, fitOptions, resetOptions, setOptions, setView, undo, useAddress } from './options.ts';

/** A browser's tab: its entries, the one of now, and who listens for going back. */
class Tab {
  entries: { state: unknown; url: string }[] = [{ state: null, url: '' }];
  at = 0;
  listener: () => void = () => {};

  get state(): unknown {
    return this.entries[this.at].state;
  }
  pushState(state: unknown, _: string, url: string): void {
    this.entries.splice(++this.at, Number.POSITIVE_INFINITY, { state, url });
  }
  replaceState(state: unknown, _: string, url: string): void {
    this.entries[this.at] = { state, url };
  }
  back(): void {
    if (this.at === 0) return;
    this.at--;
    this.listener();
  }
  urls(): string[] {
    return this.entries.map(({ url }) => url);
  }
}

let tab: Tab;

/** Opens the page at an address. */
function open(url: string): void {
  tab = new Tab();
  tab.entries[0].url = url;
  const location = {
    get hash() {
      return tab.entries[tab.at].url.replace(/^[^#]*/, '');
    },
    pathname: url.replace(/[?#].*$/, ''),
    search: /\?[^#]*/.exec(url.replace(/#.*$/, ''))?.[0] ?? '',
  };
  vi.stubGlobal('history', tab);
  vi.stubGlobal('location', location);
  vi.stubGlobal('addEventListener', (_: string, listener: () => void) => (tab.listener = listener));
  followAddress();
}

const options = () => useAddress.getState().options;

beforeEach(() => {
  vi.useFakeTimers();
  open('/#/top');
});

describe('going back', () => {
  test('is over one step at a time', () => {
    setOptions({ focus: 'serve' });
    setOptions({ hide: 'runtime' });
    setView('graph');
    expect(tab.urls()).toEqual(['/#/top', '#/top?f=serve', '#/top?f=serve&h=runtime', '#/graph?f=serve&h=runtime']);
    undo();
    undo();
    expect(useAddress.getState()).toMatchObject({ view: 'top', options: { focus: 'serve', hide: '' } });
  });

  test('is over all that was typed into one box', () => {
    for (const focus of ['s', 'se', 'ser', 'serve']) setOptions({ focus }, 'typing');
    expect(options().focus).toBe('serve');
    vi.runAllTimers();
    expect(tab.urls()).toEqual(['/#/top', '#/top?f=serve']);
    undo();
    expect(options().focus).toBe('');
  });

  test('after typing and a step comes to what was typed', () => {
    for (const focus of ['s', 'serve']) setOptions({ focus }, 'typing');
    setOptions({ sort: 'cum' });
    undo();
    expect(options()).toMatchObject({ focus: 'serve', sort: 'flat' });
    vi.runAllTimers();
    expect(tab.urls()[1]).toBe('#/top?f=serve');
  });

  test('typing into two boxes is two steps', () => {
    for (const focus of ['s', 'serve']) setOptions({ focus }, 'typing');
    for (const hide of ['r', 'runtime']) setOptions({ hide }, 'typing');
    vi.runAllTimers();
    expect(tab.urls()).toEqual(['/#/top', '#/top?f=serve', '#/top?f=serve&h=runtime']);
  });

  test('does not leave the page it began with', () => {
    undo();
    expect(tab.at).toBe(0);
  });

  test('is not over what changed nothing', () => {
    setOptions({ focus: '' });
    setView('top');
    expect(tab.urls()).toEqual(['/#/top']);
  });
});

test('resetting keeps the sample type', () => {
  setOptions({ focus: 'serve', nodeCount: 5, sampleIndex: 'alloc_space' });
  resetOptions();
  expect(tab.urls().at(-1)).toBe('#/top?si=alloc_space');
});

test("pprof's own address becomes ours", () => {
  open('/ui/graph?f=serve&n=20');
  expect(useAddress.getState()).toMatchObject({ view: 'graph', options: { focus: 'serve', nodeCount: 20 } });
  expect(tab.urls()).toEqual(['/#/graph?f=serve&n=20']);
});

describe("another file's sample type", () => {
  const types = [
    { type: 'samples', unit: 'count' },
    { type: 'cpu', unit: 'nanoseconds' },
  ];

  test('is dropped with a word, and is no step', () => {
    open('/#/top?si=alloc_space');
    fitOptions(types);
    expect(useAddress.getState()).toMatchObject({ options: { sampleIndex: '' }, notices: [expect.stringContaining('alloc_space')] });
    expect(tab.urls()).toEqual(['#/top']);
  });

  test('stays where the file has it', () => {
    for (const index of ['cpu', '0', '']) {
      open(`/#/top?si=${index}`);
      fitOptions(types);
      expect(options().sampleIndex).toBe(index);
    }
  });
});
