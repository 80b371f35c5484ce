import type { Demangling } from '#model/cppName.ts';
import { DEFAULTS, GRANULARITIES, kindOf, OPTIONS, withOption, type OptionInfo, type Options } from '#model/options.ts';
import { durationIn } from './duration.ts';
import { ELSEWHERE, FORMAT_FLAGS, type Format, type FormatName } from './formats.ts';

/** A command line, understood. */
export interface Command {
  /** The report to print, or undefined to open the page. */
  readonly report: Report | undefined;
  readonly options: Options;
  /** What stands behind -output; empty for standard output. */
  readonly output: string;
  /** What stands behind -http, if it was given. */
  readonly http: string | undefined;
  /** The view that the page opens with. */
  readonly view: 'flame' | 'graph';
  readonly noBrowser: boolean;
  /** Milliseconds without a question after which the page's server ends; 0 for never. */
  readonly idleExit: number;
  /** Read what pprof does not: symbols in the comments of text profiles, and forms that it does not know. */
  readonly symbols: boolean;
  /** Keep frames that the profile calls uninteresting. */
  readonly allFrames: boolean;
  readonly help: boolean;
  readonly version: boolean;
  /** Files, in order; several are merged. */
  readonly sources: readonly string[];
  /** What is subtracted from them. */
  readonly bases: readonly string[];
  /** Whether the bases are another run to compare with, so that shares are of them; otherwise an earlier state of the same. */
  readonly isDifference: boolean;
  /** Added to the profile's comments. */
  readonly addComment: string;
  /** Of the first mapping, where it has none. */
  readonly buildId: string;
  /** Where the programs are that read binaries: folders, or "objdump:folder", parted by commas; empty for the PATH. */
  readonly tools: string;
  /** How long a program gathers before it answers; 0 to leave that to its address. */
  readonly seconds: number;
  /** Seconds to wait for an answer; 0 for as long as it should take. */
  readonly timeout: number;
  /** Files for https. */
  readonly tls: { readonly cert: string; readonly key: string; readonly ca: string };
  /** Headers for the addresses of the command, as `Name: value`. */
  readonly headers: readonly string[];
  /** A file with more of them, one a line; empty for none. */
  readonly headerFile: string;
  /** Hosts that may be asked although they are on the never-list. */
  readonly allowTargets: readonly string[];
  /** Whether programs are asked for the names of addresses, and for those that have one too. */
  readonly symbolz: { readonly ask: boolean; readonly force: boolean; readonly demangling: Demangling };
  /** Flags that were understood but do nothing here, as sentences. */
  readonly notes: readonly string[];
}

export interface Report {
  readonly format: FormatName;
  /** The regexp that the format takes; empty for one that takes none. */
  readonly regexp: string;
}

/** The command line cannot be understood; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** pprof's flags that choose the sample type. Source: internal/driver/cli.go. */
const SAMPLE_FLAGS = new Map([
  ['inuse_space', 'inuse_space'],
  ['inuse_objects', 'inuse_objects'],
  ['alloc_space', 'alloc_space'],
  ['alloc_objects', 'alloc_objects'],
  ['total_delay', 'delay'],
  ['contentions', 'contentions'],
  ['mean_delay', 'delay'],
]);

/** Options that are flags of their own, one for each choice. */
const CHOICES = new Map<string, Partial<Options>>([
  ['flat', { sort: 'flat' }],
  ['cum', { sort: 'cum' }],
  ...GRANULARITIES.map((granularity) => [granularity, { granularity }] as const),
]);

/** What symbolization may be asked for. Profiles show the symbols that they carry; none makes text profiles just what they are to pprof. */
const SYMBOLIZE = /^(|no|none|local|fastlocal|remote|force|demangle=(none|full|templates|default))$/;

const DEMANGLINGS: readonly Demangling[] = ['none', 'full', 'templates'];

const OPTION_FLAGS = new Map<string, OptionInfo>(OPTIONS.filter(({ field }) => field !== 'sort' && field !== 'granularity').map((info) => [info.name, info]));

/**
 * Reads a command line as Go's flag package does: one dash or two, `-flag=value` or `-flag value`, a flag that is on or
 * off alone; unlike there, flags may also follow files. `--` ends them.
 * @throws UsageError
 */
