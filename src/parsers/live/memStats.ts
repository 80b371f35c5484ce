import type { MemStats } from '#model/live.ts';

/**
 * The numbers of the block that Go's `heap?debug=1` ends with; undefined where there is none.
 * Source: go/src/runtime/pprof/pprof.go (writeHeapInternal).
 *
 *     # runtime.MemStats
 *     # Alloc = 5003216
 *     # PauseNs = [21250 37419 …]
 *
 * @param text the profile, or its end
 */
export function parseMemStats(text: string): MemStats | undefined {
  const start = text.lastIndexOf('# runtime.MemStats');
  if (start < 0) return undefined;
  const fields = new Map<string, string>();
  for (const [, name, value] of text.slice(start).matchAll(FIELD)) fields.set(name, value);
  if (!fields.has('HeapAlloc') || !fields.has('NumGC')) return undefined;
  const number = (name: string) => Number(fields.get(name) ?? 0);
  // "21250 / 37419": what is in use, and what was taken from the system.
  const [stackInuse] = (fields.get('Stack') ?? '0').split('/').map(Number);
  const pauses = (fields.get('PauseNs') ?? '').replace(/[[\]]/g, '').split(' ').filter(Boolean).map(Number);
  return memStatsOf((name) => (name === 'StackInuse' ? stackInuse : number(name)), pauses);
}

/** @param number a field of Go's runtime.MemStats by its name; 0 where it is not told */
export function memStatsOf(number: (name: string) => number, pauseNs: readonly number[]): MemStats {
  return {
    alloc: number('Alloc'),
    totalAlloc: number('TotalAlloc'),
    sys: number('Sys'),
    mallocs: number('Mallocs'),
    frees: number('Frees'),
    heapAlloc: number('HeapAlloc'),
    heapSys: number('HeapSys'),
    heapIdle: number('HeapIdle'),
    heapInuse: number('HeapInuse'),
    heapReleased: number('HeapReleased'),
    heapObjects: number('HeapObjects'),
    stackInuse: number('StackInuse'),
    nextGC: number('NextGC'),
    lastGC: number('LastGC'),
    numGC: number('NumGC'),
    gcCPUFraction: number('GCCPUFraction'),
    pauseNs,
  };
}

const FIELD = /^# (\w+) = (.*)$/gm;

/** Bytes of the end of a profile that its block is surely in: it is some 6 kB, most of it pauses. */
export const MEM_STATS_BYTES = 64 * 1024;
