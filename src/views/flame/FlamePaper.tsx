import { Paper } from '#components/Paper.tsx';
import { usePrinting } from '#components/usePrinting.ts';
import type { FlameReport } from '#reports/flame.ts';
import { useAddress } from '#state/options.ts';
import { activeFile, useSession } from '#state/session.ts';
import { flameImage } from './flameImage.ts';
import { colorOf } from './flameWish.ts';

/** The flame graph for a printer, as a canvas is neither sharp nor as wide as the sheet: there while one prints. */
export function FlamePaper({ report, signed }: { readonly report: FlameReport; readonly signed: boolean }) {
  const name = useSession((session) => activeFile(session)?.name ?? '');
  const color = useAddress((address) => colorOf(address.flame, signed));
  return usePrinting() ? <Paper {...flameImage(report, name, color, signed)} /> : null;
}
