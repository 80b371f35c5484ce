import { type CSSProperties } from 'react';
import type { Int64 } from '#model/int64.ts';
import { shellWord } from '#model/shellWord.ts';
import { percentage } from '#model/units.ts';
import type { LineStart } from '#reports/goSyntax.ts';
import type { HotLine, ListingRow } from '#reports/listing.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { Lines, type LineRows, type Place } from './Lines.tsx';
import { Name, Text } from './Name.tsx';
import { SourceText } from './SourceText.tsx';
import styles from './SourceListing.module.css';

interface SourceListingProps {
  readonly count: number;
  /** Undefined while it is on its way. */
  readonly rowAt: (at: number) => ListingRow | undefined;
  readonly print: (value: Int64) => string;
  /** What shares are of. */
  readonly total: Int64;
  /** The hottest first; the strip beside the listing shows where they are. */
  readonly hot: readonly HotLine[];
  readonly isSelected: (fn: string) => boolean;
  /** Marked where a text has it. */
  readonly find: string;
  readonly cursor: number;
  readonly reveal: LineRows['reveal'];
  readonly onCursor: (row: number) => void;
  /** A place on the strip is pressed. */
  readonly onJump: (row: number) => void;
  readonly onSee: (first: number, last: number) => void;
  /** The function is pressed. */
  readonly onSelect: (fn: string) => void;
  /** Inlined calls shall be shown, or not any more. */
  readonly onOpen: (row: ListingRow & { readonly kind: 'line' }) => void;
  readonly onMenu: (fn: string, place: Place) => void;
  /** The reader has the text of a file that is not here. */
  readonly onPaste: (file: string) => void;
  /** Where a file's text was found. */
  readonly placeOf: (file: string) => string | undefined;
  /** What -source_path has to be for the command to read a file that lies outside of its folders. */
  readonly sourcePathOf: (file: string) => string | undefined;
}

/** Source with what its lines cost: files, in them functions, in them lines, below a line what was inlined there. */
export function SourceListing(props: SourceListingProps) {
  const { count, rowAt, print, total, hot, isSelected, cursor, reveal, onCursor, onJump, onSee, onSelect, onOpen, onMenu, onPaste } = props;
  const most = Math.max(...hot.map(({ flat }) => Math.abs(Number(flat))), 0);
  const act = (row: ListingRow | undefined) => {
    if (row?.kind === 'function') onSelect(row.fn);
    else if (row?.kind === 'line' && row.calls !== 'none') onOpen(row);
    else if (row?.kind === 'file' && row.text === 'missing') onPaste(row.file);
    else return false;
    return true;
  };
  const onKey = (key: string): boolean => {
    const row = rowAt(cursor);
    if (key === 'Enter' || key === ' ') return act(row);
    const isShut = row?.kind === 'line' && row.calls === (key === 'ArrowRight' ? 'shut' : 'open');
    return (key === 'ArrowRight' || key === 'ArrowLeft') && isShut && act(row);
  };
  return (
    <div className={styles.around} style={widths(print(total))}>
      <div className={styles.lines}>
        <div className={styles.head} aria-hidden="true">
          <span className={styles.cost}>Flat</span>
          <span className={styles.cost}>Cum</span>
          <span className={styles.number}>Line</span>
        </div>
        <Lines
          label="Source"
          count={count}
          line={(at) => <Row {...props} row={rowAt(at)} most={most} />}
          begins={(at) => at > 0 && rowAt(at)?.kind === 'file'}
          onSee={onSee}
          onMenu={(at, place) => {
            const row = rowAt(at);
            if (row !== undefined && row.kind !== 'file') onMenu(row.fn, place);
          }}
          rows={{ cursor, onCursor, onKey, reveal, aria: (at) => ariaOf(rowAt(at), isSelected) }}
        />
      </div>
      <Strip count={count} hot={hot} most={most} onGo={onJump} />
    </div>
  );
}

/** For the style sheet: the total is as long a text as nearly any value; a sign takes one more. */
export function widths(longest: string): CSSProperties {
  const value: Record<`--${string}`, string> = { '--value': `${Math.max(7, longest.length + 1)}ch` };
  return value;
}

function ariaOf(row: ListingRow | undefined, isSelected: (fn: string) => boolean): ReturnType<LineRows['aria']> {
  switch (row?.kind) {
    case undefined:
    case 'file':
      return { 'aria-level': 1 };
    case 'function':
      return { 'aria-level': 2, 'aria-selected': isSelected(row.fn) };
    case 'line':
      return row.calls === 'none' ? { 'aria-level': 3 } : { 'aria-level': 3, 'aria-expanded': row.calls === 'open' };
    case 'call':
      return { 'aria-level': 4 + row.depth };
  }
}

type RowProps = SourceListingProps & { readonly row: ListingRow | undefined; readonly most: number };

function Row({ row, ...props }: RowProps) {
  const { print, total } = props;
  if (row === undefined) return null;
  const cum = row.kind === 'file' ? undefined : row.cum;
  return (
    <div className={styles.row} data-kind={row.kind} data-selected={(row.kind === 'function' && props.isSelected(row.fn)) || undefined}>
      <span className={styles.gutter}>
        <Cost name="flat" value={row.flat} print={print} total={total} most={row.kind === 'line' || row.kind === 'call' ? props.most : 0} />
        <Cost name="cum" value={cum} print={print} total={total} most={0} />
        <span role="gridcell" className={styles.number}>
          {row.kind === 'line' && (row.line > 0 ? row.line : '–')}
        </span>
      </span>
      <span role="gridcell" className={styles.text}>
        <Content {...props} row={row} />
      </span>
    </div>
  );
}

