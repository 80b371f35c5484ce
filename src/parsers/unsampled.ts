import { truncate, type Int64 } from '#model/int64.ts';

/**
 * What a sample of allocations stands for, where one is taken every `rate` bytes on average: it counts 1 ÷ its chance
 * of having been taken. Source: github.com/google/pprof, profile/legacy_profile.go (scaleHeapSample).
 * @param rate bytes; 1 and less say that all were taken
 */
export function unsampled(count: Int64, size: Int64, rate: bigint): readonly [Int64, Int64] {
  if (Number(count) === 0 || Number(size) === 0) return [0, 0];
  if (rate <= 1n) return [count, size];
  const mean = Number(size) / Number(count);
  const scale = 1 / (1 - Math.exp(-mean / Number(rate)));
  return [truncate(Number(count) * scale), truncate(Number(size) * scale)];
}
