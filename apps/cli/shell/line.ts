import { kindOf, withOption, type Options } from '#model/options.ts';
import { QuestionError } from '#model/questionError.ts';
import { columnOf } from '#reports/subject.ts';
import type { Report } from '#cli/flags.ts';
import { ELSEWHERE, FORMAT_FLAGS, type Format } from '#cli/formats.ts';
import { helpText } from './help.ts';
import { optionsText } from './listing.ts';
import { choicesOf, PAGE, SETTINGS, type SampleTypes, type ShellState } from './settings.ts';

/** What a line asks for, besides a changed state. */
export type Effect =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'complain'; readonly text: string }
  | { readonly kind: 'report'; readonly report: Report; readonly options: Options; readonly output: string }
  | { readonly kind: 'page'; readonly options: Options }
  | { readonly kind: 'leave' };

export interface Understood {
  readonly state: ShellState;
  readonly effects: readonly Effect[];
}

/**
 * Reads a line of the shell: an assignment, a command or a shortcut for several of them. A line that cannot be
 * understood changes nothing.
 *
 * Rules and messages: github.com/google/pprof, internal/driver/interactive.go.
 */
export function understand(line: string, state: ShellState, types: SampleTypes): Understood {
  const effects: Effect[] = [];
  let next = state;
  for (const part of shortcutsOf(types).get(line.trim()) ?? [line.trim()]) {
    try {
      const changed = assign(part, next, types);
      if (changed !== undefined) next = changed;
      else effects.push(...command(fieldsOf(part), next, types));
    } catch (error) {
      if (!(error instanceof QuestionError)) throw error;
      effects.push({ kind: 'complain', text: error.message });
    }
  }
  return { state: next, effects };
}

/** ":" clears what narrows; a sample type selects it, with the mean left as it is, off or on. */
export function shortcutsOf({ sampleTypes }: SampleTypes): ReadonlyMap<string, readonly string[]> {
  const shortcuts = new Map<string, readonly string[]>([[':', ['focus=', 'ignore=', 'hide=', 'tagfocus=', 'tagignore=']]]);
  for (const { type } of sampleTypes) {
    const select = `sample_index=${type}`;
    shortcuts.set(type, [select]).set(`total_${type}`, ['mean=0', select]).set(`mean_${type}`, ['mean=1', select]);
  }
  return shortcuts;
}

/**
 * The state after `name=value //: comment`, or a flag's name alone; undefined where the line is none.
 * @throws QuestionError
 */
function assign(line: string, state: ShellState, types: SampleTypes): ShellState | undefined {
  const [, name, equals, rest] = /^([^=]*)(=?)(.*)$/s.exec(line) ?? [];
  const setting = SETTINGS.get(name.trim());
  if (setting === undefined) return undefined;
  const { field, choice } = setting;
  const value = withoutComment(rest).trim();
  if (equals === '' && choice === undefined && (field === 'output' || kindOf(field) !== 'flag')) {
    throw new QuestionError(`please specify a value, e.g. ${name.trim()}=<val>`);
  }
  if (field === 'output') return { ...state, output: value };
  if (choice !== undefined && !/^(1|t|T|true|TRUE|True)$/.test(value)) throw new QuestionError(`unknown config field ${JSON.stringify(choice)}`);
  return { ...state, options: withValue(state.options, field, choice ?? value, types) };
}

function withoutComment(text: string): string {
  const comment = text.lastIndexOf('//:');
  return comment < 0 ? text : text.slice(0, comment);
}

function withValue(options: Options, field: keyof Options, value: string, types: SampleTypes): Options {
  if (field === 'sampleIndex') return { ...options, sampleIndex: types.sampleTypes[columnOf(types, value)].type };
  const text = kindOf(field) === 'flag' && value === '' ? 'true' : value;
  const wrong = faultOf(field, text);
  if (wrong !== undefined) throw new QuestionError(wrong);
  const changed = withOption(options, field, text);
  if (typeof changed === 'string') throw new QuestionError(changed);
  return changed;
}

/** Why a value will not do, in Go's words. */
function faultOf(field: keyof Options, text: string): string | undefined {
  const quoted = JSON.stringify(text);
  switch (kindOf(field)) {
    case 'flag':
      return /^(true|t|yes|y|1|false|f|no|n|0)$/i.test(text) ? undefined : `illegal value "${text}" for bool variable`;
    case 'number': {
      const [reads, form] = field === 'nodeCount' ? (['Atoi', /^[+-]?\d+$/] as const) : (['ParseFloat', /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i] as const);
      if (!form.test(text)) return `strconv.${reads}: parsing ${quoted}: invalid syntax`;
      const isInRange = field === 'nodeCount' ? Number.isSafeInteger(Number(text)) : Number.isFinite(Number(text));
      return isInRange ? undefined : `strconv.${reads}: parsing ${quoted}: value out of range`;
    }
    case 'text': {
      const choices = choicesOf(field);
      return choices.length === 0 || choices.includes(text) ? undefined : `invalid ${JSON.stringify(field)} value ${quoted}`;
    }
  }
}

