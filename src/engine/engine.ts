import { withoutInlines } from '#filters/noInlines.ts';
import { alone, opened } from '#filters/opened.ts';
import { withToldNames } from '#filters/toldNames.ts';
import type { Options } from '#model/options.ts';
import { compilePattern } from '#model/pattern.ts';
import type { Profile } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { addressesByFunction, addressesReport, type AddressesReport, type AddressRoutine, type FunctionAddresses } from '#reports/addresses.ts';
import { callGraphReport } from '#reports/callgraph.ts';
import { disasmText } from '#reports/disasm.ts';
import { disasmRows, type DisasmRows } from '#reports/disasmRows.ts';
import { flameTree, flameWindow, pivotedTree, type FlameShape, type FlameTree } from '#reports/flame.ts';
import { functionLabels } from '#reports/functionLabels.ts';
import { allGoroutines, goroutinesReport, type AllGoroutines } from '#reports/goroutines.ts';
import { flameFile } from '#reports/flameFile.ts';
import { hasNegative } from '#model/int64.ts';
import { allLabels, labelsReport, type AllLabels } from '#reports/labels.ts';
import { commentsText } from '#reports/comments.ts';
import { lineCosts } from '#reports/lineCosts.ts';
import { listed, sectionsOf, type Lines } from '#reports/lines.ts';
import { codeOf, listingOf, type Code, type Listed, type Listing } from '#reports/listing.ts';
import { listingText } from '#reports/listingText.ts';
import { rawLines } from '#reports/raw.ts';
import { measureOf, type Subject } from '#reports/subject.ts';
import { wholeTopReport } from '#reports/top.ts';
import { traceLines, type TraceLines } from '#reports/traces.ts';
import { peekAt, peekGraph, treeReport, treeText, type Peek, type PeekGraph } from '#reports/tree.ts';
import { wholeLegend } from '#reports/whole.ts';
import { CodeShelf } from './codeShelf.ts';
import { factsOf } from './facts.ts';
import { filesOf, MOST_ENTRIES, PEEK_GRANULARITY, type Answer, type Facts, type GivenCode, type GivenText, type ListedAt, type PeekedAt, type Program, type Question, type Range, type Seen, type SomeDisasm, type SomeLines, type SomeSource, type Summary, type ViewReport } from './protocol.ts';
import { Recent } from './recent.ts';
import { matcherOf } from '#model/matcher.ts';
import { Shelf } from './shelf.ts';
import { narrow, narrowingKey, subjectIn, type Narrowed } from './subject.ts';
import { blobOf, profileBytes, TEXTS } from './texts.ts';

/** Holds open profiles by number and answers questions about them. Runs in the worker, in Node and in tests alike. */
export interface Engine {
  /** @throws QuestionError for a profile of which nothing can be asked */
  open(file: number, name: string, size: number, profile: Profile): Facts;
  /**
   * Opens an open profile once more, with the names that its program told.
   * @throws QuestionError where it is not open
   */
  name(file: number, program: Program): Facts;
  /**
   * The columns of a flame graph's window are the asker's to keep. All else is shared with later answers.
   * @throws QuestionError
   */
  ask(question: Question): Answer;
  /** Takes texts of source files, which all open profiles share. */
  give(texts: readonly GivenText[]): void;
  /** Takes instructions, the same way. */
  giveCode(code: readonly GivenCode[]): void;
  close(file: number): void;
}

