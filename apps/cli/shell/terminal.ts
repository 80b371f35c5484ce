import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Completion } from './complete.ts';
import type { History } from './history.ts';

/** What a program is given to read from and to write to. */
export interface Streams {
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
  /** For reports alone. */
  readonly output: Writable;
  /** For the prompt, and all that is said beside the reports. */
  readonly errors: Writable & { readonly isTTY?: boolean };
}

/** Who types the lines, and reads what stands beside the reports. */
export interface Terminal {
  /** Whether somebody sits there; otherwise lines come from a file or a pipe, and get no prompt. */
  readonly isPerson: boolean;
  /** The next line; undefined when there is none. */
  ask(prompt: string): Promise<string | undefined>;
  say(text: string): void;
  /** In red where there are colours. */
  complain(text: string): void;
  /** Does something that Ctrl-C may end. */
  during(work: (interrupted: AbortSignal) => Promise<void>): Promise<void>;
  close(): void;
}

/** A terminal with history, completion and a Ctrl-C that takes back the line and not the program. */
export function openTerminal({ input, errors }: Streams, complete: (line: string) => Completion, history: History, env = process.env): Terminal {
  const isPerson = input.isTTY === true && errors.isTTY === true;
  const edits = isPerson && env['TERM'] !== 'dumb';
  const lines = createInterface({
    input,
    ...(isPerson && { output: errors }),
    terminal: edits,
    completer: (line: string) => hits(complete(line)),
    history: [...history.lines],
    historySize: Math.max(history.lines.length, 1000),
    removeHistoryDuplicates: true,
  });
  const queue = lines[Symbol.asyncIterator]();
  let running: AbortController | undefined;
  const interrupt = () => (running === undefined ? takeBack() : running.abort());
  const takeBack = () => {
    errors.write('^C\n');
    // Readline has no word for it, but keys: to the end of the line, and delete up to there.
    if (edits) for (const name of ['e', 'u']) lines.write(null, { ctrl: true, name });
    else lines.prompt();
  };
  lines.on('SIGINT', interrupt);
  if (isPerson) process.on('SIGINT', interrupt);
  let last = history.lines.at(0);
  return {
    isPerson,
    ask: async (prompt) => {
      lines.setPrompt(prompt);
      if (isPerson) lines.prompt();
      const { value, done } = await queue.next();
      if (done === true) {
        if (isPerson) errors.write('\n');
        return undefined;
      }
      if (edits && value.trim() !== '' && value !== last) history.add((last = value));
      return value;
    },
    say: (text) => void errors.write(`${text}\n`),
    complain: (text) => void errors.write(edits && !env['NO_COLOR'] ? `\u001B[31m${text}\u001B[0m\n` : `${text}\n`),
    during: async (work) => {
      running = new AbortController();
      // Out of readline's hands a terminal makes Ctrl-C a signal, and shows what is typed ahead.
      if (edits) input.setRawMode?.(false);
      try {
        await work(running.signal);
      } finally {
        running = undefined;
        if (edits) input.setRawMode?.(true);
      }
    },
    close: () => {
      lines.close();
      process.off('SIGINT', interrupt);
    },
  };
}

/** More are not listed. */
const LISTED = 200;

/** One match replaces the word. Of several, the terminal puts what they all begin with in its place, and lists them when asked again. */
function hits({ word, matches }: Completion): [string[], string] {
  if (matches.length > LISTED || matches.every((match) => match === word)) return [[], word];
  // One that is not seen keeps a word from the middle of a name from giving way to what all names begin with.
  const extendWord = matches.length < 2 || matches.every((match) => match.startsWith(word));
  return [extendWord ? [...matches] : [...matches, ' '], word];
}
