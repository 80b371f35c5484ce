import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseFlags, UsageError, type Command } from './flags.ts';
import { USAGE } from './usage.ts';

/** pprof's status for everything that went wrong. */
const FAILED = 2;

async function main(words: readonly string[]): Promise<void> {
  const command = parseFlags(words);
  if (command.help) return void process.stdout.write(USAGE);
  if (command.version) return void process.stdout.write(`proflens ${import.meta.env.VERSION}\n`);
  if (command.report === undefined) return openPage(command);
  const { printReport } = await import('./report.ts');
  if (command.sources.length === 0) throw new UsageError('no profile source specified');
  if (command.sources.length > 1) throw new UsageError(`one profile at a time: merging ${command.sources.join(', ')} is not possible yet`);
  const printed = await printReport(command, command.report, command.sources[0]);
  for (const note of printed.notes) console.error(note);
  if (command.output === '') process.stdout.write(printed.bytes);
  else {
    console.error(`Generating report in ${command.output}`);
    writeFileSync(command.output, printed.bytes);
  }
}

async function openPage(command: Command): Promise<void> {
  const { serveCommand } = await import('./serve.ts');
  const app = fileURLToPath(new URL('../web', import.meta.url));
  await serveCommand({ http: command.http ?? 'localhost:', noBrowser: command.noBrowser, files: command.sources, app, options: command.options });
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