export function createEngine(): Engine {
  const files = new Map<number, OpenFile>();
  const combined = new Recent<Asked>(2);
  const shelves: Shelves = { texts: new Shelf(), code: new CodeShelf() };
  const fileOf = (number: number): OpenFile => {
    const file = files.get(number);
    if (file === undefined) throw new QuestionError('The file is not open.');
    return file;
  };
  const about = (question: Question): Asked => {
    const all = filesOf(question).map(fileOf);
    const { added = [], base, options } = question;
    if (all.length === 1) return all[0].asked;
    return combined.get(JSON.stringify([all.map(({ opening }) => opening), base?.isDifference, base !== undefined && options.normalize]), () => {
      const sources = all.slice(0, 1 + added.length).map(({ profile }) => profile);
      const bases = base === undefined ? [] : [fileOf(base.file).profile];
      return new Asked(opened({ sources, bases, isDifference: base?.isDifference === true, normalize: base !== undefined && options.normalize }));
    });
  };
  let openings = 0;
  const open: Engine['open'] = (number, name, size, profile) => {
    const file = { name, size, profile, opening: ++openings, asked: new Asked(opened(alone(profile))) };
    files.set(number, file);
    return factsOf(name, size, file.asked.profile);
  };
  return {
    open,
    name: (number, program) => {
      const { name, size, profile } = fileOf(number);
      return open(number, name, size, named(profile, program));
    },
    ask: (question) => {
      if (question.report === 'file' || question.report === 'flameFile') return about(question).file(question);
      if (question.report === 'seenFile') return about(question).seenFile(question, shelves);
      if (question.report === 'ahead') return about(question).ahead(question, shelves);
      if (question.report !== 'facts') return about(question).answer(question, shelves);
      const all = filesOf(question).map(fileOf);
      return { report: 'facts', facts: factsOf(all.map(({ name }) => name).join(' + '), all.reduce((sum, { size }) => sum + size, 0), about(question).profile) };
    },
    give: (texts) => {
      for (const { path, text } of texts) shelves.texts.put(path, text);
    },
    giveCode: (code) => {
      for (const { id, found } of code) shelves.code.put(id, found);
    },
    close: (file) => {
      files.delete(file);
      combined.clear();
    },
  };
}

/** The profile with what its program told, if it was asked. */
export function named(profile: Profile, { url, told }: Program): Profile {
  if (told === undefined) return profile;
  const known = told.names === '' ? profile : withToldNames(profile, url, told.names);
  return told.notes.length === 0 ? known : { ...known, notes: [...known.notes, ...told.notes] };
}

/** What stands outside of profiles, and was given. */
interface Shelves {
  readonly texts: Shelf;
  readonly code: CodeShelf;
}

/** A file as it was read, before it is combined with others, and as it is asked about alone. */
interface OpenFile {
  readonly name: string;
  readonly size: number;
  readonly profile: Profile;
  /** Never of two openings, whatever number the file has. */
  readonly opening: number;
  readonly asked: Asked;
}

/**
 * A profile and the steps from it to an answer. A step is kept by the options that it reads, so that a new sort order
 * does not filter again; a few are kept of each, so that going back is free.
 */
class Asked {
  readonly profile: Profile;
  readonly #narrowed = new Recent<Narrowed>(3);
  readonly #trees = new Recent<FlameTree>(2);
  readonly #pivoted = new Recent<FlameTree>(2);
  readonly #graphs = new Recent<PeekGraph>(1);
  readonly #labels = new Recent<AllLabels>(1);
  readonly #goroutines = new Recent<AllGoroutines>(1);
  readonly #code = new Recent<Code>(1);
  readonly #listings = new Recent<Listing>(2);
  readonly #addresses = new Recent<FunctionAddresses>(1);
  readonly #disassemblies = new Recent<AddressesReport & { readonly rows: DisasmRows }>(2);
  readonly #traces = new Recent<TraceLines>(2);
  readonly #raw = new Recent<Lines>(1);
  readonly #wholes = new Recent<Summary>(2);
  readonly #answers = new Recent<Answer>(4);

  constructor(profile: Profile) {
    this.profile = profile;
  }

