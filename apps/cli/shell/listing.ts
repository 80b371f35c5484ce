import { formatShortest } from '#model/format.ts';
import { OPTIONS, type Options } from '#model/options.ts';
import { columnOf } from '#reports/subject.ts';
import { choicesOf, type SampleTypes, type ShellState } from './settings.ts';

/** All options as they stand, each as a line that would set it. Source: internal/driver/interactive.go (printCurrentOptions). */
export function optionsText(state: ShellState, types: SampleTypes): string {
  const listed = OPTIONS.filter(({ field }) => field !== 'sourcePath').map(({ name, field }) => row(name, ...shown(field, state.options, types)));
  return [...listed, row('output', state.output || EMPTY)].sort().join('\n');
}

const EMPTY = '""';

function row(name: string, value: string, comment = ''): string {
  return `  ${name.padEnd(25)} = ${value.padEnd(20)} ${comment === '' ? '' : `//: ${comment}`}`;
}

/** The value of an option, and what there is to say of it. */
function shown(field: keyof Options, options: Options, types: SampleTypes): [value: string, comment?: string] {
  if (field === 'sampleIndex') return [options.sampleIndex || defaultType(types), listOf(types.sampleTypes.map(({ type }) => type))];
  const value = options[field];
  const choices = choicesOf(field).sort();
  if (choices.length > 0) return [String(value) || '(default)', listOf(choices)];
  if (typeof value === 'number') return [formatShortest(value), field === 'nodeCount' && value === -1 ? 'default' : ''];
  return [String(value) || EMPTY];
}

function listOf(names: readonly string[]): string {
  return `[${names.join(' | ')}]`;
}

function defaultType(types: SampleTypes): string {
  return types.sampleTypes.length === 0 ? EMPTY : types.sampleTypes[columnOf(types, '')].type;
}
