import { ErrorLine } from '#components/ErrorPane.tsx';
import type { Question } from '#engine/protocol.ts';
import { useLatest } from '#state/answers.ts';
import { useAddress } from '#state/options.ts';
import { problemsOf } from './problems.ts';

/** What of the address was not understood, and what the answer has to say of itself. */
export function Notices({ report }: { readonly report: Question['report'] }) {
  const { options, notices } = useAddress();
  const { answer, failure } = useLatest(report);
  const { rest } = problemsOf(options, failure, answer?.summary.notes ?? []);
  return [...notices, ...rest].map((sentence) => <ErrorLine key={sentence} sentence={sentence} />);
}
