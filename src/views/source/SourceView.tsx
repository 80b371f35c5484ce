import { useEffect, useState } from 'react';
import type { Place } from '#components/Lines.tsx';
import { SourceListing } from '#components/SourceListing.tsx';
import type { SomeSource } from '#engine/protocol.ts';
import { counted, groupedDigits } from '#model/count.ts';
import type { Int64 } from '#model/int64.ts';
import { percentage } from '#model/units.ts';
import { lineKey } from '#reports/lineKey.ts';
import type { ListingRow } from '#reports/listing.ts';
import { formatValue } from '#reports/subject.ts';
import { useReport } from '#state/answers.ts';
import { point, type Pointed } from '#state/pointed.ts';
import { useSession } from '#state/session.ts';
import { fetchSources, useSources } from '#state/sources.ts';
import { useViewActions } from '#state/viewActions.ts';
import { FunctionMenu } from '#views/FunctionMenu.tsx';
import { lineOf, useLineWindow } from '#views/useLineWindow.ts';
import { ViewFrame } from '#views/ViewFrame.tsx';
import { CodeBar } from './CodeBar.tsx';
import { PasteForm, SourcePlaces } from './SourcePlaces.tsx';
import { HotLines, useHotLines } from './HotLines.tsx';
import { isWrongFind, useFoundRows } from './useFoundRows.ts';
import { useListed } from './useListed.ts';
import styles from './SourceView.module.css';

/** Source with what each line costs: of the functions that one asks for, or of the hottest files. */
export function SourceView() {
  const listed = useListed();
  const find = useSession((session) => session.find);
  const sources = useSources((places) => places.added);
  const { lines, onSee } = useLineWindow();
  const [open, setOpen] = useState<readonly string[]>([]);
  const { answer, pending, failure } = useReport('source', { at: listed.at, find, open, sources, lines });
  const report = answer?.source;
  useEffect(() => {
    if (report !== undefined && report.wanted.length > 0) void fetchSources(report.wanted);
  }, [report]);
  const toggle = (key: string) => setOpen((keys) => (keys.includes(key) ? keys.filter((known) => known !== key) : [...keys, key]));
  const wrongFind = isWrongFind(failure);
  return (
    <div className={styles.view}>
      <CodeBar label="List" listed={listed} failed={failure?.cause === 'question' && !wrongFind}>
        {report !== undefined && <p className={styles.count}>{extentOf(report)}</p>}
      </CodeBar>
      <div className={styles.rest}>
        <ViewFrame report="source" pending={pending} failure={failure}>
          {report !== undefined && <Rows key={JSON.stringify(listed.at)} report={report} listed={listed} onSee={onSee} onOpen={toggle} find={find} wrongFind={wrongFind} />}
        </ViewFrame>
      </div>
    </div>
  );
}

function extentOf({ files, chosen, functions }: SomeSource): string {
  const of = files < chosen ? `The hottest ${groupedDigits(files)} of ${groupedDigits(chosen)} files` : counted(files, 'file');
  return `${of}, ${counted(functions, 'function')}`;
}

interface RowsProps {
  readonly report: SomeSource;
  readonly listed: ReturnType<typeof useListed>;
  readonly onSee: (first: number, last: number) => void;
  readonly onOpen: (key: string) => void;
  readonly find: string;
  readonly wrongFind: boolean;
}

function Rows({ report, listed, onSee, onOpen, find, wrongFind }: RowsProps) {
  const selected = useSession((session) => session.selected);
  const placeOf = useSources((places) => places.found);
  const outside = useSources((places) => places.outside);
  const [cursor, setCursor] = useState(0);
  const [reveal, setReveal] = useState<{ row: number; align: 'center' | 'nearest' }>();
  const [menu, setMenu] = useState<Place & { fn: string }>();
  const [pasting, setPasting] = useState<string>();
  const goTo = (row: number, align: 'center' | 'nearest' = 'center') => {
    setCursor(row);
    setReveal({ row, align });
  };
  const hot = useHotLines(report.hot, goTo);
  const toFound = useFoundRows(report.found, find, wrongFind, cursor, goTo);
  useViewActions({ step: toFound, hot: hot.step });
  const row = lineOf(report, cursor);
  useEffect(() => point(row === undefined ? undefined : pointedAt(report, row)), [report, row]);
  if (report.count === 0) return <p className={styles.nothing}>{nothingIn(listed, report)}</p>;
  return (
    <div className={styles.listing}>
      <div className={styles.status}>
        <HotLines name="line" count={report.hot.length} at={hot.at} onStep={hot.step} />
        <SourcePlaces missing={report.missing} files={report.files} />
      </div>
      {pasting !== undefined && <PasteForm key={pasting} file={pasting} onClose={() => setPasting(undefined)} />}
      <div className={styles.lines}>
        <SourceListing
          count={report.count}
          rowAt={(at) => lineOf(report, at)}
          print={(value) => formatValue(report, value, report.unit)}
          total={report.total}
          hot={report.hot}
          isSelected={(fn) => selected.has(fn)}
          find={find}
          cursor={cursor}
          reveal={reveal}
          onCursor={setCursor}
          onJump={goTo}
          onSee={onSee}
          onSelect={listed.select}
          onOpen={(line) => onOpen(lineKey(line))}
          onMenu={(fn, at) => setMenu({ fn, ...at })}
          onPaste={setPasting}
          placeOf={(file) => placeOf.get(file)}
          sourcePathOf={(file) => outside.get(file)}
        />
      </div>
      {menu !== undefined && <FunctionMenu functions={[menu.fn]} at={menu} onClose={() => setMenu(undefined)} />}
    </div>
  );
}

function pointedAt(report: SomeSource, row: ListingRow): Pointed {
  const cost = (title: string, value: Int64) => `${title} ${formatValue(report, value, report.unit)}, ${percentage(value, report.total).trim()}`;
  if (row.kind === 'file') return { callers: [], name: row.file, place: '', facts: [cost('flat', row.flat), counted(row.functions, 'function')] };
  const place = row.kind === 'function' || row.line < 1 ? row.file : `${row.file}:${row.line}`;
  return { callers: [], name: row.fn, place, facts: [cost('flat', row.flat), cost('cum', row.cum), ...(row.kind === 'call' ? ['inlined'] : [])] };
}

function nothingIn({ at }: RowsProps['listed'], { total }: SomeSource): string {
  if (Number(total) === 0) return 'The profile has no samples of this type.';
  if (at.kind === 'hottest') return 'The profile does not say in which files its functions stand.';
  return 'What is selected is in no file that the profile names, or not in what is shown.';
}
