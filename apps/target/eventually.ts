import { vi } from 'vitest';

/** Waits in a test until something holds, as long as a busy machine may take. */
export function eventually(check: () => unknown): Promise<unknown> {
  return vi.waitFor(check, { timeout: 30_000 });
}
