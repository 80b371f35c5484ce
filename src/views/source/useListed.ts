import { create } from 'zustand';
import type { ListedAt } from '#engine/protocol.ts';
import { setView, useAddress } from '#state/options.ts';
import { selectFunctions, useSession } from '#state/session.ts';

interface Listing {
  /** The file that the rest is of. */
  readonly file: number | undefined;
  /** A regular expression; empty for the selected functions. */
  readonly typed: string;
  /** A selection that was made in the listing, and what was listed then: it goes on to be. */
  readonly kept: { readonly selected: ReadonlySet<string>; readonly at: ListedAt } | undefined;
}

const NOTHING_LISTED: Listing = { file: undefined, typed: '', kept: undefined };

/** Kept while other views are looked at. */
const useListing = create<Listing>(() => NOTHING_LISTED);

/** More are not looked at together. */
const MOST = 100;

/**
 * Which functions' code one reads: those that are typed, or selected in another view, or focused on (which is how pprof's
 * page names them), or the hottest.
 */
export function useListed() {
  const file = useSession((session) => session.active);
  const selected = useSession((session) => session.selected);
  const focus = useAddress((address) => address.options.focus);
  const listing = useListing();
  const { typed } = listing.file === file ? listing : NOTHING_LISTED;
  const at = atOf(listing, file, selected, focus);
  return {
    at,
    typed,
    type: (text: string) => useListing.setState({ file, typed: text, kept: undefined }),
    /** Selects a function of the listing, or none, and lists what was listed. */
    select: (fn: string) => {
      selectFunctions(selected.has(fn) ? [] : [fn]);
      useListing.setState({ file, typed, kept: { selected: useSession.getState().selected, at } });
    },
  };
}

/** The same for once. */
export function listedNow(): ListedAt {
  const { active, selected } = useSession.getState();
  return atOf(useListing.getState(), active, selected, useAddress.getState().options.focus);
}

function atOf(listing: Listing, active: number | undefined, selected: ReadonlySet<string>, focus: string): ListedAt {
  const { typed, kept } = listing.file === active ? listing : NOTHING_LISTED;
  return kept?.selected === selected && typed === '' ? kept.at : listedAt(typed, [...selected].slice(0, MOST), focus);
}

function listedAt(typed: string, functions: readonly string[], focus: string): ListedAt {
  if (typed !== '') return { kind: 'pattern', source: typed };
  if (functions.length > 0) return { kind: 'functions', functions };
  return focus === '' ? { kind: 'hottest' } : { kind: 'pattern', source: focus };
}

/** Shows the code of some functions. */
export function showCode(view: 'source' | 'disasm', functions: Iterable<string>): void {
  useListing.setState({ typed: '', kept: undefined });
  selectFunctions(functions);
  setView(view);
}
