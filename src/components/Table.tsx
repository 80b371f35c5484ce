import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import { useNarrow } from './useNarrow.ts';
import { usePrinting } from './usePrinting.ts';
import styles from './Table.module.css';

export interface Column {
  readonly id: string;
  readonly title: string;
  /** Width as CSS grid has it; numbers are aligned to the right. */
  readonly width: string;
  readonly numeric: boolean;
  readonly help?: string | undefined;
  /** What the first press on the header asks for. */
  readonly firstOrder?: Sort['order'];
}

export interface Sort {
  readonly column: string;
  readonly order: 'ascending' | 'descending';
}

interface TableProps {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly count: number;
  /** What to say where there is no row. */
  readonly nothing: string;
  /** The cell's content; rows are counted in the order shown. */
  readonly cell: (row: number, column: string) => ReactNode;
  /** Left out where rows have an order of their own. */
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  /** A class for the row, where rows of different kinds look different. */
  readonly look?: (row: number) => string | undefined;
  /** Whether a row that can be opened is; undefined for one that cannot. The table is then one of levels. */
  readonly expanded?: (row: number) => boolean | undefined;
  readonly isSelected: (row: number) => boolean;
  /** The rows that shall be selected from now on. */
  readonly onSelect: (rows: readonly number[], how: 'replace' | 'add' | 'remove') => void;
  /** What the pointer or the keyboard is on; undefined when it leaves. */
  readonly onPoint?: (row: number | undefined) => void;
  /** Enter on the row. */
  readonly onEnter?: (row: number) => void;
  readonly onMenu?: (row: number, at: { readonly x: number; readonly y: number }) => void;
  /** A row to bring into sight (or to its middle) and put the cursor on; each new object does it once. */
  readonly reveal?: { readonly row: number; readonly align?: 'auto' | 'center' } | undefined;
}

const ROW = 24;
const NARROW_ROW = 44;
/** Rows above and below the visible ones that are drawn too. */
const OVERSCAN = 12;
/** On paper nobody scrolls. */
const PRINTED = 5000;

