import { create } from 'zustand';
import { FLAME_DEFAULTS, FLAME_OPTIONS, type FlameOptions } from '#model/flameOptions.ts';
import { DEFAULTS, OPTIONS, type OptionInfo, type Options } from '#model/options.ts';
import type { ValueType } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { columnOf } from '#reports/subject.ts';
import { formatAddress, parseAddress, parsePprofAddress, type Address, type BaseName, type View } from './address.ts';

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
  const before = useAddress.getState();
  const address = { ...before, options: { ...before.options, ...change }, notices: [] };
  if (sameAddress(address, useAddress.getState())) return;
  const into = how === 'typing' ? Object.keys(change).sort().join() : '';
  if (into !== '' && into === typingInto) writeSoon();
  else step(address);
  typingInto = into;
  useAddress.setState(address, true);
}

/** Goes to the flame graph, drawn otherwise. */
export function setFlame(change: Partial<FlameOptions>): void {
  const before = useAddress.getState();
  go({ ...before, view: 'flame', flame: { ...before.flame, ...change }, notices: [] });
}

/** Draws the flame graph as at first, this side up and around what it is around. */
export function resetFlame(): void {
  const { pivot, inverted } = useAddress.getState().flame;
  setFlame({ ...FLAME_DEFAULTS, pivot, inverted });
}

export function setView(view: View): void {
  go({ ...useAddress.getState(), view, live: undefined, notices: [] });
}

/** Compares with another open file, or with none. */
export function setBase(base: BaseName | undefined): void {
  go({ ...useAddress.getState(), base, notices: [] });
}

/** Looks at a running program, or with undefined at the files again; what is asked of these stays. */
export function setLive(live: string | undefined): void {
  go({ ...useAddress.getState(), live, notices: [] });
}

/** A step to another address. */
function go(address: Address): void {
  if (sameAddress(address, useAddress.getState())) return;
  step(address);
  typingInto = '';
  useAddress.setState(address, true);
}

/** Takes all refinements back; the sample type stays. */
export function resetOptions(): void {
  setOptions({ ...DEFAULTS, sampleIndex: useAddress.getState().options.sampleIndex });
}

/** Drops a sample type that the file does not have, and says so: it was another file's. */
export function fitOptions(sampleTypes: readonly ValueType[]): void {
  const { options } = useAddress.getState();
  const problem = sampleTypes.length === 0 ? undefined : problemOf(sampleTypes, options.sampleIndex);
  if (problem === undefined) return;
  useAddress.setState({ options: { ...options, sampleIndex: DEFAULTS.sampleIndex }, notices: [problem] });
  writeAddress();
}

function problemOf(sampleTypes: readonly ValueType[], index: string): string | undefined {
  try {
    columnOf({ sampleTypes, defaultSampleType: '' }, index);
    return undefined;
  } catch (error) {
    if (error instanceof QuestionError) return error.message;
    throw error;
  }
}

/** The step before, as the browser's Back. */
export function undo(): void {
  if (stepsTaken() > 0) history.back();
}

/** Takes the step that was undone last again. */
export function redo(): void {
  history.forward();
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
  if (fromPprof !== undefined) history.replaceState(null, '', fromPprof.root + formatAddress(address));
  else leaveOutSecrets(address);
  addEventListener('popstate', () => {
    clearTimeout(soon);
    soon = undefined;
    typingInto = '';
    const address = parseAddress(location.hash);
    const { live, notices } = address;
    useAddress.setState(live === undefined ? address : { ...useAddress.getState(), live, notices }, true);
    leaveOutSecrets(address);
  });
}

/** A link to a running program may have carried a password. */
function leaveOutSecrets(address: Address): void {
  if (address.live !== undefined && formatAddress(address) !== location.hash) history.replaceState(history.state, '', formatAddress(address));
}

/** Browsers count an address's changes and refuse too many; so it follows typing at this distance (milliseconds). */
const ADDRESS_DELAY = 350;

/** The options that the last change was typing into; empty after a step. */
let typingInto = '';
/** Set while the browser's entry is behind the store. */
let soon: ReturnType<typeof setTimeout> | undefined;

/** Leaves the browser's entry as the store is, and goes on to one for the address. */
function step(address: Address): void {
  if (soon !== undefined) writeAddress();
  history.pushState({ steps: stepsTaken() + 1 }, '', formatAddress(address));
}

function writeSoon(): void {
  clearTimeout(soon);
  soon = setTimeout(writeAddress, ADDRESS_DELAY);
}

/** Brings the browser's entry in step with the store. */
function writeAddress(): void {
  clearTimeout(soon);
  soon = undefined;
  history.replaceState(history.state, '', formatAddress(useAddress.getState()));
}

function sameAddress(a: Address, b: Address): boolean {
  const isSameBase = a.base?.name === b.base?.name && a.base?.isDifference === b.base?.isDifference;
  return a.view === b.view && a.live === b.live && isSameBase && OPTIONS.every(({ field }) => a.options[field] === b.options[field]) && FLAME_OPTIONS.every(({ field }) => a.flame[field] === b.flame[field]);
}

/** Steps between the browser's entry and the one that the page was opened with. */
function stepsTaken(): number {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'steps' in state && typeof state.steps === 'number' ? state.steps : 0;
}
