import { writeFileSync } from 'node:fs';
import { encodeText } from '#model/text.ts';
import { parseFlags, UsageError, type Command } from './flags.ts';
import type { Pieces } from './print.ts';
import { USAGE } from './usage.ts';

/** pprof's status for everything that went wrong. */
const FAILED = 2;

async function main(words: readonly string[]): Promise<void> {
  const command = parseFlags(words);
  if (command.help) return void process.stdout.write(USAGE);
  if (command.version) return void process.stdout.write(`proflens ${import.meta.env.VERSION}\n`);
  if (command.report === undefined) return openPage(command);
  const { printReport } = await import('./print.ts');
  if (command.sources.length === 0) throw new UsageError('no profile source specified');
  const { pieces, notes } = await printReport(command, command.report);
  for (const note of notes) console.error(note);
  if (command.output === '') await write(pieces, (bytes) => process.stdout.write(bytes));
  else await writeFile(command.output, pieces);
}

/** Only when all went well is there a file. */
async function writeFile(path: string, pieces: Pieces): Promise<void> {
  const parts: Uint8Array[] = [];
  await write(pieces, (bytes) => parts.push(bytes));
  console.error(`Generating report in ${path}`);
  writeFileSync(path, Buffer.concat(parts));
}

/** Characters that are encoded and written in one go. */
const CHUNK = 1 << 16;

async function write(pieces: Pieces, take: (bytes: Uint8Array) => void): Promise<void> {
  let text = '';
  const flush = () => {
    if (text !== '') take(encodeText(text));
    text = '';
  };
  const add = (piece: string | Uint8Array) => {
    if (typeof piece === 'string') {
      text += piece;
      if (text.length >= CHUNK) flush();
    } else {
      flush();
      take(piece);
    }
  };
  try {
    // To wait for each of a million lines takes its time.
    if (Symbol.iterator in pieces) for (const piece of pieces) add(piece);
    else for await (const piece of pieces) add(piece);
  } finally {
    // What was said before something went wrong is said.
    flush();
  }
}

async function openPage(command: Command): Promise<void> {
  const { pageRequest, serveCommand } = await import('./serve.ts');
  await serveCommand(pageRequest(command), { view: command.view, options: command.options });
}

/** One sentence, for whoever typed the command. */
function complain(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`proflens: ${message}${error instanceof UsageError ? '; proflens -help lists the flags' : ''}`);
  process.exitCode = FAILED;
}

// A reader that stops early, such as head, is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : FAILED));
main(process.argv.slice(2)).catch(complain);
