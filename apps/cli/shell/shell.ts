import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { labelUnits } from '#model/labelUnits.ts';
import type { Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { profileLines } from '#reports/legend.ts';
import { measureOf } from '#reports/subject.ts';
import { binutils } from '#cli/binutils.ts';
import type { Command } from '#cli/flags.ts';
import { FORMAT_FLAGS } from '#cli/formats.ts';
import { messageOf } from '#cli/message.ts';
import { printPieces, savePieces } from '#cli/output.ts';
import { printerOf, type Pieces } from '#cli/print.ts';
import { readSources } from '#cli/read.ts';
import { pageRequest, servePage, type Page } from '#cli/serve.ts';
import { openBrowser } from '#server/browser.ts';
import { complete, vocabularyOf } from './complete.ts';
import type { History } from './history.ts';
import { understand, type Effect } from './line.ts';
import type { ShellState } from './settings.ts';
import { openTerminal, type Streams, type Terminal } from './terminal.ts';

/** pprof's, which its users and their scripts know. */
const PROMPT = '(pprof) ';

/**
 * Reads lines until there are no more, and does what each says. The profile is read once.
 *
 * Source of the behaviour: github.com/google/pprof, internal/driver/interactive.go.
 * @throws SourceError
 */
export async function shell(command: Command, streams: Streams, history: History): Promise<void> {
  const { profile, notes, saved } = await readSources(command, { say: (text) => void streams.errors.write(`${text}\n`) });
  const { functions, strings } = profile;
  const vocabulary = vocabularyOf(profile, Array.from(functions.name, (name) => strings[name]));
  const terminal = openTerminal(streams, (line) => complete(line, vocabulary), history);
  // What was fetched is not fetched again: it would be another profile.
  const actor = actorOf(saved === undefined ? command : { ...command, sources: [saved], bases: [] }, profile, terminal, streams);
  let state: ShellState = { options: { ...command.options, compactLabels: true }, output: command.output };
  try {
    for (const note of [...command.notes, ...notes]) terminal.complain(note);
    greet(profile, state.options, terminal);
    for (let line = await terminal.ask(PROMPT); line !== undefined; line = await terminal.ask(PROMPT)) {
      const understood = understand(line, state, profile);
      state = understood.state;
      for (const effect of understood.effects) {
        if (effect.kind === 'leave') return;
        await actor.act(effect);
      }
    }
  } finally {
    terminal.close();
    await actor.close();
  }
}

/** What the profile is. Where its options are wrong, each report will say so. */
function greet(profile: Profile, options: Options, { say, complain }: Terminal): void {
  for (const note of labelUnits(profile).notes) complain(note);
  try {
    const measure = measureOf(profile, options);
    say(profileLines({ profile, measure }, options.unit).join('\n'));
    if (Number(measure.total) === 0 && profile.sampleTypes.length > 1) {
      say('No samples were found with the default sample value type.');
      say('Try "sample_index" command to analyze different sample values.');
    }
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
  }
  say('Entering interactive mode (type "help" for commands, "o" for options)');
}

type Act = Exclude<Effect, { readonly kind: 'leave' }>;

/** What does what a line asks for. */
interface Actor {
  /** What goes wrong is told, and the shell goes on. */
  act(effect: Act): Promise<void>;
  close(): Promise<void>;
}

function actorOf(command: Command, profile: Profile, terminal: Terminal, { output }: Streams): Actor {
  const print = printerOf(profile, process.cwd(), binutils(command.tools));
  let page: Page | undefined;
  const act = async (effect: Act): Promise<void> => {
    switch (effect.kind) {
      case 'say':
        return terminal.say(effect.text);
      case 'complain':
        return terminal.complain(effect.text);
      case 'report':
        return terminal.during(async (interrupted) => {
          const { pieces, notes } = print(effect.report, effect.options);
          for (const note of notes) terminal.complain(note);
          const file = await write(heeding(pieces, interrupted), effect, output, terminal.complain);
          if (file.endsWith('.html') && effect.output === '' && terminal.isPerson && !command.noBrowser) openBrowser(pathToFileURL(file).href);
        });
      case 'page': {
        if (!terminal.isPerson) return terminal.complain('web is for a terminal; proflens -web opens the page by itself');
        page ??= await servePage(await pageRequest(command));
        const shown = { view: 'graph', options: { ...effect.options, compactLabels: command.options.compactLabels } } as const;
        terminal.say(page.address(shown));
        return page.show(shown);
      }
    }
  };
  return {
    act: (effect) => act(effect).catch((error: unknown) => terminal.complain(messageOf(error))),
    close: async () => page?.close(),
  };
}

/**
 * What is not for a terminal gets a new file where none is named.
 * @returns the file; empty for none
 */
async function write(pieces: Pieces, { report, output }: Effect & { readonly kind: 'report' }, screen: Writable, say: (text: string) => void): Promise<string> {
  const extension = FORMAT_FLAGS.get(report.format)?.extension ?? '';
  if (output !== '' || extension !== '') return savePieces(pieces, output, extension, say);
  await printPieces(pieces, screen);
  return '';
}

/** Characters between two moments in which Ctrl-C is heard. */
const HANDFUL = 1 << 16;

/** @throws Error when interrupted */
async function* heeding(pieces: Pieces, interrupted: AbortSignal): AsyncGenerator<string | Uint8Array> {
  let text = '';
  const heed = async () => {
    await setImmediate();
    if (interrupted.aborted) throw new Error('Interrupted');
  };
  try {
    for await (const piece of pieces) {
      if (typeof piece === 'string' && (text += piece).length < HANDFUL) continue;
      await heed();
      yield text;
      text = '';
      if (typeof piece !== 'string') yield piece;
    }
  } finally {
    // What was said before something went wrong is said.
    yield text;
  }
}