  answer(question: Question & { readonly report: ViewReport }, { texts: shelf, code }: Shelves): Answer {
    const { report } = question;
    const options = optionsFor(report, question.options);
    const { narrowed, subject } = this.#subjectOf(options);
    switch (report) {
      case 'top':
        return this.#answers.get(keyOf(report, options), () => {
          const top = wholeTopReport(subject, options);
          return { report, summary: summaryOf(narrowed, subject, options, top), top };
        });
      case 'callgraph':
        return this.#answers.get(keyOf(report, options), () => {
          const callgraph = callGraphReport(subject, options);
          return { report, summary: summaryOf(narrowed, subject, options, callgraph), callgraph };
        });
      case 'flame': {
        const { pivot = '', inverted = false, foldRecursion = false, group = '' } = question.window;
        // A pivot has callers on one side and callees on the other, whichever comes first without it.
        const shape: FlameShape = { inverted: pivot === '' && inverted, foldRecursion, group };
        const key = keyOf(`${report} ${JSON.stringify(shape)}`, withoutTrimming(options));
        const whole = this.#trees.get(key, () => flameTree(subject, options, shape));
        const tree = pivot === '' ? whole : this.#pivoted.get(`${key} around ${pivot}`, () => pivotedTree(whole, pivot));
        const flame = flameWindow(tree, question.window);
        return { report, summary: summaryOf(narrowed, subject, options, flame), flame };
      }
      case 'tree':
        return this.#answers.get(keyOf(report, options), () => {
          const tree = treeReport(subject, options, MOST_ENTRIES);
          return { report, summary: summaryOf(narrowed, subject, options, tree), tree };
        });
      case 'peek': {
        const tree = peekAt(this.#peekGraph(subject, options), peekOf(question.at), MOST_ENTRIES);
        return { report, summary: summaryOf(narrowed, subject, options, tree), tree };
      }
      case 'labels': {
        const { find, open } = question;
        const labels = labelsReport(this.#allLabels(subject, options), { matches: matcherOf(find), open });
        return { report, summary: summaryOf(narrowed, subject, options, labels), labels };
      }
      case 'goroutines': {
        const { find, states, sort, open } = question;
        const goroutines = goroutinesReport(this.#allGoroutines(subject, options), { matches: matcherOf(find), states, sort, open });
        return { report, summary: summaryOf(narrowed, subject, options, goroutines), goroutines };
      }
      case 'source': {
        const { at, open, find, lines } = question;
        shelf.accept(question.sources);
        const listing = this.#listings.get(JSON.stringify([keyOf(report, options), at, open, shelf.state]), () => {
          return listingOf(this.#codeOf(subject, options), listedAt(at), shelf.textOf, new Set(open));
        });
        const matches = matcherOf(find);
        const source = { ...someSource(listing, lines, shelf), ...numbersOf(subject, options), found: matches && listing.find(matches) };
        return { report, summary: this.#wholeSummary(narrowed, subject, options), source };
      }
      case 'disasm': {
        const { at, find, hasServer, lines } = question;
        code.accept(hasServer);
        const { rows, routines, chosen } = this.#disassemblies.get(JSON.stringify([keyOf(report, options), at, code.state]), () => {
          const found = this.#routinesOf(subject, options, at, code);
          return { ...found, rows: disasmRows(found.routines) };
        });
        const matches = matcherOf(find);
        const disasm = { ...some(rows, lines), ...numbersOf(subject, options), functions: rows.functions, chosen, ...codeState(rows, routines, lines, code), hot: rows.hot, found: matches && rows.find(matches) };
        return { report, summary: this.#wholeSummary(narrowed, subject, options), disasm };
      }
      case 'functionLabels': {
        const { key, columns, by } = question;
        return this.#answers.get(JSON.stringify([report, options, key, columns, by]), () => ({
          report,
          summary: this.#wholeSummary(narrowed, subject, options),
          functions: functionLabels(subject, options, key, columns, by),
        }));
      }
      case 'traces': {
        const { order } = question;
        const lines = this.#traceLines(subject, options, order);
        const traces = { ...some(lines, question.lines), ...numbersOf(subject, options), traces: lines.traces };
        return { report, summary: this.#wholeSummary(narrowed, subject, options), traces };
      }
      case 'raw': {
        const { noInlines, showColumns } = options;
        const lines = this.#raw.get(`${narrowingKey(options)} ${noInlines && `without ${showColumns}`}`, () => rawLines(noInlines ? withoutInlines(subject.profile, showColumns) : subject.profile));
        return { report, summary: this.#wholeSummary(narrowed, subject, options), text: some(lines, question.lines) };
      }
      case 'comments': {
        const lines = sectionsOf([listed([...commentsText(subject.profile)].join('').split('\n').slice(0, -1))]);
        return { report, summary: this.#wholeSummary(narrowed, subject, options), text: some(lines, question.lines) };
      }
    }
  }

  /** What leaves the page is made anew: nobody asks for it twice. */
  file(question: Question & { readonly report: 'file' | 'flameFile' }): Answer {
    const { report, options } = question;
    const { subject } = this.#subjectOf(options);
    if (report === 'flameFile') return { report, flame: flameFile(subject, options) };
    return { report, content: blobOf(question.format === 'proto' ? profileBytes(subject, options) : TEXTS[question.format](subject, options)) };
  }

  /** What a view shows a part of, as text. */
  seenFile(question: Question & { readonly report: 'seenFile' }, shelves: Shelves): Answer {
    const { seen } = question;
    const options = optionsFor(seen.view, question.options);
    const { subject } = this.#subjectOf(options);
    return { report: 'file', content: blobOf(this.#textOf(seen, subject, options, shelves)) };
  }

  #textOf(seen: Seen, subject: Subject, options: Options, { texts, code }: Shelves): Iterable<string> {
    switch (seen.view) {
      case 'peek':
        return treeText(peekAt(this.#peekGraph(subject, options), peekOf(seen.at)));
      case 'source':
        return listingText(listingOf(this.#codeOf(subject, options), listedAt(seen.at), texts.textOf, NO_LINES), numbersOf(subject, options));
      case 'disasm':
        return disasmText({ ...numbersOf(subject, options), routines: this.#routinesOf(subject, options, seen.at, code).routines, unread: [], problem: '' });
    }
  }

  /** Makes and keeps what any answer to a view begins with. */
  ahead({ view, ...question }: Question & { readonly report: 'ahead' }, shelves: Shelves): Answer {
    const options = optionsFor(view, question.options);
    const { narrowed, subject } = this.#subjectOf(options);
    switch (view) {
      case 'top':
      case 'callgraph':
      case 'tree':
        this.answer({ ...question, report: view }, shelves);
        break;
      case 'peek':
        this.#peekGraph(subject, options);
        break;
      case 'labels':
        this.#allLabels(subject, options);
        break;
      case 'goroutines':
        this.#allGoroutines(subject, options);
        break;
      case 'source':
        this.#codeOf(subject, options);
        this.#wholeSummary(narrowed, subject, options);
        break;
      case 'disasm':
        this.#addressesOf(subject, options);
        this.#wholeSummary(narrowed, subject, options);
        break;
      case 'traces':
        this.#traceLines(subject, options, 'file');
        this.#wholeSummary(narrowed, subject, options);
        break;
      // These are quick, or depend on more than the options.
      case 'flame':
      case 'functionLabels':
      case 'raw':
      case 'comments':
    }
    return { report: 'ahead' };
  }

  /** The profile after the options' filters, and what of it is asked about. */
  #subjectOf(options: Options): { readonly narrowed: Narrowed; readonly subject: Subject } {
    const narrowed = this.#narrowed.get(narrowingKey(options), () => narrow(this.profile, options));
    return { narrowed, subject: subjectIn(narrowed, options) };
  }

  #allLabels(subject: Subject, options: Options): AllLabels {
    return this.#labels.get(keyOf('labels', options), () => allLabels(subject, options));
  }

  #allGoroutines(subject: Subject, options: Options): AllGoroutines {
    return this.#goroutines.get(keyOf('goroutines', options), () => allGoroutines(subject, options));
  }

  #traceLines(subject: Subject, options: Options, order: 'file' | 'value'): TraceLines {
    return this.#traces.get(keyOf(`traces by ${order}`, options), () => traceLines(subject, options, order));
  }

  #peekGraph(subject: Subject, options: Options): PeekGraph {
    return this.#graphs.get(keyOf('peek', options), () => peekGraph(subject, options));
  }

  #codeOf(subject: Subject, options: Options): Code {
    return this.#code.get(keyOf('source', options), () => codeOf(lineCosts(subject, options)));
  }

  #routinesOf(subject: Subject, options: Options, at: ListedAt, code: CodeShelf): AddressesReport {
    return addressesReport(this.#addressesOf(subject, options), listedAt(at), subject.profile, options.intelSyntax, code.codeOf);
  }

  #addressesOf(subject: Subject, options: Options): FunctionAddresses {
    return this.#addresses.get(keyOf('disasm', options), () => addressesByFunction(subject, options));
  }

  #wholeSummary(narrowed: Narrowed, subject: Subject, options: Options): Summary {
    return this.#wholes.get(keyOf('whole', options), () => summaryOf(narrowed, subject, options, wholeLegend(subject, options)));
  }
}