export function parseFlags(words: readonly string[]): Command {
  const parser = new Parser();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      parser.sources.push(...rest);
      break;
    }
    const [, name, , value] = /^--?([^-=][^=]*)(=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) parser.sources.push(word);
    else parser.take(name, value, () => rest.shift());
  }
  return parser.finish();
}

/** As to pprof, none and less is no number of seconds. */
function secondsIn(flag: string, text: string): number {
  if (!/^[-+]?\d{1,9}$/.test(text)) throw new UsageError(`invalid value "${text}" for flag -${flag}: a number of seconds is expected`);
  return Math.max(0, Number(text));
}

function millisecondsIn(flag: string, text: string): number {
  const time = durationIn(text);
  if (time === undefined) throw new UsageError(`invalid value "${text}" for flag -${flag}: a duration is expected, such as 30m or 1h30m`);
  return time;
}

class Parser {
  readonly sources: string[] = [];
  #options = DEFAULTS;
  #report: (Report & { readonly flag: string }) | undefined;
  #output = '';
  #http: string | undefined;
  #isGraph = false;
  #noBrowser = false;
  #idleExit = 0;
  #allFrames = false;
  #addComment = '';
  #buildId = '';
  #tools = process.env.PPROF_TOOLS ?? '';
  #base = '';
  #diffBase = '';
  #symbols = true;
  #symbolz: { ask: boolean; force: boolean; demangling: Demangling } = { ask: true, force: false, demangling: 'default' };
  #seconds = 0;
  #timeout = 0;
  #tls = { cert: '', key: '', ca: '' };
  readonly #headers: string[] = [];
  #headerFile = '';
  readonly #allowTargets: string[] = [];
  #help = false;
  #version = false;
  #sampleFlag = '';
  readonly #chosen = new Map<'sort' | 'granularity', string>();
  readonly #notes: string[] = [];

  /** @param next the following word, for a flag whose value is not behind "=" */
  take(name: string, value: string | undefined, next: () => string | undefined): void {
    const text = (): string => {
      const found = value ?? next();
      if (found === undefined) throw new UsageError(`flag needs an argument: -${name}`);
      return found;
    };
    const isOn = (): boolean => {
      if (value === undefined || /^(1|t|T|true|TRUE|True)$/.test(value)) return true;
      if (/^(0|f|F|false|FALSE|False)$/.test(value)) return false;
      throw new UsageError(`invalid boolean value "${value}" for -${name}: parse error`);
    };
    const format = FORMAT_FLAGS.get(name);
    const option = OPTION_FLAGS.get(name);
    if (format?.takesRegexp === true) this.#setReport(name, format, text());
    else if (format !== undefined) {
      if (isOn()) this.#setReport(name, format, '');
    } else if (option !== undefined) this.#setOption(option, kindOf(option.field) === 'flag' ? String(isOn()) : text());
    else if (CHOICES.has(name)) {
      if (isOn()) this.#choose(name);
    } else if (SAMPLE_FLAGS.has(name)) {
      if (isOn()) this.#setSample(name);
    } else this.#takeOther(name, text, isOn);
  }

