import { FLAME_DEFAULTS, FLAME_OPTIONS, withFlameOption, type FlameOptionInfo, type FlameOptions } from '#model/flameOptions.ts';
import { DEFAULTS, OPTIONS, withOption, type OptionInfo, type Options } from '#model/options.ts';
import { decodeText, encodeText } from '#model/text.ts';
import { LiveAddressError, readLiveAddress } from './live/liveAddress.ts';

/** Views by their name in an address. */
export const VIEWS = ['flame', 'graph', 'top', 'peek', 'source', 'disasm', 'labels', 'tree', 'traces', 'raw', 'comments', 'goroutines'] as const;
export type View = (typeof VIEWS)[number];

/** What a link says. Whoever gets the link sees the same view, given the same file. */
export interface Address {
  readonly view: View;
  readonly options: Options;
  /** How the flame graph is drawn. */
  readonly flame: FlameOptions;
  /** What the file is compared with. */
  readonly base: BaseName | undefined;
  /** The running program that is looked at instead of a file, without secrets; empty where none is named yet, undefined while it is a file. */
  readonly live?: string | undefined;
  /** What of a link was not understood; a sentence each. */
  readonly notices: readonly string[];
}

/** A base, by the name of its file: whoever gets a link opens that too. */
export interface BaseName {
  readonly name: string;
  /** Whether it is another run to compare with (pprof's diff_base), or an earlier state to subtract (its base). */
  readonly isDifference: boolean;
}

/** Longer ones are not read. */
const MAX_LENGTH = 100_000;

/** `#/top?f=serve&n=80`: pprof's parameters, those that differ from the default, by name. A running program is `#/live?url=…`. */
export function formatAddress({ view, options, flame = FLAME_DEFAULTS, base, live }: Omit<Address, 'notices' | 'flame'> & Partial<Pick<Address, 'flame'>>): string {
  if (live !== undefined) return live === '' ? '#/live' : `#/live?url=${escape(live)}`;
  const asked = IN_ADDRESS.filter(({ field }) => options[field] !== DEFAULTS[field]).map(({ field, param }) => `${param}=${escape(formatValue(options[field]))}`);
  const compared = base === undefined ? [] : [`${base.isDifference ? 'diff_base' : 'base'}=${escape(base.name)}`];
  const drawn = FLAME_OPTIONS.filter(({ field }) => flame[field] !== FLAME_DEFAULTS[field]).map(({ field, param }) => `${param}=${escape(formatValue(flame[field]))}`);
  const parameters = [...asked, ...drawn, ...compared].sort();
  return parameters.length === 0 ? `#/${view}` : `#/${view}?${parameters.join('&')}`;
}

/** Reads what `formatAddress` writes, and whatever else stands there: what cannot be is left out, with a notice. */
export function parseAddress(hash: string): Address {
  const [, view = '', query = ''] = /^#?\/?([^?]*)\??(.*)$/s.exec(hash) ?? [];
  return addressOf(view, query);
}

/**
 * The same from pprof's own address: `/ui/top?f=serve`, `/flamegraph?si=cpu`. Undefined where it is none of pprof's.
 * `root` is the path the app lives at.
 */
export function parsePprofAddress(path: string, search: string): { readonly root: string; readonly address: Address } | undefined {
  const [, root, page = ''] = /^(.*\/)(?:ui\/?|(?:ui\/)?(flamegraph2|flamegraphold|flamegraph|top|graph|peek|source|disasm)\/?)$/.exec(path) ?? [];
  if (root === undefined) return undefined;
  const view = page === '' || page.startsWith('flamegraph') ? 'flame' : page;
  const address = addressOf(view, search.replace(/^\?/, ''));
  return { root: root.replace(/ui\/$/, ''), address: { ...address, flame: { ...address.flame, pivot: withoutIds(address.flame.pivot) } } };
}

/**
 * A pivot of pprof's page by names alone: of two functions of one name, such as one that is inlined and the same that is not,
 * it calls the second `name#7`, after its ID. Source: internal/report/stacks.go (UniqueName).
 */
