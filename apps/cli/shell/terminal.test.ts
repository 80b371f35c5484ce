import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import type { Completion } from './complete.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** A terminal that somebody sits at, or a pipe; what is written to it, and the lines that it remembers. */
function open({ isTTY = true, env = { TERM: 'xterm' } as NodeJS.ProcessEnv, complete = (_line: string): Completion => ({ word: '', matches: [] }), before = [] as string[] } = {}) {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: (isRaw: boolean) => modes.push(isRaw) });
  const errors = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY });
  const output = new PassThrough({ encoding: 'utf8' });
  const remembered: string[] = [];
  // A Tab among other keys is text that was pasted.
  const type = (keys: string) => keys.split(/(?<=\t)|(?=\t)/).forEach((part) => input.write(part));
  const terminal = openTerminal({ input, output, errors }, complete, { lines: before, add: (line) => remembered.push(line) }, env);
  opened.push(terminal);
  return { ...terminal, modes, remembered, type, end: () => input.end(), written: () => String(errors.read() ?? ''), reports: () => output.read() };
}

const opened: Terminal[] = [];
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.close();
});

const TAB = '\t';
const UP = '\u001B[A';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

describe('what somebody types', () => {
  test('is asked for, and beside the reports', async () => {
    const { ask, type, written, reports } = open();
    type('top 5\r');
    expect(await ask('(pprof) ')).toBe('top 5');
    expect(written()).toContain('(pprof) ');
    expect(reports()).toBeNull();
  });

  test('may be several lines at once', async () => {
    const { ask, type } = open();
    type('top\rtree\rq\r');
    expect([await ask(''), await ask(''), await ask('')]).toEqual(['top', 'tree', 'q']);
  });

  test('Ctrl-D ends, and the next prompt of the system stands on its own line', async () => {
    const { ask, type, written } = open();
    type(CTRL_D);
    expect(await ask('(pprof) ')).toBeUndefined();
    expect(written()).toMatch(/\n$/);
  });

  test('Ctrl-C takes back the line and not the program', async () => {
    const { ask, type, written } = open();
    type(`list (${CTRL_C}top\r`);
    expect(await ask('(pprof) ')).toBe('top');
    expect(written()).toContain('^C\n');
  });

  test('Ctrl-C ends what is going on, which has the terminal as it is by itself', async () => {
    const { during, modes } = open();
    modes.length = 0;
    const ended = during((interrupted) => {
      expect(modes).toEqual([false]);
      process.emit('SIGINT');
      return Promise.resolve(expect(interrupted.aborted).toBe(true));
    });
    await ended;
    expect(modes).toEqual([false, true]);
    await during((interrupted) => Promise.resolve(expect(interrupted.aborted).toBe(false)));
  });
});

describe('Tab', () => {
  const names = (matches: string[]) => (line: string) => ({ word: line.split(' ').at(-1) ?? '', matches });

  test('puts the only match in place of the word', async () => {
    const { ask, type } = open({ complete: names(['mangledMALLOC']) });
    type(`top edMA${TAB}\r`);
    expect(await ask('')).toBe('top mangledMALLOC');
  });

  test('goes on as far as all begin alike', async () => {
    const { ask, type } = open({ complete: names(['mangled2000', 'mangled2001']) });
    type(`top man${TAB}1\r`);
    expect(await ask('')).toBe('top mangled2001');
  });

  test('leaves a word that stands within several, and lists them', async () => {
    const { ask, type, written } = open({ complete: names(['json.Marshal', 'jpeg.Marshal']) });
    type(`top Mar${TAB}${TAB}\r`);
    expect(await ask('')).toBe('top Mar');
    expect(written()).toMatch(/json\.Marshal\s+jpeg\.Marshal/);
  });

  test('lists no thousands', async () => {
    const { ask, type, written } = open({ complete: names(Array.from({ length: 1000 }, (_, name) => `f${name}`)) });
    type(`top f${TAB}${TAB}\r`);
    expect(await ask('')).toBe('top f');
    expect(written()).not.toContain('f999');
  });
});

describe('history', () => {
  test('what was typed before comes back', async () => {
    const { ask, type } = open({ before: ['tree 3', 'top'] });
    type(`${UP}${UP}\r`);
    expect(await ask('')).toBe('top');
  });

  test('a line is remembered once in a row, nothing is not', async () => {
    const { ask, type, remembered } = open({ before: ['top'] });
    type('top\rtree\rtree\r \rtop\r');
    for (let line = 0; line < 5; line++) await ask('');
    expect(remembered).toEqual(['tree', 'top']);
  });
});

describe('a pipe', () => {
  test('gets no prompt, no colours and no history', async () => {
    const { ask, type, end, complain, written, remembered, isPerson } = open({ isTTY: false });
    type('top\ntree');
    end();
    expect([await ask('(pprof) '), await ask('(pprof) '), await ask('(pprof) ')]).toEqual(['top', 'tree', undefined]);
    complain('wrong');
    expect(written()).toBe('wrong\n');
    expect(remembered).toEqual([]);
    expect(isPerson).toBe(false);
  });
});

describe('complaints', () => {
  test('are red', () => {
    const { complain, written } = open();
    complain('wrong');
    expect(written()).toContain('\u001B[31mwrong\u001B[0m\n');
  });

  test.each([{ TERM: 'xterm', NO_COLOR: '1' }, { TERM: 'dumb' }])('are not, with %j', (env) => {
    const { complain, written } = open({ env });
    complain('wrong');
    expect(written()).not.toContain('\u001B[31m');
  });
});

test('a terminal that can do nothing has a prompt', async () => {
  const { ask, type, written } = open({ env: { TERM: 'dumb' } });
  type('top\n');
  expect(await ask('(pprof) ')).toBe('top');
  expect(written()).toBe('(pprof) ');
});