  #takeOther(name: string, text: () => string, isOn: () => boolean): void {
    switch (name) {
      case 'output':
        this.#output = text();
        return;
      case 'http':
        this.#http = text();
        return;
      case 'web':
        this.#isGraph = isOn();
        return;
      case 'no_browser':
        this.#noBrowser = isOn();
        return;
      case 'idle_exit':
        this.#idleExit = millisecondsIn(name, text());
        return;
      case 'base':
        this.#base = this.#baseOf(name, this.#base, text());
        return;
      case 'diff_base':
        this.#diffBase = this.#baseOf(name, this.#diffBase, text());
        return;
      case 'add_comment':
        this.#addComment = text();
        return;
      case 'buildid':
        this.#buildId = text();
        return;
      case 'tools':
        this.#tools = text();
        return;
      case 'all_frames':
        this.#allFrames = isOn();
        return;
      case 'h':
      case 'help':
        this.#help = isOn();
        return;
      case 'version':
        this.#version = isOn();
        return;
      case 'symbolize':
        this.#symbolize(text());
        return;
      case 'seconds':
        this.#seconds = secondsIn(name, text());
        return;
      case 'timeout':
        this.#timeout = secondsIn(name, text());
        return;
      case 'tls_cert':
      case 'tls_key':
      case 'tls_ca':
        this.#tls = { ...this.#tls, [name.replace('tls_', '')]: text() };
        return;
      case 'header':
        this.#headers.push(text());
        return;
      case 'allow_targets':
        this.#allowTargets.push(...text().split(',').filter(Boolean));
        return;
      case 'header_file':
        this.#headerFile = text();
        return;
      default:
        throw new UsageError(ELSEWHERE.get(name) ?? `flag provided but not defined: -${name}`);
    }
  }

  #setReport(flag: string, { name, takesRegexp }: Format, regexp: string): void {
    // As to pprof, an empty regexp is none, and the format not asked for.
    if (takesRegexp === true && regexp === '') return;
    if (this.#report !== undefined && this.#report.flag !== flag) throw new UsageError('must set at most one output format');
    this.#report = { flag, format: name, regexp };
  }

  #setOption({ field, name }: OptionInfo, text: string): void {
    const changed = withOption(this.#options, field, text);
    if (typeof changed === 'string') throw new UsageError(`invalid value "${text}" for flag -${name}`);
    this.#options = changed;
  }

  #choose(name: string): void {
    const field = name === 'flat' || name === 'cum' ? 'sort' : 'granularity';
    const before = this.#chosen.get(field);
    if (before !== undefined && before !== name) throw new UsageError(`conflicting options set: -${before} and -${name}`);
    this.#chosen.set(field, name);
    this.#options = { ...this.#options, ...CHOICES.get(name) };
  }

  #setSample(name: string): void {
    if (this.#sampleFlag !== '') {
      this.#notes.push(`Multiple value selections, ignoring ${name}`);
      return;
    }
    this.#sampleFlag = name;
    this.#options = { ...this.#options, sampleIndex: SAMPLE_FLAGS.get(name) ?? '', mean: this.#options.mean || name === 'mean_delay' };
  }

  #symbolize(modes: string): void {
    const wrong = modes.split(':').find((mode) => !SYMBOLIZE.test(mode));
    if (wrong !== undefined) throw new UsageError(`invalid value "${modes}" for flag -symbolize`);
    this.#symbols = !modes.split(':').some((mode) => mode === 'none' || mode === 'no');
    for (const mode of modes.split(':')) {
      if (mode.endsWith('local')) this.#symbolz.ask = false;
      if (mode === 'remote') this.#symbolz.ask = true;
      const demangling = DEMANGLINGS.find((one) => mode === `demangle=${one}`);
      if (demangling !== undefined) this.#symbolz.demangling = demangling;
      // Another way to write names needs them anew.
      if (/^(force|demangle=(none|full|templates))$/.test(mode)) this.#symbolz.force = true;
    }
  }

  /** There is one base: of several the last, as with pprof's command. */
  #baseOf(flag: string, before: string, source: string): string {
    if (before !== '' && before !== source) this.#notes.push(`-${flag} takes one profile: ${source} stands, ${before} does not`);
    return source;
  }

  finish(): Command {
    if (this.#base !== '' && this.#diffBase !== '') throw new UsageError('-base and -diff_base flags cannot both be specified');
    const bases = [this.#base, this.#diffBase].filter((source) => source !== '');
    if (this.#options.normalize && bases.length === 0) throw new UsageError('must have base profile to normalize by');
    if (this.#isGraph && this.#report !== undefined) throw new UsageError('must set at most one output format');
    if (this.#http !== undefined && this.#report !== undefined) throw new UsageError('-http is not compatible with an output format on the command line');
    return {
      report: this.#report && { format: this.#report.format, regexp: this.#report.regexp },
      options: this.#options,
      output: this.#output,
      http: this.#http,
      view: this.#isGraph ? 'graph' : 'flame',
      noBrowser: this.#noBrowser,
      idleExit: this.#idleExit,
      symbols: this.#symbols,
      allFrames: this.#allFrames,
      help: this.#help,
      version: this.#version,
      sources: this.sources,
      bases,
      isDifference: this.#diffBase !== '',
      addComment: this.#addComment,
      buildId: this.#buildId,
      tools: this.#tools,
      seconds: this.#seconds,
      timeout: this.#timeout,
      tls: this.#tls,
      headers: this.#headers,
      headerFile: this.#headerFile,
      allowTargets: this.#allowTargets,
      symbolz: { ...this.#symbolz, ask: this.#symbolz.ask && this.#symbols },
      notes: this.#notes,
    };
  }
}
