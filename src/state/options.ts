import { create } from 'zustand';
import { DEFAULTS, OPTIONS, type OptionInfo, type Options } from '#model/options.ts';
import type { ValueType } from '#model/profile.ts';
import { formatAddress, parseAddress, parsePprofAddress, type Address, type View } from './address.ts';

/** The view and what is asked of it; its copy is the page's address. */
export const useAddress = create<Address>(() => parseAddress(''));

export function useOptions<T>(select: (options: Options) => T): T {
  return useAddress((address) => select(address.options));
}

/**
 * A step is what the browser's Back goes back over. Typing is one step, however many changes it makes to the same
 * options.
 */
export type Change = 'step' | 'typing';

export function setOptions(change: Partial<Options>, how: Change = 'step'): void {
  const { view, options } = useAddress.getState();
  go({ view, options: { ...options, ...change }, notices: [] }, how === 'typing' ? Object.keys(change).sort().join() : '');
}

export function setView(view: View): void {
  go({ ...useAddress.getState(), view, notices: [] }, '');
}

/** Takes all refinements back; the sample type stays. */
export function resetOptions(): void {
  setOptions({ ...DEFAULTS, sampleIndex: useAddress.getState().options.sampleIndex });
}

/** Drops a sample type that the file does not have: it was another file's. */
export function fitOptions(sampleTypes: readonly ValueType[]): void {
  const { options } = useAddress.getState();
  const column = options.sampleIndex;
  const known = column === '' || sampleTypes.some(({ type }) => type === column) || (/^\d+$/.test(column) && Number(column) < sampleTypes.length);
  if (!known) setOptions({ sampleIndex: '' });
}

/** The step before, as the browser's Back. */
export function undo(): void {
  if (stepsTaken() > 0) history.back();
}

/** A refinement in force: what narrows the profile, as a chip says it. */
export interface Refinement {
  readonly field: RefinementField;
  readonly name: string;
  readonly help: string;
  readonly value: string;
}

export const REFINEMENT_FIELDS = ['focus', 'ignore', 'hide', 'show', 'showFrom', 'pruneFrom', 'tagFocus', 'tagIgnore', 'tagShow', 'tagHide'] as const;
export type RefinementField = (typeof REFINEMENT_FIELDS)[number];

/** In the order in which they are applied. */
export function refinementsOf(options: Options): Refinement[] {
  return REFINEMENT_FIELDS.filter((field) => options[field] !== '').map((field) => {
    const { name, help } = infoOf(field);
    return { field, name, help, value: options[field] };
  });
}

export function infoOf(field: keyof Options): OptionInfo {
  const info = OPTIONS.find((option) => option.field === field);
  if (info === undefined) throw new RangeError(`no option ${field}`);
  return info;
}

/**
 * Reads the page's address, now and whenever the browser goes back or forth; an address of pprof's becomes ours. To be
 * called once, when the page starts.
 */
export function followAddress(): void {
  const fromPprof = location.hash === '' ? parsePprofAddress(location.pathname, location.search) : undefined;
  const address = fromPprof?.address ?? parseAddress(location.hash);
  useAddress.setState(address, true);
  if (fromPprof !== undefined) history.replaceState(null, '', fromPprof.root + formatAddress(address.view, address.options));
  addEventListener('popstate', () => {
    clearTimeout(pending);
    pending = undefined;
    typingInto = '';
    useAddress.setState(parseAddress(location.hash), true);
  });
}

/** Browsers count an address's changes and refuse too many; so it follows typing at this distance (milliseconds). */
const ADDRESS_DELAY = 350;

/** What the last change was typing into; empty after a step. */
let typingInto = '';
let pending: ReturnType<typeof setTimeout> | undefined;

function go(address: Address, typing: string): void {
  const before = useAddress.getState();
  const hash = formatAddress(address.view, address.options);
  if (hash === formatAddress(before.view, before.options)) return;
  if (typing !== '' && typing === typingInto) {
    clearTimeout(pending);
    pending = setTimeout(writeAddress, ADDRESS_DELAY);
  } else {
    if (pending !== undefined) writeAddress();
    history.pushState({ steps: stepsTaken() + 1 }, '', hash);
  }
  typingInto = typing;
  useAddress.setState(address, true);
}

/** Brings the browser's entry of now in step with the store. */
function writeAddress(): void {
  clearTimeout(pending);
  pending = undefined;
  const { view, options } = useAddress.getState();
  history.replaceState(history.state, '', formatAddress(view, options));
}

/** Steps between the entry of now and the one the page was opened with. */
function stepsTaken(): number {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'steps' in state && typeof state.steps === 'number' ? state.steps : 0;
}
