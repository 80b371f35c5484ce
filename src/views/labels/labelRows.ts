import type { LabelKey, LabelRow, LabelsReport } from '#reports/labels.ts';

/** A line of the table: a key, one of its rows, or what stands for those that are not listed. */
export type Line = { readonly kind: 'key'; readonly key: LabelKey } | { readonly kind: 'row'; readonly key: LabelKey; readonly row: LabelRow } | { readonly kind: 'left'; readonly key: LabelKey };

export function labelLines({ keys }: LabelsReport): Line[] {
  return keys.flatMap((key) => {
    const rows = key.rows.map((row) => ({ kind: 'row' as const, key, row }));
    return [{ kind: 'key' as const, key }, ...rows, ...(key.left > 0 ? [{ kind: 'left' as const, key }] : [])];
  });
}
