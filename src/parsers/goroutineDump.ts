import { ProfileBuilder, type LabelParts } from '#model/builder.ts';
import type { Profile } from '#model/profile.ts';
import type { Format } from './formats.ts';
import { goLabels } from './goLabels.ts';
import { headLines, linesOf, quote } from './lines.ts';

/**
 * Stacks of goroutines as Go prints them: `goroutine?debug=2`, a panic, SIGQUIT. Each goroutine is a sample of 1, with
 * its number, state, wait and creator as labels. Source of the form: Go, runtime/traceback.go.
 */
export const goroutineDump: Format = {
  name: 'goroutine dump',
  beyondPprof: true,
  // What a program printed before it failed stands first.
  recognises: (bytes) => headLines(bytes, 1 << 20).some((line) => headerOf(line) !== undefined),
  parse: (bytes) => profileOf(readDump(linesOf(bytes))),
};

interface Goroutine {
  readonly labels: LabelParts[];
  /** Leaf first. */
  readonly calls: Call[];
}

interface Call {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly inlined: boolean;
}

interface Dump {
  readonly goroutines: Goroutine[];
  /** What the program said when it ended. */
  readonly comments: string[];
  /** Stacks of which Go left out a part. */
  elided: number;
  /** Goroutines that ran on, and so have no stack. */
  running: number;
  readonly notUnderstood: string[];
}

/** A call takes two lines: what was called, and where that was. */
function readDump(lines: Iterable<string>): Dump {
  const dump: Dump = { goroutines: [], comments: [], elided: 0, running: 0, notUnderstood: [] };
  let goroutine: Goroutine | undefined;
  let called: string | undefined;
  const endCall = () => {
    if (called !== undefined) dump.notUnderstood.push(called);
    called = undefined;
  };
  for (const line of lines) {
    if (line.length > LONGEST) {
      dump.notUnderstood.push(line);
      continue;
    }
    const labels = headerOf(line);
    const call = called === undefined ? undefined : callOf(called, line);
    if (labels !== undefined) {
      endCall();
      dump.goroutines.push((goroutine = { labels, calls: [] }));
    } else if (call !== undefined) {
      goroutine?.calls.push(call);
      called = undefined;
    } else if (goroutine === undefined) {
      if (LAST_WORDS.test(line)) dump.comments.push(line);
    } else if (line.trim() === '') {
      endCall();
      goroutine = undefined;
    } else {
      endCall();
      // What stands behind the creator, its place and the stacks of ancestors, is not the goroutine's.
      if (endsStack(line, goroutine)) goroutine = undefined;
      else if (!isRemark(line, goroutine, dump)) called = line;
    }
  }
  endCall();
  return dump;
}

/** Characters of a line that is looked at; the patterns here would take long with more. */
const LONGEST = 1 << 16;
const LAST_WORDS = /^(panic: |fatal error: |SIG[A-Z]+: |\[signal )/;

/** `goroutine 42 gp=0xc000 m=3 mp=0x1 [chan receive, 5 minutes, locked to thread]:` */
function headerOf(line: string): LabelParts[] | undefined {
  const [, id, rest] = /^\s*goroutine (\d+)(?: (?:gp|m|mp)=\S+)* \[(.*):\s*$/.exec(line) ?? [];
  if (rest === undefined) return undefined;
  // Labels stand within the bracket in Go 1.26, and behind it in braces since.
  const [, status, inside, behind] = /^([^\]]*?)(?: labels:\{(.*)\}\]|\](?: \{(.*)\})?)$/.exec(rest) ?? [];
  if (status === undefined) return undefined;
  return [{ key: 'goroutine', number: Number(id) }, ...statusLabels(status), ...goLabels(inside ?? behind ?? '')];
}

function statusLabels(status: string): LabelParts[] {
  const [state, ...attributes] = status.split(', ');
  return [{ key: 'state', text: state.replace(' (scan)', '') }, ...attributes.map(attributeLabel)];
}

function attributeLabel(attribute: string): LabelParts {
  const minutes = /^(\d+) minutes$/.exec(attribute)?.[1];
  if (minutes !== undefined) return { key: 'wait', number: Number(minutes), unit: 'minutes' };
  const bubble = /^synctest bubble (\d+)$/.exec(attribute)?.[1];
  if (bubble !== undefined) return { key: 'synctest bubble', number: Number(bubble) };
  return attribute === 'locked to thread' ? { key: 'locked', text: 'to thread' } : { key: 'attribute', text: attribute };
}

