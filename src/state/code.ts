import { create } from 'zustand';
import type { WantedCode } from '#engine/protocol.ts';
import type { CodePlace, FoundCode } from '#model/machineCode.ts';
import { askAgain } from './answers.ts';
import { engine } from './engine.ts';

/** Who may have the binaries that were running: the server of the command, where the page came from one. */
export type CodeServer = (place: CodePlace) => Promise<FoundCode>;

export const useCodeServer = create<{ readonly server: CodeServer | undefined }>(() => ({ server: undefined }));

/** To be called once. */
export function setCodeServer(server: CodeServer): void {
  useCodeServer.setState({ server });
}

/** Functions that are looked for at a time: each takes objdump a moment, and the first are looked at already. */
const TOGETHER = 4;

/** Functions that are being looked for. */
const asked = new Set<string>();

/** Finds the instructions that an answer wanted, hands them to the worker and has the listing made anew. */
export async function fetchCode(wanted: readonly WantedCode[]): Promise<void> {
  const { server } = useCodeServer.getState();
  const missing = wanted.filter(({ id }) => !asked.has(id));
  if (server === undefined || missing.length === 0) return;
  for (const { id } of missing) asked.add(id);
  for (let begin = 0; begin < missing.length; begin += TOGETHER) {
    const code = await Promise.all(missing.slice(begin, begin + TOGETHER).map(async ({ id, place }) => ({ id, found: await server(place).catch(problemOf) })));
    for (const { id } of code) asked.delete(id);
    engine.giveCode(code);
    askAgain('disasm');
  }
}

function problemOf(error: unknown): FoundCode {
  return { problem: error instanceof Error ? error.message : String(error) };
}
