import { plus, type Int64 } from '#model/int64.ts';
import { percentage } from '#model/units.ts';
import { visibleText } from '#model/visibleText.ts';
import { formatValue, scaledByRatio } from './subject.ts';
import { INLINE_MARKS, type TopReport } from './top.ts';

/**
 * The entries of Top for other programs, and for a ticket. The names of the fields and of the columns are the same and stay:
 *
 *     name           as pprof prints it, with file and line where the granularity has them
 *     function       the function's name alone, or empty
 *     file           its file where the granularity has it, or empty
 *     inlined        "never", "partly" or "always": how its callers have it
 *     flat, cum      whole numbers, exact, in the sample type's unit
 *     flat_text …    the same as pprof prints them
 *     flat_percent, sum_percent, cum_percent
 *                    shares of the total with pprof's digits, without "%", and with their sign
 */
interface Entry {
  readonly name: string;
  readonly function: string;
  readonly file: string;
  readonly inlined: string;
  readonly flat: Int64;
  readonly flat_text: string;
  readonly flat_percent: number;
  readonly sum_percent: number;
  readonly cum: Int64;
  readonly cum_text: string;
  readonly cum_percent: number;
}

const INLINED = ['never', 'partly', 'always'];

function* entriesOf(report: TopReport): Generator<Entry> {
  const { rows, total, unit } = report;
  let sum: Int64 = 0;
  for (let row = 0; row < rows.count; row++) {
    const [flat, cum] = [rows.flat[row], rows.cum[row]];
    sum = plus(sum, flat);
    yield {
      name: rows.name[row],
      function: rows.fn[row],
      file: rows.file[row],
      inlined: INLINED[rows.inlined[row]],
      flat: scaledByRatio(report, flat),
      flat_text: formatValue(report, flat, unit),
      flat_percent: percent(flat, total),
      sum_percent: percent(sum, total),
      cum: scaledByRatio(report, cum),
      cum_text: formatValue(report, cum, unit),
      cum_percent: percent(cum, total),
    };
  }
}

function percent(value: Int64, total: Int64): number {
  const share = Number(percentage(value, total).replace('%', ''));
  return Number(value) < 0 ? -share : share;
}

/**
 * `{"report": "top", "type": …, "unit": …, "total": …, "total_text": …, "sentence": …, "legend": […], "entries": [{…}, …]}`, an
 * entry a line.
 */
export function* topJson(report: TopReport): Generator<string> {
  const { type, total, unit, sentence, legend } = report;
  const head = { report: 'top', type: type.type, unit: type.unit, total: scaledByRatio(report, total), total_text: formatValue(report, total, unit), sentence, legend };
  yield `{${fields(head)}, "entries": [`;
  let separator = '\n';
  for (const entry of entriesOf(report)) {
    yield `${separator}{${fields(entry)}}`;
    separator = ',\n';
  }
  yield ']}\n';
}

/** JSON's own words, and all digits of a number, however large. */
function fields(record: object): string {
  return Object.entries(record)
    .map(([name, value]: [string, unknown]) => `"${name}": ${typeof value === 'bigint' ? value : JSON.stringify(value)}`)
    .join(', ');
}

const COLUMNS = ['flat', 'flat_text', 'flat_percent', 'sum_percent', 'cum', 'cum_text', 'cum_percent', 'name', 'function', 'file', 'inlined'] as const satisfies readonly (keyof Entry)[];

/** As RFC 4180 has it: a head, and a line for each entry. */
export function* topCsv(report: TopReport): Generator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  for (const entry of entriesOf(report)) yield `${COLUMNS.map((column) => cell(String(entry[column]))).join(',')}\r\n`;
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table for a ticket, below what it is of. */
export function* topMarkdown(report: TopReport): Generator<string> {
  const { legend, sentence, rows, total, unit } = report;
  const at = legend.indexOf(sentence);
  const about = legend.slice(0, at).map(prose).join(' · ').replace('filters: · ', 'filters: ');
  if (about !== '') yield `${about}\n\n`;
  yield `**${prose(sentence)}**\n`;
  for (const line of legend.slice(at + 1)) yield `<br>${prose(line)}\n`;
  yield '\n| Flat | Flat % | Sum % | Cum | Cum % | Name |\n| ---: | ---: | ---: | ---: | ---: | :--- |\n';
  let sum: Int64 = 0;
  for (let row = 0; row < rows.count; row++) {
    const [flat, cum] = [rows.flat[row], rows.cum[row]];
    sum = plus(sum, flat);
    const shares = [flat, sum, cum].map((value) => percentage(value, total).trim());
    const cells = [formatValue(report, flat, unit), shares[0], shares[1], formatValue(report, cum, unit), shares[2], code(rows.name[row]) + INLINE_MARKS[rows.inlined[row]]];
    yield `| ${cells.join(' | ')} |\n`;
  }
}

/** Text in which nothing is markup. A low line within a word is none. */
function prose(line: string): string {
  return visibleText(line.trim())
    .replace(/[\\`*[\]<|~&#]/g, '\\$&')
    .replace(/(?<![a-z0-9])_|_(?![a-z0-9])/gi, '\\_');
}

/** Text as code, between so many backticks as it does not have; in a table a bar must be escaped even there. */
function code(name: string): string {
  const text = visibleText(name).replaceAll('|', '\\|');
  const fence = '`'.repeat(1 + Math.max(0, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length)));
  const space = text.startsWith('`') || text.endsWith('`') || text.trim() === '' ? ' ' : '';
  return `${fence}${space}${text}${space}${fence}`;
}
