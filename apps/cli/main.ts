import { ListenError } from '#server/listenError.ts';
import { parseFlags, UsageError, type Command } from './flags.ts';
import { FORMAT_FLAGS } from './formats.ts';
import { messageOf } from './message.ts';
import { printPieces, savePieces } from './output.ts';
import { USAGE } from './usage.ts';

/** pprof's status for everything that went wrong. */
const FAILED = 2;
/** The page cannot be served where it was wanted. */
const NOT_SERVED = 4;

async function main(words: readonly string[]): Promise<void> {
  const isShell = words.at(0) === 'shell';
  const command = parseFlags(isShell ? words.slice(1) : words);
  if (command.help) return void process.stdout.write(USAGE);
  if (command.version) return void process.stdout.write(`proflens ${import.meta.env.VERSION}\n`);
  if (isShell) return startShell(command);
  if (command.report === undefined) return openPage(command);
  const { printReport } = await import('./print.ts');
  if (command.sources.length === 0) throw new UsageError('no profile source specified');
  const { pieces, notes } = await printReport(command, command.report);
  for (const note of notes) console.error(note);
  const extension = FORMAT_FLAGS.get(command.report.format)?.extension ?? '';
  // Bytes are not for a screen.
  const isForScreen = extension === '' || !process.stdout.isTTY;
  if (command.output === '' && isForScreen) await printPieces(pieces);
  else await savePieces(pieces, command.output, extension);
}

async function startShell(command: Command): Promise<void> {
  if (command.report !== undefined || command.http !== undefined) throw new UsageError('the shell takes no output format and no -http');
  if (command.sources.length === 0) throw new UsageError('no profile source specified');
  const { shell } = await import('./shell/shell.ts');
  const { historyAt, historyPath } = await import('./shell/history.ts');
  const { stdin: input, stdout: output, stderr: errors } = process;
  await shell(command, { input, output, errors }, historyAt(historyPath(process.env)));
}

async function openPage(command: Command): Promise<void> {
  const { pageRequest, serveCommand } = await import('./serve.ts');
  await serveCommand(await pageRequest(command), { view: command.view, options: command.options });
}

/** One sentence, for whoever typed the command. */
function complain(error: unknown): void {
  console.error(`proflens: ${messageOf(error)}${error instanceof UsageError ? '; proflens -help lists the flags' : ''}`);
  process.exitCode = error instanceof ListenError ? NOT_SERVED : FAILED;
}

// A reader that stops early, such as head, is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : FAILED));
main(process.argv.slice(2)).catch(complain);
