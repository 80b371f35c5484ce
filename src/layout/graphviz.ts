import type { Graphviz } from './callgraph.ts';

/** What the page and the layout's worker say to each other. */
export interface ToGraphviz {
  readonly dot: string;
  /** Soon rather than well: straight lines, and boxes nearly where they will be. */
  readonly isDraft: boolean;
}

export type FromGraphviz = { readonly kind: 'laid out'; readonly json: string } | { readonly kind: 'failed'; readonly message: string };

/** What became of a graph: its layout, or a sentence, or nothing as another graph is wanted now. */
export type LaidOut = { readonly kind: 'laid out'; readonly graph: Graphviz } | { readonly kind: 'failed'; readonly message: string } | { readonly kind: 'moot' };

/** What is used of a Worker. */
export interface GraphvizPort {
  onmessage: ((event: MessageEvent<FromGraphviz>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToGraphviz): void;
  terminate(): void;
}

export interface Layouter {
  /** Starts the engine before the first graph. */
  prepare(): void;
  /** Makes the graph before it moot, if that is another and still on its way. */
  layOut(dot: string): Promise<LaidOut>;
  /** Nothing is wanted any more. */
  giveUp(): void;
}

/** Milliseconds after which a layout is given up. */
const PATIENCE = 90_000;
/** Layouts that are kept, so that going back to a view is free. */
const KEPT = 6;

interface LayouterOptions {
  readonly isDraft?: boolean;
  /** Milliseconds. */
  readonly patience?: number;
}

/** Starts the worker when it is first needed, and ends it when it works on what nobody waits for. */
export function createLayouter(start: () => GraphvizPort, { isDraft = false, patience = PATIENCE }: LayouterOptions = {}): Layouter {
  const kept = new Map<string, Graphviz>();
  let port: GraphvizPort | undefined;
  let settle: ((result: LaidOut) => void) | undefined;
  let onItsWay: { readonly dot: string; readonly result: Promise<LaidOut> } | undefined;

  const finish = (result: LaidOut, ends: boolean) => {
    if (ends) {
      port?.terminate();
      port = undefined;
    }
    const settleNow = settle;
    settle = undefined;
    onItsWay = undefined;
    settleNow?.(result);
  };
  const giveUp = () => {
    if (settle !== undefined) finish({ kind: 'moot' }, true);
  };
  return {
    prepare: () => void (port ??= start()),
    giveUp,
    layOut: (dot) => {
      if (onItsWay?.dot === dot) return onItsWay.result;
      giveUp();
      const known = kept.get(dot);
      if (known !== undefined) return Promise.resolve({ kind: 'laid out', graph: known });
      const result = new Promise<LaidOut>((resolve) => {
        const timer = setTimeout(() => finish({ kind: 'failed', message: `The layout took longer than ${patience / 1000} seconds and was given up.` }, true), patience);
        settle = (result) => {
          clearTimeout(timer);
          resolve(result);
        };
        port ??= start();
        port.onmessage = ({ data }) => {
          if (data.kind === 'failed') return finish({ kind: 'failed', message: `The graph cannot be laid out: ${data.message}.` }, true);
          const graph = JSON.parse(data.json) as Graphviz;
          kept.set(dot, graph);
          for (const old of kept.keys()) if (kept.size > KEPT) kept.delete(old);
          finish({ kind: 'laid out', graph }, false);
        };
        port.onerror = (event) => finish({ kind: 'failed', message: `The graph cannot be laid out: ${event.message || 'the layout engine ended'}.` }, true);
        port.postMessage({ dot, isDraft });
      });
      onItsWay = { dot, result };
      return result;
    },
  };
}
