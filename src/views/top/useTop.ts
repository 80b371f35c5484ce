import { useReport, type Reported } from '#state/answers.ts';
import { withAllRows } from './topRows.ts';

/** The Top of the active file, with all its rows; the inspector reads it too. */
export function useTop(): Reported<'top'> {
  return useReport('top', undefined, withAllRows);
}
