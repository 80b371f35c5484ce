import { ProfileBuilder, type LabelParts, type LineParts } from '#model/builder.ts';
import type { Profile } from '#model/profile.ts';
import { goLabels, headLines, linesOf } from './addressText.ts';
import type { Format } from './formats.ts';

/**
 * Stacks of goroutines as Go prints them: `goroutine?debug=2`, a panic, SIGQUIT. Each goroutine is a sample of 1, with
 * its state, wait and creator as labels. Source of the form: Go, runtime/traceback.go and runtime/mprof.go.
 */
export const goroutineDump: Format = {
  name: 'goroutine dump',
  beyondPprof: true,
  recognises: (bytes) => headLines(bytes).some((line) => HEADER.test(line)),
  parse: (bytes) => parseDump(linesOf(bytes)),
};

/**
 * `goroutine 42 gp=0xc000 m=3 mp=0x1 [chan receive, 5 minutes, locked to thread]:`. Labels stand behind the state as
 * ` labels:{"k": "v"}`, or behind the bracket as ` {k: v}`, by the version of Go; a label may hold a bracket too.
 */
const HEADER = /^goroutine (\d+)(?: gp=\S+)?(?: m=\S+)?(?: mp=\S+)? \[([^\]{]*?)(?: labels:\{(.*)\})?\](?: \{(.*)\})?:$/;
const CREATED = /^created by (.+?)(?: in goroutine \d+)?$/;
const ELIDED = /^\.\.\.(?:(\d+)|additional) frames elided\.\.\.$/;
const PLACE = /^\t(.+):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=\S+ sp=\S+ pc=\S+)?$/;

interface Goroutine {
  readonly labels: LabelParts[];
  /** Leaf first. */
  readonly calls: Call[];
}

interface Call {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** Its arguments are `...`: it was inlined into its caller. */
  readonly inlined: boolean;
}

function parseDump(lines: readonly string[]): Profile {
  const goroutines: Goroutine[] = [];
  let elided = 0;
  for (let at = 0; at < lines.length; at++) {
    const header = HEADER.exec(lines[at]);
    if (header === null) continue;
    const goroutine: Goroutine = { labels: labelsOf(header), calls: [] };
    goroutines.push(goroutine);
    for (at++; at < lines.length && lines[at] !== '' && !HEADER.test(lines[at]); at++) {
      const line = lines[at];
      const creator = CREATED.exec(line)?.[1];
      if (creator !== undefined) {
        goroutine.labels.push({ key: 'created by', text: creator });
        break;
      }
      if (ELIDED.test(line)) elided++;
      const call = callOf(line, lines[at + 1] ?? '');
      if (call !== undefined) goroutine.calls.push(call);
    }
    // What follows up to the next header, such as the place of the creator and the stacks of ancestors, is passed over.
    if (HEADER.test(lines[at] ?? '')) at--;
  }
  return profileOf(goroutines, elided);
}

function labelsOf([, id, bracket, inside, behind]: RegExpExecArray): LabelParts[] {
  const [state, ...attributes] = bracket.split(', ');
  const labels: LabelParts[] = [{ key: 'state', text: state }];
  for (const attribute of attributes) {
    const minutes = /^(\d+) minutes$/.exec(attribute)?.[1];
    if (minutes === undefined) labels.push({ key: 'attribute', text: attribute });
    else labels.push({ key: 'wait', number: Number(minutes), unit: 'minutes' });
  }
  labels.push({ key: 'goroutine', number: Number(id) });
  if (inside !== undefined) return [...labels, ...(goLabels(`{${inside}}`) ?? [])];
  return behind === undefined ? labels : [...labels, ...userLabels(behind)];
}

/** `k: v, k2: "quoted v"`. */
function userLabels(text: string): LabelParts[] {
  const pairs = text.matchAll(/([^:,\s][^:,]*): (?:"((?:[^"\\]|\\.)*)"|([^,]*))(?:, |$)/g);
  return Array.from(pairs, ([, key, quoted, plain]) => ({ key, text: quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1') }));
}

function callOf(line: string, next: string): Call | undefined {
  const place = PLACE.exec(next);
  const open = argumentsStart(line);
  if (place === null || open <= 0) return undefined;
  return { name: line.slice(0, open), file: place[1], line: Number(place[2]), inlined: line.slice(open) === '(...)' };
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

function profileOf(goroutines: readonly Goroutine[], elided: number): Profile {
  const type = { type: 'goroutine', unit: 'count' };
  const builder = new ProfileBuilder('goroutine dump', [type]);
  const rows = new Map<string, number>();
  for (const { calls, labels } of goroutines) {
    const locations: number[] = [];
    let lines: LineParts[] = [];
    for (const call of calls) {
      lines.push({ fn: builder.fn({ name: call.name, file: call.file }), line: call.line });
      if (call.inlined && call !== calls.at(-1)) continue;
      const key = lines.map(({ fn, line }) => `${fn}:${line}`).join();
      let row = rows.get(key);
      if (row === undefined) rows.set(key, (row = builder.location({ lines })));
      locations.push(row);
      lines = [];
    }
    builder.sample(locations, [1], labels);
  }
  const notes = elided === 0 ? [] : [`Go left frames out of ${elided} of these stacks, which are too deep to be printed whole`];
  return builder.finish({ periodType: type, period: 1n, notes });
}
