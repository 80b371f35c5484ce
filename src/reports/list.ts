import type { Int64 } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { Matcher, type Pattern } from '#model/pattern.ts';
import type { ValueType } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { compareBytes, padLeft } from '#model/text.ts';
import { percentage } from '#model/units.ts';
import type { GraphNode } from './graph.ts';
import { grouped, lineCosts, rangeOf, sums } from './lineCosts.ts';
import type { Sources, SourceText } from './sources.ts';
import { formatValue, type Subject } from './subject.ts';

/** Functions with what each of their lines costs, beside its text. Numbers are in the sample type's unit. */
export interface ListReport {
  readonly type: ValueType;
  /** As asked, so "minimum" is chosen for each number by itself. */
  readonly unit: string;
  readonly total: Int64;
  /** Numbers are multiplied by it when they are shown. */
  readonly ratio: number;
  /** By name, then file. */
  readonly routines: readonly Routine[];
}

/** A function in one of the files that it is said to stand in. */
export interface Routine {
  readonly name: string;
  /** Empty where the profile names no file. */
  readonly file: string;
  /** Sums over its lines: a sample that passes through several counts in each. */
  readonly flat: Int64;
  readonly cum: Int64;
  /** Lines from a little before the function, or its first, to a little behind the last that costs. */
  readonly lines: readonly ListedLine[];
  /** Why there are no lines; empty where nothing went wrong. */
  readonly error: string;
}

export interface ListedLine {
  /** 1-based. */
  readonly line: number;
  readonly flat: Int64;
  readonly cum: Int64;
  readonly text: string;
}

/**
 * What `pprof -list` shows: the functions whose name the pattern matches. Values are not divided for a mean.
 * Source: internal/report/source.go (printSource).
 * @throws QuestionError when no function matches
 */
export function listReport(subject: Subject, options: Options, pattern: Pattern, sources: Sources): ListReport {
  const fns = grouped(lineCosts(subject, options).costs, ({ info }) => info.name);
  const names = [...fns.keys()];
  const matcher = new Matcher(pattern, names);
  const matching = names.filter((_, row) => matcher.matches(row)).toSorted(compareBytes);
  if (matching.length === 0) throw new QuestionError(`no matches found for regexp: ${pattern.source}`);
  const { type, total, ratio } = subject.measure;
  const texts = textsOf(sources);
  return { type, unit: options.unit, total, ratio, routines: matching.flatMap((name) => routinesOf(name, fns.get(name) ?? [], texts)) };
}

/** Finds a file, unless no line of it was wanted yet: then it is not missing either, as in pprof. */
type Texts = (file: string, isWanted: boolean) => SourceText;

function textsOf(sources: Sources): Texts {
  const wanted = new Set<string>();
  return (file, isWanted) => {
    if (isWanted) wanted.add(file);
    return wanted.has(file) ? sources(file) : { lines: [] };
  };
}

function routinesOf(name: string, nodes: readonly GraphNode[], texts: Texts): Routine[] {
  const files = grouped(nodes.filter(({ info }) => info.file !== ''), ({ info }) => info.file);
  if (files.size === 0) return [{ name, file: '', flat: 0, cum: 0, lines: [], error: '' }];
  return [...files].toSorted(([a], [b]) => compareBytes(a, b)).map(([file, lines]) => routineOf(name, file, lines, texts));
}

function routineOf(name: string, file: string, nodes: readonly GraphNode[], texts: Texts): Routine {
  const { start, end } = rangeOf(nodes);
  const source = texts(file, start <= end);
  const of = { name, file, ...sums(nodes) };
  if ('error' in source) return { ...of, lines: [], error: source.error };
  const costs = grouped(nodes, ({ info }) => String(info.line));
  const lines: ListedLine[] = [];
  for (let line = start; line <= Math.min(end, source.lines.length); line++) lines.push({ line, ...sums(costs.get(String(line)) ?? []), text: source.lines[line - 1] });
  return { ...of, lines, error: '' };
}

/** As `pprof -list` prints it. */
export function* listText(report: ListReport): Generator<string> {
  const print = (value: Int64) => formatValue(report, value, report.unit);
  const cell = (value: Int64) => padLeft(Number(value) === 0 ? '.' : print(value), 10);
  yield `Total: ${print(report.total)}\n`;
  for (const { name, file, flat, cum, lines, error } of report.routines) {
    if (file === '') {
      yield `No source information for ${name}\n`;
      continue;
    }
    yield `ROUTINE ======================== ${name} in ${file}\n`;
    yield `${padLeft(print(flat), 10)} ${padLeft(print(cum), 10)} (flat, cum) ${percentage(cum, report.total)} of Total\n`;
    if (error !== '') yield ` Error: ${error}\n`;
    for (const line of lines) yield `${cell(line.flat)} ${cell(line.cum)} ${String(line.line).padStart(6)}:${line.text}\n`;
  }
}
