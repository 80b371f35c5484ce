import { create } from 'zustand';
import { GO_STANDARD } from '#model/goStandard.ts';
import { DEFAULTS, kindOf, OPTIONS, type Options } from '#model/options.ts';
import { readOption } from './address.ts';
import { setOptions, useAddress } from './options.ts';
import { remember, remembered } from './remembered.ts';

/** Options under a name. What is measured, and where sources are, belong to a profile and not to a config, as with pprof. */
export interface Config {
  readonly name: string;
  readonly options: Partial<Options>;
}

const LEFT_OUT: readonly (keyof Options)[] = ['sampleIndex', 'divideBy', 'sourcePath', 'trimPath'];
const SAVED = OPTIONS.filter(({ field }) => !LEFT_OUT.includes(field));

/** What an option is where a file leaves it out. */
const ZERO = { text: '', number: 0, flag: false } as const;

/** Longer texts and more configs are nobody's settings. */
const LONGEST = 1_000_000;
const MOST = 200;
const LONGEST_NAME = 100;

/** The runtime's assembly, and what the compiler makes, have no package. */
const NO_PACKAGE = '^(?:go:|type:|_rt0_|(?:cmp|memeq|count|indexbyte|aeshash)body)';
const STANDARD = `^(?:${GO_STANDARD.join('|')})(?:/[^(\\[ ]*)?\\.[^/(\\[]*(?:[(\\[]|$)|${NO_PACKAGE}`;
/** Garbage collection, allocation, scheduling, maps and channels: where the runtime is entered for each. */
const TAX =
  '^runtime\\.(?:gc[A-Z]\\w*|bg(?:sweep|scavenge)|wbBufFlush\\w*|mallocgc\\w*|new(?:object|array|stack|proc\\w*)|growslice\\w*|makeslice\\w*|morestack\\w*' +
  '|mcall|mstart\\w*|schedule|findRunnable|park_m|gopark|goready|gosched_m|goexit0|sysmon|map(?:access|assign|delete|iter|clear)\\w*|make(?:map|chan)\\w*' +
  '|chan(?:send|recv)\\w*|closechan|select(?:go|nb\\w+))$|^internal/runtime/maps\\.';
const RUNTIME = '^runtime\\.|^internal/runtime/';

/** What there is without anybody's saving it. */
export const BUILT_IN: readonly (Config & { readonly help: string })[] = [
  { name: 'Default', options: saved(DEFAULTS), help: 'All options as they are at first' },
  { name: 'My code', options: { ...saved(DEFAULTS), hide: STANDARD }, help: 'Without Go’s runtime and standard library: what they cost is their callers’' },
  { name: 'Runtime tax', options: { ...saved(DEFAULTS), focus: TAX, show: RUNTIME }, help: 'Garbage collection, allocation, scheduling, maps and channels alone' },
];

/** Those that one has saved, in the order of their saving; this browser remembers them. */
export const useConfigs = create<{ readonly configs: readonly Config[] }>(() => ({ configs: readConfigs(remembered('configs') ?? '{"configs":[]}').configs }));

/** All options that a config keeps become its own; the others stay. */
export function applyConfig({ options }: Config): void {
  setOptions(options);
}

/** Under a name that was there it takes the old one's place. */
export function saveConfig(name: string): void {
  keep([{ name: name.trim(), options: saved(useAddress.getState().options) }]);
}

export function deleteConfig(name: string): void {
  setConfigs(useConfigs.getState().configs.filter((config) => config.name !== name));
}

/** Adds the configs of a settings.json; returns what is to be said of them. */
export function importConfigs(text: string): string {
  const { configs, problems } = readConfigs(text);
  keep(configs);
  const added = configs.length === 0 ? 'No config was there to import.' : `Imported ${configs.map(({ name }) => name).join(', ')}.`;
  return [added, ...problems].join(' ');
}

/** Of those in the menu the last one that the options are as in, as pprof marks it. */
export function currentConfig(options: Options, configs: readonly Config[]): string | undefined {
  return [...BUILT_IN, ...configs].findLast((config) => SAVED.every(({ field }) => (config.options[field] ?? DEFAULTS[field]) === options[field]))?.name;
}

function keep(added: readonly Config[]): void {
  const names = new Set(added.map(({ name }) => name));
  setConfigs([...useConfigs.getState().configs.filter(({ name }) => !names.has(name)), ...added]);
}

function setConfigs(configs: readonly Config[]): void {
  useConfigs.setState({ configs });
  remember('configs', writeConfigs(configs));
}

function saved(options: Options): Partial<Options> {
  return Object.fromEntries(SAVED.map(({ field }) => [field, options[field]]));
}

/**
 * As pprof writes its settings.json: options by their names, those that are 0, false or empty left out.
 * Source: internal/driver/settings.go.
 */
export function writeConfigs(configs: readonly Config[]): string {
  const entries = configs.map(({ name, options }) => {
    const values = SAVED.map(({ field, name: option }) => [option, options[field] ?? DEFAULTS[field]] as const).filter(([, value]) => Boolean(value));
    return { name, ...Object.fromEntries(values) };
  });
  return `${JSON.stringify({ configs: entries }, undefined, 2)}\n`;
}

/** Reads what pprof and `writeConfigs` write. What cannot be is left out, with a sentence. */
export function readConfigs(text: string): { readonly configs: readonly Config[]; readonly problems: readonly string[] } {
  const list = configsIn(text);
  if (typeof list === 'string') return { configs: [], problems: [list] };
  const configs = new Map<string, Config>();
  const problems: string[] = [];
  for (const entry of list.slice(0, MOST)) {
    const name = entry['name'];
    if (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_NAME) problems.push('A config without a name, or with one that is too long, was left out.');
    else if (BUILT_IN.some((config) => config.name === name)) problems.push(`"${name}" is the name of a config that is always there.`);
    else configs.set(name, { name, options: optionsOf(entry, (what) => problems.push(`${name}: ${what}`)) });
  }
  if (list.length > MOST) problems.push(`Only the first ${MOST} were read.`);
  return { configs: [...configs.values()], problems };
}

function configsIn(text: string): readonly Readonly<Record<string, unknown>>[] | string {
  if (text.length > LONGEST) return 'The file is too large for one of settings.';
  try {
    const settings: unknown = JSON.parse(text);
    const configs: unknown = isRecord(settings) ? settings['configs'] : undefined;
    return Array.isArray(configs) ? configs.filter(isRecord) : 'The file has no configs: it should be a settings.json, as pprof writes it.';
  } catch {
    return 'The file is no JSON.';
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is left out is 0, false or empty; but for what may not be so, which is as at first. */
function optionsOf(entry: Readonly<Record<string, unknown>>, complain: (what: string) => void): Partial<Options> {
  let options: Options = { ...DEFAULTS };
  for (const { field, name } of SAVED) {
    const value = entry[name] ?? ZERO[kindOf(field)];
    const isAllowed = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const read = isAllowed && (value !== '' || DEFAULTS[field] === '') ? readOption(options, field, String(value)) : options;
    if (typeof read === 'string' || !isAllowed) complain(`${name} cannot be ${JSON.stringify(value).slice(0, 40)}.`);
    if (typeof read !== 'string') options = read;
  }
  return saved(options);
}