/** A virtual table one works with the keyboard: arrows, Home, End, PageUp, PageDown; Space selects, Shift extends. */
export function Table(props: TableProps) {
  const { label, columns, count, nothing, cell, sort, onSort, look, expanded, isSelected, onSelect, onPoint, onEnter, onMenu, reveal } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const height = useNarrow(scroller) ? NARROW_ROW : ROW;
  const [cursor, setCursor] = useState(0);
  const [anchor, setAnchor] = useState(0);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: usePrinting() ? PRINTED : OVERSCAN,
    scrollPaddingStart: height,
  });
  const active = Math.min(cursor, count - 1);
  const rowId = (row: number) => `${id}-${row}`;

  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => {
    if (reveal === undefined) return;
    setCursor(reveal.row);
    setAnchor(reveal.row);
    virtual.scrollToIndex(reveal.row, { align: reveal.align ?? 'auto' });
  }, [reveal, virtual]);

  const moveTo = (row: number, extend: boolean) => {
    const next = Math.max(0, Math.min(count - 1, row));
    setCursor(next);
    if (extend) onSelect(between(anchor, next), 'replace');
    else setAnchor(next);
    onPoint?.(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (count === 0 || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2);
    const target = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: count - 1 }[event.key];
    if (target !== undefined) moveTo(target, event.shiftKey);
    else if (event.key === ' ') onSelect([active], isSelected(active) ? 'remove' : event.shiftKey || event.ctrlKey ? 'add' : 'replace');
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelect(between(0, count - 1), 'replace');
    else if (event.key === 'Enter' && onEnter !== undefined) onEnter(active);
    else if (event.key === 'ContextMenu' || event.key === 'x' || (event.key === 'F10' && event.shiftKey)) openMenuAt(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const openMenuAt = (row: number) => {
    const box = document.getElementById(rowId(row))?.getBoundingClientRect() ?? scroller.current?.getBoundingClientRect();
    if (box !== undefined) onMenu?.(row, { x: box.left + 24, y: box.bottom });
  };

  const onPress = (row: number, event: MouseEvent) => {
    setCursor(row);
    if (event.shiftKey) return onSelect(between(anchor, row), event.ctrlKey || event.metaKey ? 'add' : 'replace');
    setAnchor(row);
    if (event.ctrlKey || event.metaKey) onSelect([row], isSelected(row) ? 'remove' : 'add');
    else onSelect([row], isSelected(row) ? 'remove' : 'replace');
  };

  return (
    <div
      ref={scroller}
      className={styles.table}
      role={expanded === undefined ? 'grid' : 'treegrid'}
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      aria-activedescendant={count > 0 ? rowId(active) : undefined}
      tabIndex={0}
      style={columnWidths(columns)}
      onKeyDown={onKeyDown}
      onPointerLeave={() => onPoint?.(undefined)}
    >
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} className={styles.row}>
          {columns.map((column) => (
            <Header key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
      </div>
      {count === 0 && (
        <div role="rowgroup">
          <div role="row" className={styles.nothing}>
            <div role="gridcell" aria-colspan={columns.length}>
              {nothing}
            </div>
          </div>
        </div>
      )}
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index: row, start }) => (
          <div
            key={row}
            id={rowId(row)}
            role="row"
            aria-rowindex={row + 2}
            aria-selected={isSelected(row)}
            {...(expanded !== undefined && levelOf(expanded(row)))}
            className={look === undefined ? styles.row : `${styles.row} ${look(row) ?? ''}`}
            data-active={row === active || undefined}
            style={{ height, transform: `translateY(${start}px)` }}
            onClick={(event) => onPress(row, event)}
            onPointerEnter={() => onPoint?.(row)}
            onContextMenu={(event) => {
              event.preventDefault();
              setCursor(row);
              onMenu?.(row, { x: event.clientX, y: event.clientY });
            }}
          >
            {columns.map((column, i) => (
              <div key={column.id} role="gridcell" aria-colindex={i + 1} className={column.numeric ? styles.number : styles.text}>
                {cell(row, column.id)}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function Header({ column, sort, onSort }: { readonly column: Column; readonly sort: Sort | undefined; readonly onSort: TableProps['onSort'] }) {
  const order = sort?.column === column.id ? sort.order : undefined;
  const look = column.numeric ? styles.number : styles.text;
  if (onSort === undefined) {
    return (
      <div role="columnheader" className={look} title={column.help}>
        {column.title}
      </div>
    );
  }
  const press = () => onSort({ column: column.id, order: order === undefined ? (column.firstOrder ?? 'ascending') : opposite(order) });
  return (
    <div role="columnheader" aria-sort={order ?? 'none'} className={look} title={column.help}>
      <button type="button" className={styles.sort} onClick={press}>
        {order !== undefined && column.numeric && <Icon name={order} />}
        {column.title}
        {order !== undefined && !column.numeric && <Icon name={order} />}
      </button>
    </div>
  );
}

function levelOf(expanded: boolean | undefined): { readonly 'aria-level': number; readonly 'aria-expanded'?: boolean } {
  return expanded === undefined ? { 'aria-level': 2 } : { 'aria-level': 1, 'aria-expanded': expanded };
}

/** For the style sheet: the columns beside each other, and how many numbers stand in a line of their own where there is no room. */
function columnWidths(columns: readonly Column[]): CSSProperties {
  const widths: Record<`--${string}`, string | number> = {
    '--columns': columns.map((column) => column.width).join(' '),
    '--numbers': columns.filter((column) => column.numeric).length,
  };
  return widths;
}

function opposite(order: Sort['order']): Sort['order'] {
  return order === 'ascending' ? 'descending' : 'ascending';
}

function between(a: number, b: number): number[] {
  const first = Math.min(a, b);
  return Array.from({ length: Math.abs(a - b) + 1 }, (_, i) => first + i);
}
