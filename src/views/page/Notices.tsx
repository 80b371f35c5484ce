import { ErrorLine } from '#components/ErrorPane.tsx';
import { visibleText } from '#model/visibleText.ts';
import type { ViewReport } from '#engine/protocol.ts';
import { useLatest } from '#state/answers.ts';
import { baseFile } from '#state/compare.ts';
import { useExporting } from '#state/export.ts';
import { useAddress } from '#state/options.ts';
import { useSession } from '#state/session.ts';
import { problemsOf } from './problems.ts';

/** What of the address was not understood, and what the answer has to say of itself. */
export function Notices({ report }: { readonly report: ViewReport }) {
  const { options, notices } = useAddress();
  const { answer, failure } = useLatest(report);
  const { rest } = problemsOf(options, failure, answer?.summary.notes ?? []);
  const missing = useMissingBase();
  const exporting = useExporting();
  const failed = exporting.kind === 'failed' ? [exporting.problem] : [];
  return [...notices, ...missing, ...rest, ...failed].map((sentence) => <ErrorLine key={sentence} sentence={sentence} />);
}

/** A link may name a base that is not open here. */
function useMissingBase(): string[] {
  const base = useAddress((address) => address.base);
  const isThere = useSession((session) => baseFile(session.files, session.active, base) !== undefined);
  return base === undefined || isThere ? [] : [`This was compared with ${visibleText(base.name)}: open that too, and it is again.`];
}