function endsStack(line: string, goroutine: Goroutine): boolean {
  const creator = /^\s*created by (.+?)(?: in goroutine \d+)?\s*$/.exec(line)?.[1];
  if (creator !== undefined) goroutine.labels.push({ key: 'created by', text: creator });
  return creator !== undefined || /^\s*\[originating from goroutine \d+\]:/.test(line) || /^exit status \d+$/.test(line);
}

/** Whether a line says something of the stack as a whole. */
function isRemark(line: string, goroutine: Goroutine, dump: Dump): boolean {
  const [, frames] = /^\s*\.\.\.(\d+|additional) frames elided\.\.\.$/.exec(line) ?? [];
  if (frames !== undefined) {
    // A frame of its own, so that what stands on both sides does not seem to call each other.
    goroutine.calls.push({ name: frames === 'additional' ? '(frames elided)' : `(${frames} frames elided)`, file: '', line: 0, inlined: false });
    dump.elided++;
    return true;
  }
  const isRunning = /^\s*goroutine running on other thread; stack unavailable$/.test(line);
  if (isRunning) dump.running++;
  return isRunning;
}

/** `	/src/main.go:12 +0x1d fp=0x1 sp=0x2 pc=0x3`; of code that is not Go's, perhaps the pc alone. */
const PLACE = /^\s+(?:(\S.*?):(\d{1,9}))?(?: \+0x[0-9a-f]+)?(?: fp=\S+ sp=\S+)?( ?pc=\S+)?\s*$/;

function callOf(called: string, placed: string): Call | undefined {
  const [whole, file, line, pc] = PLACE.exec(placed) ?? [];
  if (whole === undefined || (file === undefined && pc === undefined)) return undefined;
  const name = called.trim();
  const open = argumentsStart(name);
  // Names that a C symbolizer gives have no arguments.
  if (open <= 0 && pc === undefined) return undefined;
  return { name: open <= 0 ? name : name.slice(0, open), file: file ?? '', line: Number(line ?? 0), inlined: open > 0 && name.slice(open) === '(...)' };
}

/** Where the last balanced group of parentheses begins, if the line ends with it: a name may have others before. */
function argumentsStart(line: string): number {
  if (!line.endsWith(')')) return -1;
  let depth = 0;
  for (let at = line.length - 1; at >= 0; at--) {
    if (line[at] === ')') depth++;
    else if (line[at] === '(' && --depth === 0) return at;
  }
  return -1;
}

function profileOf({ goroutines, comments, ...dump }: Dump): Profile {
  const type = { type: 'goroutine', unit: 'count' };
  const builder = new ProfileBuilder('goroutine dump', [type]);
  const rows = new Map<string, number>();
  const rowOf = (calls: readonly Call[]): number => {
    const key = calls.map(({ name, file, line }) => `${name}\n${file}\n${line}`).join('\n');
    let row = rows.get(key);
    if (row === undefined) rows.set(key, (row = builder.location({ lines: calls.map(({ name, file, line }) => ({ fn: builder.fn({ name, file }), line })) })));
    return row;
  };
  for (const { calls, labels } of goroutines) builder.sample(locationsOf(calls).map(rowOf), [1], labels);
  return builder.finish({ periodType: type, period: 1n, comments, notes: notesOn(dump) });
}

/** Calls by location: those that were inlined, and the one that they were inlined into. */
function locationsOf(calls: readonly Call[]): Call[][] {
  const locations: Call[][] = [];
  let isOpen = false;
  for (const call of calls) {
    if (isOpen) locations[locations.length - 1].push(call);
    else locations.push([call]);
    isOpen = call.inlined;
  }
  return locations;
}

function notesOn({ elided, running, notUnderstood }: Pick<Dump, 'elided' | 'running' | 'notUnderstood'>): string[] {
  const notes: string[] = [];
  if (elided > 0) notes.push(`Go left frames out of ${elided} of these stacks, which are too deep to be printed whole`);
  if (running > 0) notes.push(`${running} of these goroutines ran on while the dump was made, so their stacks are not known`);
  if (notUnderstood.length > 0) notes.push(`${notUnderstood.length} lines of this dump were not understood; the first is ${quote(notUnderstood[0])}`);
  return notes;
}
