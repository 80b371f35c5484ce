import type { Int64 } from '#model/int64.ts';
import { padLeft } from '#model/text.ts';
import { percentage } from '#model/units.ts';
import { formatValue } from './subject.ts';
import type { WebListCall, WebListFunction, WebListInstruction, WebListLine, WebListReport } from './weblist.ts';

/**
 * A listing as a page that needs nothing else. What stands in its body is to the byte what `pprof -weblist` writes there,
 * so that whatever reads the one reads the other; how it looks and how it unfolds are our own.
 *
 * Source of the structure: internal/driver/html/source.html.
 */
export function* webListPage(report: WebListReport): Generator<string> {
  const print: Print = (value) => formatValue(report, value, report.unit);
  yield `<!DOCTYPE html>\n<html>\n<head>\n  <meta charset="utf-8">\n  <title>${escaped(titleOf(report.legend))}</title>\n${STYLE}${SCRIPT}</head>\n<body>\n\n`;
  yield `<div class="legend">${report.legend.map(escaped).join('<br>\n')}<br>Total: ${escaped(print(report.total))}</div>`;
  for (const { functions } of report.files) for (const fn of functions) yield* functionText(fn, report.total, print);
  yield '\n</body>\n</html>\n';
}

type Print = (value: Int64) => string;

function titleOf(legend: readonly string[]): string {
  return ['File: ', 'Type: '].map((name) => legend.find((line) => line.startsWith(name))?.slice(name.length) ?? 'unknown').join(' ');
}

function* functionText({ name, file, flat, cum, lines }: WebListFunction, total: Int64, print: Print): Generator<string> {
  yield `<h2>${escaped(name)}</h2><p class="filename">${escaped(file)}</p>\n<pre onClick="pprof_toggle_asm(event)">\n`;
  yield escaped(`  Total:  ${padLeft(print(flat), 10)} ${padLeft(print(cum), 10)} (flat, cum) ${percentage(cum, total)}`);
  for (const line of lines) yield* lineText(line, print);
  yield '\n</pre>\n';
}

const NOTHING = ' '.repeat(8);

function* lineText({ line, text, flat, cum, kind, instructions }: WebListLine, print: Print): Generator<string> {
  yield `\n<span class=line> ${String(line).padStart(6)}</span> <span class=${kind}>`;
  yield escaped(`  ${cell(flat, print)} ${cell(cum, print)} ${NOTHING}  ${text} `);
  yield '</span>';
  if (instructions.length === 0) return;
  const indent = indentOf(text) + 4;
  yield '<span class=asm>';
  for (const instruction of instructions) yield instructionText(instruction, indent, print);
  yield '</span>';
}

function instructionText({ startsBlock, flat, cum, address, text, depth, place, calls }: WebListInstruction, indent: number, print: Print): string {
  const gap = startsBlock ? ` ${NOTHING} ${padLeft('⋮', 28)}\n` : '';
  const above = gap + calls.map((call) => callText(call, indent)).join('');
  if (text === '') return above;
  const code = ` ${NOTHING} ${cell(flat, print)} ${cell(cum, print)} ${address.toString(16).padStart(8)}: ${padded(' '.repeat(indent + 4 * depth) + text)} `;
  // pprof escapes the place twice.
  return `${above}${escaped(code)}<span class=unimportant>${escaped(escaped(place))}</span>\n`;
}

function callText({ depth, file, line, text }: WebListCall, indent: number): string {
  const code = escaped(padded(' '.repeat(indent + 4 * depth) + text));
  return ` ${NOTHING} ${' '.repeat(10)} ${' '.repeat(10)} ${NOTHING}  <span class=inlinesrc>${code}</span> <span class=unimportant>${escaped(file)}:${line}</span>\n`;
}

function cell(value: Int64, print: Print): string {
  return padLeft(Number(value) === 0 ? '.' : print(value), 10);
}

/** Columns of the blanks and tabs that a line begins with. */
function indentOf(line: string): number {
  let column = 0;
  for (const char of line) {
    if (char === ' ') column++;
    else if (char === '\t') column += 8 - (column % 8);
    else break;
  }
  return column;
}

/** Columns that code under a line takes at least. */
const CODE_WIDTH = 80;

/** With blanks for tabs and up to the width; bytes that are no text become U+FFFD, as in pprof. */
function padded(text: string): string {
  let line = '';
  let column = 0;
  for (const char of text) {
    column++;
    if (char === '\t') {
      const end = column + ((8 - (column % 8)) % 8);
      line += ' '.repeat(end - column + 1);
      column = end;
    } else line += /[\udc80-\udcff]/.test(char) && char.length === 1 ? '\ufffd' : char;
  }
  return line + ' '.repeat(Math.max(0, CODE_WIDTH - column));
}

const ESCAPES = new Map([
  ['\0', '\ufffd'],
  ['"', '&#34;'],
  ['&', '&amp;'],
  ["'", '&#39;'],
  ['+', '&#43;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

/** Source: Go, html/template. */
function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- Go replaces it too
  return text.replace(/[\0"&'+<>]/g, (char) => ESCAPES.get(char) ?? char);
}

/** The page loads nothing, whatever somebody's names may say. */
const STYLE = `  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
  <meta name="viewport" content="width=device-width">
  <style>
    :root { color-scheme: light dark; --faint: light-dark(#6b7280, #9ca3af); --inlined: light-dark(#1d4ed8, #93c5fd); --code: light-dark(#15803d, #86efac); --under: light-dark(#f3f4f6, #1f2937); }
    body { margin: 1.5rem 2rem; font: 0.875rem/1.5 system-ui, sans-serif; }
    .legend { color: var(--faint); }
    h2 { margin: 2rem 0 0; font-size: 1rem; overflow-wrap: anywhere; }
    .filename { margin: 0; color: var(--faint); overflow-wrap: anywhere; }
    pre { margin: 0.5rem 0 0; overflow-x: auto; font: 0.8125rem/1.45 ui-monospace, Menlo, Consolas, monospace; tab-size: 8; }
    .line, .nop, .unimportant { color: var(--faint); }
    .livesrc { cursor: pointer; text-decoration: underline dotted var(--faint) from-font; text-underline-offset: 0.2em; }
    .livesrc:hover, .livesrc:focus-visible { background: var(--under); }
    .asm { display: none; color: var(--code); background: var(--under); }
    .open + .asm { display: block; }
    .inlinesrc { color: var(--inlined); }
    @media print { .open + .asm { background: none; } }
  </style>
`;

/** Lines that have more to show are buttons, for keys as well. */
const SCRIPT = `  <script>
    function pprof_toggle_asm({ target }) {
      const line = target.closest('.livesrc');
      line?.setAttribute('aria-expanded', line.classList.toggle('open'));
    }
    addEventListener('DOMContentLoaded', () => {
      for (const line of document.querySelectorAll('.livesrc')) {
        line.tabIndex = 0;
        line.setAttribute('role', 'button');
        line.setAttribute('aria-expanded', false);
      }
    });
    addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      if (!event.target.closest('.livesrc')) return;
      event.preventDefault();
      pprof_toggle_asm(event);
    });
  </script>
`;