/** @throws QuestionError */
function command(words: readonly string[], state: ShellState, types: SampleTypes): Effect[] {
  switch (words.at(0)) {
    case undefined:
      return [];
    case 'o':
    case 'options':
      return [{ kind: 'say', text: optionsText(state, types) }];
    case 'q':
    case 'quit':
    case 'exit':
      return [{ kind: 'leave' }];
    case 'help':
      return [help(words.slice(1).join(' '))];
    default:
      return [report(words, state)];
  }
}

function help(subject: string): Effect {
  const text = helpText(subject);
  return text === undefined ? { kind: 'complain', text: `Unknown command: ${subject}` } : { kind: 'say', text };
}

/** Rows of `top` where no number is given. */
const ROWS = 10;

/** @throws QuestionError for what is no command, and for one that lacks something */
function report(words: readonly string[], state: ShellState): Effect {
  const { name, format, rest } = commandIn(words);
  const takesRegexp = format !== 'page' && format.takesRegexp === true;
  if (takesRegexp && rest.length === 0) throw new QuestionError(`command ${name} requires an argument`);
  const asked = argumentsOf(takesRegexp ? rest.slice(1) : rest);
  let options = { ...state.options, ...asked.options };
  if (asked.focus !== '') options = { ...options, [name === 'tags' ? 'tagFocus' : 'focus']: asked.focus };
  if (asked.ignore !== '') options = { ...options, [name === 'tags' ? 'tagIgnore' : 'ignore']: asked.ignore };
  if (format === 'page') return { kind: 'page', options };
  if (format.name === 'top' && options.nodeCount === -1) options = { ...options, nodeCount: ROWS };
  return { kind: 'report', report: { format: format.name, regexp: takesRegexp ? rest[0] : '' }, options, output: asked.output ?? state.output };
}

/** `top10` is `top 10`. */
function commandIn(words: readonly string[]): { name: string; format: Format | 'page'; rest: readonly string[] } {
  const formatOf = (name: string) => (name === PAGE ? 'page' : FORMAT_FLAGS.get(name));
  const [whole, ...rest] = words;
  const known = formatOf(whole);
  if (known !== undefined) return { name: whole, format: known, rest };
  const [, name = whole, digits] = /^(.*?[^0-9])([0-9]+)$/.exec(whole) ?? [];
  const all = digits === undefined ? rest : [digits, ...rest];
  const format = formatOf(name);
  if (format !== undefined) return { name, format, rest: all };
  const instead = ELSEWHERE.get(name);
  // There a report is a flag and its file too.
  if (instead !== undefined) throw new QuestionError(instead.replaceAll(' -output=', ' >').replaceAll(/(^|\s)-/g, '$1'));
  throw new QuestionError(SETTINGS.has(name) ? `did you mean: ${name}=${all.at(0) ?? '<val>'}` : `unrecognized command: ${JSON.stringify(name)}`);
}

interface Arguments {
  readonly options: Partial<Options>;
  /** Regexps joined; empty for none. */
  readonly focus: string;
  readonly ignore: string;
  readonly output: string | undefined;
}

/** A number of nodes, `-cum`, `>file`, `-regexp` to ignore and regexps to focus on, in any order. */
function argumentsOf(words: readonly string[]): Arguments {
  let options: Partial<Options> = {};
  const focus: string[] = [];
  const ignore: string[] = [];
  let output: string | undefined;
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (isInt32(word)) options = { ...options, nodeCount: Number(word) };
    else if (word === '-cum' || word === '--cum') options = { ...options, sort: 'cum' };
    else if (word.startsWith('>')) {
      output = word.slice(1) || rest.shift();
      if (output === undefined) throw new QuestionError('unexpected end of line after >');
    } else if (word.startsWith('-')) ignore.push(word.slice(1));
    else focus.push(word);
  }
  return { options, focus: joined(focus), ignore: joined(ignore), output };
}

function isInt32(word: string): boolean {
  return /^[+-]?[0-9]+$/.test(word) && Number(word) === (Number(word) | 0);
}

function joined(patterns: readonly string[]): string {
  return patterns.filter((pattern) => pattern !== '').join('|');
}

export function fieldsOf(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== '');
}
