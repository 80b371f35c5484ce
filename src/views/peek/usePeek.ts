import { create } from 'zustand';
import type { PeekedAt } from '#engine/protocol.ts';
import { useAddress } from '#state/options.ts';
import { selectFunctions, useSession } from '#state/session.ts';

/** Where one was before. */
export interface Step {
  /** As the trail shows it. */
  readonly name: string;
  readonly functions: readonly string[];
  readonly typed: string;
}

interface Peeking {
  /** The file that the rest is of. */
  readonly file: number | undefined;
  /** A regular expression; empty for the selected functions. */
  readonly typed: string;
  readonly trail: readonly Step[];
}

/** Kept while other views are looked at. */
const usePeeking = create<Peeking>(() => ({ file: undefined, typed: '', trail: [] }));

/** More are not looked at together. */
const MOST = 100;

/**
 * What one peeks at: what is typed, or the functions selected in any view, or what is focused on (which is how pprof's
 * page names it), or the heaviest function.
 */
export function usePeek() {
  const file = useSession((session) => session.active);
  const selected = useSession((session) => session.selected);
  const focus = useAddress((address) => address.options.focus);
  const kept = usePeeking();
  const { typed, trail }: Pick<Peeking, 'typed' | 'trail'> = kept.file === file ? kept : { typed: '', trail: [] };
  const functions = [...selected].slice(0, MOST);
  const at = atOf(typed, functions, focus);
  const leave = (to: Step, rest: readonly Step[]) => {
    usePeeking.setState({ file, typed: to.typed, trail: rest });
    selectFunctions(to.functions);
  };
  return {
    at,
    typed,
    trail,
    type: (text: string) => usePeeking.setState({ file, typed: text, trail }),
    /** Moves to a function; `from` is what the trail calls where one is. */
    go: (fn: string, from: string) => leave({ name: fn, functions: [fn], typed: '' }, [...trail, { name: from, functions, typed }]),
    /** Goes back to a step of the trail. */
    backTo: (step: number) => leave(trail[step], trail.slice(0, step)),
  };
}

/** The same for once. */
export function peekedAt(): PeekedAt {
  const { active, selected } = useSession.getState();
  const { file, typed } = usePeeking.getState();
  return atOf(file === active ? typed : '', [...selected].slice(0, MOST), useAddress.getState().options.focus);
}

function atOf(typed: string, functions: readonly string[], focus: string): PeekedAt {
  if (typed !== '') return { kind: 'pattern', source: typed };
  if (functions.length > 0) return { kind: 'functions', functions };
  return focus === '' ? { kind: 'heaviest' } : { kind: 'pattern', source: focus };
}
