import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Lines that were typed before. */
export interface History {
  /** The last first. */
  readonly lines: readonly string[];
  add(line: string): void;
}

/** Lines that are kept. */
export const KEPT = 1000;

/**
 * The lines of earlier shells, from a file that only its owner may read. That it cannot be read or written is no error:
 * the shell works as well without.
 * @param path undefined for none
 */
export function historyAt(path: string | undefined): History {
  if (path === undefined) return { lines: [], add: () => {} };
  const lines = readLines(path);
  // Each shell appends, as others may be open; what has grown too long is cut by the next.
  if (lines.length > 2 * KEPT) attempt(() => writeFileSync(path, lines.slice(-KEPT).map((line) => `${line}\n`).join(''), PRIVATE));
  return {
    lines: lines.slice(-KEPT).reverse(),
    add: (line) =>
      attempt(() => {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        appendFileSync(path, `${line}\n`, PRIVATE);
      }),
  };
}

const PRIVATE = { mode: 0o600 };

/**
 * `history` in the user's folder for such things, or what PROFLENS_HISTORY names.
 * @returns undefined where that is set to nothing
 */
export function historyPath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string | undefined {
  if (env['PROFLENS_HISTORY'] !== undefined) return env['PROFLENS_HISTORY'] || undefined;
  const state = platform === 'win32' ? env['LOCALAPPDATA'] || env['APPDATA'] : env['XDG_STATE_HOME'];
  return join(state || join(homedir(), '.local/state'), 'proflens/history');
}

function readLines(path: string): string[] {
  return (attempt(() => readFileSync(path, 'utf8')) ?? '').split('\n').filter((line) => line !== '');
}

/** Undefined where the file system does not let us. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
