import { parseFlags, UsageError } from '#cli/flags.ts';
import { printReport } from '#cli/print.ts';
import { readProfile } from '#cli/read.ts';
import { SourceError } from '#cli/sourceError.ts';
import type { Profile } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { encodeText } from '#model/text.ts';

/** What a command left behind. */
export interface Output {
  /** It ended with status 0. */
  readonly ok: boolean;
  readonly stdout: Buffer;
  /** Notes, and why it failed. */
  readonly stderr: string;
}

/** What the command does with these words, without a process of its own for each. */
export async function ours(words: readonly string[]): Promise<Output> {
  const parts: (string | Uint8Array)[] = [];
  const stdout = () => Buffer.concat(joined(parts));
  try {
    const command = parseFlags(words);
    if (command.report === undefined) throw new UsageError('no report');
    const { pieces, notes } = await printReport(command, command.report, process.cwd(), { readOne: readOnce });
    for await (const piece of pieces) parts.push(piece);
    return { ok: true, stdout: stdout(), stderr: notes.join('\n') };
  } catch (error) {
    const stderr = isExpected(error) ? error.message : `crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    return { ok: false, stdout: stdout(), stderr };
  }
}

/** Texts that follow each other are encoded at once, as there may be a million. */
function joined(parts: readonly (string | Uint8Array)[]): Uint8Array[] {
  const all: Uint8Array[] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else {
      all.push(encodeText(text), part);
      text = '';
    }
  }
  return [...all, encodeText(text)];
}

const READ = new Map<string, Promise<Profile>>();

/** Each file is read once, however many commands are about it: nothing changes a profile. */
export function readOnce(path: string, symbols: boolean): Promise<Profile> {
  const known = READ.get(path) ?? readProfile(path, symbols);
  READ.set(path, known);
  return known;
}

/** A refusal with a sentence, not a fault of ours. */
export function isExpected(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof SourceError || error instanceof QuestionError;
}