function withoutIds(pivot: string): string {
  return pivot.replaceAll(/#\d+\$(?=\||$)/g, '$');
}

function addressOf(view: string, query: string): Address {
  if (view === 'live') return liveOf(query);
  const notices: string[] = [];
  const known = VIEWS.find((name) => name === view);
  if (known === undefined && view !== '') notices.push(`There is no view "${brief(view)}".`);
  const asked = query.length > MAX_LENGTH ? tooLong(notices) : askedOf(query, notices);
  return { view: known ?? 'flame', ...asked, notices };
}

/** The address of a running program. What is secret in it does not stay in it, and is not used: a link must not sign anybody in. */
function liveOf(query: string): Address {
  const [, given = ''] = /(?:^|&)url=([^&]*)/.exec(query) ?? [];
  const shown = { ...parseAddress(''), live: '' };
  if (given === '') return shown;
  try {
    const { url, secrets } = readLiveAddress(unescape(given));
    const isSecret = secrets.authorization !== '' || secrets.query.length > 0;
    return { ...shown, live: url, notices: isSecret ? ['The password or token in the link was left out.'] : [] };
  } catch (error) {
    if (error instanceof LiveAddressError) return { ...shown, notices: [error.message] };
    throw error;
  }
}

type Asked = Pick<Address, 'options' | 'flame' | 'base'>;

function tooLong(notices: string[]): Asked {
  notices.push(`The address is over ${MAX_LENGTH} characters long and was not read.`);
  return { options: DEFAULTS, flame: FLAME_DEFAULTS, base: undefined };
}

function askedOf(query: string, notices: string[]): Asked {
  let options = DEFAULTS;
  let flame = FLAME_DEFAULTS;
  let base: BaseName | undefined;
  const seen = new Set<string>();
  const unknown: string[] = [];
  for (const parameter of query.split('&')) {
    const [, name, value] = /^([^=]*)=?(.*)$/s.exec(parameter) ?? [];
    const info = PARAMETERS.get(name);
    const ofFlame = FLAME_PARAMETERS.get(name);
    if (name === 'base' || name === 'diff_base') {
      if (value !== '') base ??= { name: unescape(value), isDifference: name === 'diff_base' };
    } else if (ofFlame !== undefined && value !== '' && !seen.has(name)) {
      seen.add(name);
      const read = withFlameOption(flame, ofFlame.field, unescape(value));
      if (read === undefined) notices.push(`${name}: ${brief(unescape(value))} cannot be.`);
      else flame = read;
    } else if (info === undefined) {
      if (name !== '' && ofFlame === undefined) unknown.push(brief(name));
    } else if (value !== '' && !seen.has(name)) {
      seen.add(name);
      const read = readOption(options, info.field, unescape(value));
      if (typeof read === 'string') notices.push(`${name}: ${brief(unescape(value))} cannot be.`);
      else options = read;
    }
  }
  if (unknown.length > 0) notices.push(`Not understood in the address: ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}.`);
  return { options, flame, base };
}

/** `withOption`, within what a view can use. */
export function readOption(options: Options, field: keyof Options, text: string): Options | string {
  const read = withOption(options, field, text);
  if (typeof read === 'string') return read;
  const range = RANGES[field];
  const value = Number(read[field]);
  return range === undefined || (value >= range[0] && value <= range[1]) ? read : `${field}: ${text} is not between ${range[0]} and ${range[1]}`;
}

const RANGES: Partial<Record<keyof Options, readonly [number, number]>> = {
  nodeCount: [-1, 1e6],
  nodeFraction: [0, 1],
  edgeFraction: [0, 1],
  divideBy: [Number.MIN_VALUE, Number.MAX_VALUE],
};

const IN_ADDRESS = OPTIONS.filter((info): info is OptionInfo & { readonly param: string } => info.param !== undefined);
const FLAME_PARAMETERS: ReadonlyMap<string, FlameOptionInfo> = new Map(FLAME_OPTIONS.map((info) => [info.param, info]));
const PARAMETERS = new Map(IN_ADDRESS.map((info) => [info.param, info]));

function formatValue(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 't' : 'f') : String(value);
}

/** Percent-encoding of the bytes; a byte of a name that is no UTF-8 stays that byte. */
function escape(text: string): string {
  let escaped = '';
  for (const byte of encodeText(text)) escaped += byte < 0x80 ? encodeURIComponent(String.fromCharCode(byte)) : `%${byte.toString(16).toUpperCase()}`;
  return escaped;
}

/** Its inverse, as a browser reads a query: + is a space, and a % that begins no byte is itself. */
function unescape(text: string): string {
  const bytes: number[] = [];
  const plain = encodeText(text.replaceAll('+', ' '));
  for (let i = 0; i < plain.length; i++) {
    const hex = plain[i] === 0x25 ? String.fromCharCode(...plain.subarray(i + 1, i + 3)) : '';
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else bytes.push(plain[i]);
  }
  return decodeText(Uint8Array.from(bytes));
}

function brief(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
