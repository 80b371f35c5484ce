/** What is used of it; the package has no types. */
declare module 'd3-flame-graph' {
  import type { Selection } from 'd3-selection';

  /** A node as it is drawn; `data` is what it was made of. */
  export interface Frame<Datum> {
    readonly data: Datum;
    readonly depth: number;
    /** Where it begins and ends, as shares of what is zoomed to. */
    readonly x0: number;
    readonly x1: number;
    readonly highlight?: boolean;
  }

  export interface FlameGraph<Datum> {
    (selection: Selection<HTMLElement, Datum, null, undefined>): void;
    width(pixels: number): this;
    cellHeight(pixels: number): this;
    minFrameSize(pixels: number): this;
    inverted(isInverted: boolean): this;
    transitionDuration(milliseconds: number): this;
    tooltip(tip: unknown): this;
    getName(name: (frame: Frame<Datum>) => string): this;
    getValue(value: (datum: Datum) => number): this;
    getChildren(children: (datum: Datum) => readonly Datum[] | undefined): this;
    setColorMapper(color: (frame: Frame<Datum>) => string): this;
    setSearchMatch(matches: (frame: Frame<Datum>) => boolean): this;
    setSearchHandler(handler: () => void): this;
    onClick(handler: (frame: Frame<Datum>) => void): this;
    search(term: string): void;
    clear(): void;
    resetZoom(): void;
    update(): void;
  }

  export default function flamegraph<Datum>(): FlameGraph<Datum>;
}