function some<Line>({ count, between }: Lines<Line>, { begin, end }: Range): SomeLines<Line> {
  return { begin, count, lines: between(begin, end) };
}

/** What is needed to print numbers that are not yet in a unit. */
function numbersOf({ measure: { type, ratio, total } }: Subject, { unit }: Options): Pick<SomeSource, 'type' | 'ratio' | 'total' | 'unit'> {
  return { type, ratio, total, unit };
}

function peekOf(at: PeekedAt): Peek {
  return at.kind === 'pattern' ? { kind: at.kind, pattern: compilePattern('peek', at.source) } : at;
}

/** No line shows its inlined calls. */
const NO_LINES: ReadonlySet<string> = new Set();

function listedAt(at: ListedAt): Listed {
  return at.kind === 'pattern' ? { kind: at.kind, pattern: compilePattern('argument', at.source) } : at;
}

/** Files whose text is fetched before anybody scrolls to them. */
const AHEAD = 50;

function someSource(listing: Listing, range: Range, { textOf }: Shelf): Omit<SomeSource, 'type' | 'ratio' | 'total' | 'unit' | 'found'> {
  const { files, chosen, functions, hot } = listing;
  const part = some(listing, range);
  const near = new Set([...part.lines, ...files.slice(0, AHEAD)].map(({ file }) => file));
  const wanted = [...near].filter((file) => textOf(file) === 'awaited');
  return { ...part, files: files.length, chosen, functions, missing: files.filter(({ file }) => textOf(file) === 'missing').length, wanted, hot };
}

