import type { Int64 } from '#model/int64.ts';
import type { DisasmRow } from '#reports/disasmRows.ts';
import type { HotLine } from '#reports/listing.ts';
import { Lines, type LineRows, type Place } from './Lines.tsx';
import { Name, placesOf, Text } from './Name.tsx';
import { Cost, Strip, widths } from './SourceListing.tsx';
import source from './SourceListing.module.css';
import styles from './DisasmListing.module.css';

interface DisasmListingProps {
  readonly count: number;
  /** Undefined while it is on its way. */
  readonly rowAt: (at: number) => DisasmRow | undefined;
  readonly print: (value: Int64) => string;
  /** What shares are of. */
  readonly total: Int64;
  /** The hottest first. */
  readonly hot: readonly HotLine[];
  readonly isSelected: (fn: string) => boolean;
  /** What is searched for; marked in names, instructions and places. */
  readonly find: string;
  readonly cursor: number;
  readonly reveal: LineRows['reveal'];
  readonly onCursor: (row: number) => void;
  readonly onJump: (row: number) => void;
  readonly onSee: (first: number, last: number) => void;
  readonly onSelect: (fn: string) => void;
  readonly onMenu: (fn: string, place: Place) => void;
}

/** Functions, in them instructions with what each costs and where it comes from. */
export function DisasmListing(props: DisasmListingProps) {
  const { count, rowAt, print, total, hot, isSelected, cursor, reveal, onCursor, onJump, onSee, onSelect, onMenu } = props;
  const most = Math.max(...hot.map(({ flat }) => Math.abs(Number(flat))), 0);
  const onKey = (key: string): boolean => {
    const row = rowAt(cursor);
    if (row === undefined || (key !== 'Enter' && key !== ' ')) return false;
    onSelect(functionOf(row));
    return true;
  };
  return (
    <div className={source.around} style={widths(print(total))}>
      <div className={source.lines}>
        <div className={source.head} aria-hidden="true">
          <span className={source.cost}>Flat</span>
          <span className={source.cost}>Cum</span>
          <span className={styles.address}>Address</span>
        </div>
        <Lines
          label="Disassembly"
          count={count}
          line={(at) => <Row {...props} row={rowAt(at)} most={most} />}
          begins={(at) => at > 0 && rowAt(at)?.kind === 'function'}
          onSee={onSee}
          onMenu={(at, place) => {
            const row = rowAt(at);
            if (row !== undefined) onMenu(functionOf(row), place);
          }}
          rows={{ cursor, onCursor, onKey, reveal, aria: (at) => ariaOf(rowAt(at), isSelected) }}
        />
      </div>
      <Strip count={count} hot={hot} most={most} onGo={onJump} />
    </div>
  );
}

function functionOf(row: DisasmRow): string {
  return row.kind === 'function' ? row.names[0] : row.routine;
}

function ariaOf(row: DisasmRow | undefined, isSelected: (fn: string) => boolean): ReturnType<LineRows['aria']> {
  return row?.kind === 'function' ? { 'aria-level': 1, 'aria-selected': isSelected(row.names[0]) } : { 'aria-level': row === undefined ? 1 : 2 };
}

function Row({ row, print, total, most, isSelected, find, onSelect }: DisasmListingProps & { readonly row: DisasmRow | undefined; readonly most: number }) {
  if (row === undefined) return null;
  return (
    <div className={source.row} data-kind={row.kind}>
      <span className={source.gutter}>
        <Cost name="flat" value={row.flat} print={print} total={total} most={row.kind === 'function' ? 0 : most} />
        <Cost name="cum" value={row.cum} print={print} total={total} most={0} />
        {row.kind === 'instruction' && (
          <span role="gridcell" className={styles.address}>
            <Text text={row.address.toString(16)} found={placesOf(find, row.address.toString(16))} />
          </span>
        )}
      </span>
      {row.kind === 'function' ? (
        <span role="gridcell" className={styles.names}>
          <button type="button" tabIndex={-1} className={source.fn} aria-pressed={isSelected(row.names[0])} onClick={() => onSelect(row.names[0])}>
            <Name name={row.names[0]} fn={row.names[0]} find={find} />
          </button>
          {row.names.length > 1 && (
            <span className={styles.place}>
              <Text text={`also ${row.names.slice(1).join(', ')}`} />
            </span>
          )}
        </span>
      ) : (
        <>
          <span role="gridcell" className={styles.code}>
            <Text text={row.text.replaceAll('\t', ' ')} found={placesOf(find, row.text)} />
          </span>
          <span role="gridcell" className={styles.place}>
            {row.isElsewhere && <Text text={placeOf(row)} found={placesOf(find, placeOf(row))} />}
          </span>
        </>
      )}
    </div>
  );
}

/** "main.work work.go:12", without the function's name where it is that of the whole. */
function placeOf({ fn, file, line, routine }: DisasmRow & { readonly kind: 'instruction' }): string {
  const place = file === '' ? '' : line === 0 ? file : `${file}:${line}`;
  return fn === '' || fn === routine ? place : `${fn} ${place}`;
}