interface CostProps {
  readonly name: string;
  readonly value: Int64 | undefined;
  readonly print: (value: Int64) => string;
  readonly total: Int64;
  /** The value of a whole bar; 0 for no bar. */
  readonly most: number;
}

/** A number, in front of a bar where it can be compared with others; as pprof prints it, nothing is a dot. */
export function Cost({ name, value, print, total, most }: CostProps) {
  const number = Number(value ?? 0);
  if (value === undefined || number === 0) {
    return (
      <span role="gridcell" className={`${styles.cost} ${styles.zero}`}>
        {value !== undefined && '.'}
      </span>
    );
  }
  return (
    <span role="gridcell" className={styles.cost} title={`${name}, ${percentage(value, total).trim()} of total`}>
      {most > 0 && <span className={styles.bar} data-less={number < 0 || undefined} style={{ width: `${(Math.abs(number) / most) * 100}%` }} />}
      <span className={styles.digits}>{print(value)}</span>
    </span>
  );
}

function Content({ row, ...props }: SourceListingProps & { readonly row: ListingRow }) {
  switch (row.kind) {
    case 'file':
      return <FileName row={row} {...props} />;
    case 'function':
      return (
        <button type="button" tabIndex={-1} className={styles.fn} aria-pressed={props.isSelected(row.fn)} onClick={() => props.onSelect(row.fn)}>
          <Name name={row.fn} fn={row.fn} find={props.find} />
        </button>
      );
    case 'line':
      return (
        <>
          {row.calls === 'none' ? (
            <span className={styles.toggle} />
          ) : (
            <button type="button" tabIndex={-1} className={styles.toggle} aria-label="Inlined calls" aria-expanded={row.calls === 'open'} title="Inlined calls (Enter)" onClick={() => props.onOpen(row)}>
              <Icon name={row.calls === 'open' ? 'next' : 'forward'} />
            </button>
          )}
          <Code row={row} find={props.find} />
        </>
      );
    case 'call':
      return (
        <span className={styles.call} style={{ paddingLeft: `${row.depth * 16}px` }}>
          <button type="button" tabIndex={-1} className={styles.callee} aria-pressed={props.isSelected(row.fn)} title={row.fn} onClick={() => props.onSelect(row.fn)}>
            <Name name={row.fn} fn={row.fn} find={props.find} />
          </button>
          <span className={styles.place} title={`${row.file}:${row.line}`}>
            <Text text={`${row.file.slice(row.file.lastIndexOf('/') + 1)}:${row.line}`} />
          </span>
          {row.text !== undefined && <Code row={{ ...row, text: row.text.trimStart() }} find={props.find} />}
        </span>
      );
  }
}

function Code({ row: { text, file, start }, find }: { readonly row: { readonly text: string | undefined; readonly file: string; readonly start: number }; readonly find: string }) {
  if (text === undefined) return null;
  return (
    <span className={styles.code}>
      <SourceText text={text} file={file} start={start as LineStart} find={find} />
    </span>
  );
}

const STATES = { here: '', awaited: 'looking for the text …', missing: 'text not found' } as const;

const OUTSIDE = 'The file lies outside of the folders that this page may read source from: those of -source_path, or where the command runs, and those of Go and its modules. Start with';

function FileName({ row, find, placeOf, sourcePathOf, onPaste }: SourceListingProps & { readonly row: ListingRow & { readonly kind: 'file' } }) {
  const place = placeOf(row.file);
  const sourcePath = row.text === 'missing' ? sourcePathOf(row.file) : undefined;
  const option = sourcePath === undefined ? undefined : shellWord(`-source_path=${sourcePath}`);
  return (
    <span className={styles.file} title={place === undefined ? row.file : `${row.file}, from ${place}`}>
      <Name name={row.file} fn="" find={find} />
      {option === undefined ? (
        <span className={styles.state}>{STATES[row.text]}</span>
      ) : (
        <span className={styles.help} title={`${OUTSIDE} ${option}`}>
          {'text not read; start with '}
          <Text text={option} />
        </span>
      )}
      {row.text === 'missing' && (
        <Button tabIndex={-1} title="Paste the text of the file (Enter)" onClick={() => onPaste(row.file)}>
          Paste it
        </Button>
      )}
    </span>
  );
}

interface StripProps {
  readonly count: number;
  readonly hot: readonly HotLine[];
  readonly most: number;
  readonly onGo: (row: number) => void;
}

/** Where in the listing the hot lines are. For the pointer alone: keys go from one hot line to the next. */
export function Strip({ count, hot, most, onGo }: StripProps) {
  const marks = hot.filter(({ flat }) => Number(flat) !== 0).toReversed();
  return (
    <div
      className={styles.strip}
      aria-hidden="true"
      title="Hot lines"
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const row = ((event.clientY - box.top) / box.height) * count;
        // Nobody hits a line of two pixels: the nearest is meant.
        const nearest = marks.toSorted((a, b) => Math.abs(a.row - row) - Math.abs(b.row - row)).at(0)?.row ?? row;
        onGo(Math.abs(nearest - row) < (8 / box.height) * count ? nearest : Math.floor(row));
      }}
    >
      {marks.map(({ row, flat }) => (
        <span key={row} className={styles.mark} data-less={Number(flat) < 0 || undefined} style={{ top: `${(row / count) * 100}%`, opacity: 0.2 + 0.8 * Math.sqrt(Math.abs(Number(flat)) / most) }} />
      ))}
    </div>
  );
}