/** Functions whose instructions are fetched before anybody scrolls to them. */
const CODE_AHEAD = 20;

function codeState(rows: DisasmRows, routines: readonly AddressRoutine[], { begin, end }: Range, code: CodeShelf): Pick<SomeDisasm, 'withCode' | 'wanted' | 'problem'> {
  const near = [...new Set([...rows.routinesIn(begin, end), ...routines.slice(0, CODE_AHEAD).keys()])].map((routine) => routines[routine]);
  const wanted = near.flatMap(({ id, place }) => (place !== undefined && code.isAwaited(id) ? [{ id, place }] : []));
  const problem = near.map(({ id }) => code.problemOf(id)).find((text) => text !== '') ?? '';
  return { withCode: routines.filter(({ id }) => code.codeOf(id) !== undefined).length, wanted, problem };
}

/** What a view takes the options for. */
function optionsFor(view: ViewReport, options: Options): Options {
  // A flame graph is as wide as sums are, which a mean would not add up to.
  if (view === 'flame') return { ...options, mean: false };
  if (view === 'peek' && options.granularity === '') return { ...options, granularity: PEEK_GRANULARITY };
  return options;
}

interface Reported {
  readonly unit: string;
  readonly sentence: string;
  readonly legend: readonly string[];
}

function summaryOf({ before, after, notes }: Narrowed, { measure }: Subject, options: Options, { unit, sentence, legend }: Reported): Summary {
  return { type: measure.type, unit, sentence, legend, total: Number(measure.total), shown: Number(measureOf(after, options).total), signed: hasNegative(before.samples.values[measure.column]), notes };
}

function keyOf(report: string, options: Options): string {
  return JSON.stringify([report, options]);
}

/** A flame graph shows all nodes in an order of its own. */
function withoutTrimming(options: Options): Options {
  return { ...options, sort: 'flat', nodeCount: 0, nodeFraction: 0, edgeFraction: 0, trim: false, callTree: true };
}
