import type { Unnamed } from '#filters/toldNames.ts';
import type { Int64 } from '#model/int64.ts';
import type { CodePlace, FoundCode } from '#model/machineCode.ts';
import type { Options } from '#model/options.ts';
import type { ValueType } from '#model/profile.ts';
import type { CallGraphReport } from '#reports/callgraph.ts';
import type { DisasmRow } from '#reports/disasmRows.ts';
import type { FlameReport, FlameShape, Window } from '#reports/flame.ts';
import type { FunctionLabels } from '#reports/functionLabels.ts';
import type { GoroutinesAsked, GoroutinesReport } from '#reports/goroutines.ts';
import type { FlameFile } from '#reports/flameFile.ts';
import type { LabelsReport } from '#reports/labels.ts';
import type { Found } from '#reports/lines.ts';
import type { HotLine, ListingRow } from '#reports/listing.ts';
import type { TopReport } from '#reports/top.ts';
import type { TEXTS } from './texts.ts';
import type { TraceLine } from '#reports/traces.ts';
import type { Peek, TreeReport } from '#reports/tree.ts';

/**
 * What the page and its worker say to each other. The worker holds every open file; the page holds what it draws, and
 * the files' bytes, so that a new worker can open them again. All of it is plain data; large columns move by transfer.
 *
 * The page numbers its files, and its requests, which every reply names.
 */
export type ToWorker =
  | { readonly kind: 'open'; readonly request: number; readonly file: number; readonly name: string; readonly content: Blob; readonly program?: Program }
  /** Opens a file that is open once more, with the names that its program told. Answered as `open` is. */
  | { readonly kind: 'name'; readonly request: number; readonly file: number; readonly program: Program }
  | { readonly kind: 'ask'; readonly request: number; readonly question: Question }
  /** Texts that an answer wanted, for all files alike; undefined for one that nobody has. */
  | { readonly kind: 'sources'; readonly texts: readonly GivenText[] }
  /** Instructions that an answer wanted. */
  | { readonly kind: 'code'; readonly code: readonly GivenCode[] }
  /** Lets a file go; one that is still being opened is given up. */
  | { readonly kind: 'close'; readonly file: number }
  /** Answered between two tasks: silence means that one of them does not end. */
  | { readonly kind: 'ping' };

export type FromWorker =
  /** From now on, until it ends, the worker holds the lock of its own name (`navigator.locks`). */
  | { readonly kind: 'started' }
  | { readonly kind: 'progress'; readonly request: number; readonly progress: Progress }
  | { readonly kind: 'opened'; readonly request: number; readonly facts: Facts; /** What its program may tell and was not asked for yet. */ readonly unnamed?: Unnamed }
  | { readonly kind: 'answer'; readonly request: number; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly request: number; readonly failure: Failure }
  | { readonly kind: 'alive' };

/** The program that a file was fetched from. */
export interface Program {
  /** The file's address there, without secrets. */
  readonly url: string;
  /** What it told, once it was asked for the names of addresses. */
  readonly told?: Told;
}

export interface Told {
  /** Lines of `0x46a1b3 main.work`. */
  readonly names: string;
  /** Why names are missing; a sentence each. */
  readonly notes: readonly string[];
}

export interface Progress {
  /** Bytes of the file as it lies on disk. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** 0 … 1 of the whole. */
  readonly done: number;
  /** Samples so far; 0 while it is not known. */
  readonly samples: number;
}

/**
 * Why something was not done: the file is at fault, the question is (a pattern, a sample type), it took too long, memory
 * ran out, the user gave it up, or we are at fault.
 */
export interface Failure {
  readonly cause: 'file' | 'fetch' | 'question' | 'time' | 'memory' | 'cancelled' | 'bug';
  /** One sentence for the user. */
  readonly message: string;
}

/** What is known of an open file whatever one asks of it. */
export interface Facts {
  readonly name: string;
  readonly size: number;
  /** "pprof", "heap text", "goroutine dump" … */
  readonly format: string;
  readonly sampleTypes: readonly ValueType[];
  /** Column shown when none is named. */
  readonly defaultColumn: number;
  /** pprof's header lines that hold for every report: File, Build ID, comments, Type, Doc, Time, Duration. */
  readonly header: readonly string[];
  readonly comments: readonly string[];
  /** Empty, or an absolute http or https address. */
  readonly docUrl: string;
  /** Milliseconds since the epoch; 0 is unknown. */
  readonly time: number;
  readonly durationNanos: number;
  readonly period: string;
  readonly samples: number;
  readonly functions: number;
  readonly locations: number;
  readonly mappings: readonly { readonly file: string; readonly buildId: string }[];
  /** Whether samples are goroutines. */
  readonly hasGoroutines: boolean;
  /** Keys with the number of samples that carry them. */
  readonly labelKeys: readonly { readonly key: string; readonly samples: number }[];
  readonly notes: readonly string[];
}

/** What is asked about: an open file, what is added to it, and what it is compared with. */
export interface About {
  readonly file: number;
  /** Open files that are merged with it. */
  readonly added?: readonly number[];
  readonly base?: Base;
}

/** An open file that is subtracted. */
export interface Base {
  readonly file: number;
  /** Whether it is another run to compare with, so that shares are of it; otherwise an earlier state of the same. */
  readonly isDifference: boolean;
}

/** All files that a question is about. */
export function filesOf({ file, added = [], base }: About): number[] {
  return base === undefined ? [file, ...added] : [file, ...added, base.file];
}

/** A report on what is open. */
export type Question = About & { readonly options: Options } & (
    | { readonly report: 'facts' }
    | { readonly report: 'top' }
    | { readonly report: 'callgraph' }
    | { readonly report: 'flame'; readonly window: FlameWindow }
    | { readonly report: 'tree' }
    | { readonly report: 'peek'; readonly at: PeekedAt }
    | { readonly report: 'labels'; readonly find: string; readonly open: readonly string[] }
    | ({ readonly report: 'goroutines'; readonly find: string } & Omit<GoroutinesAsked, 'matches'>)
    | { readonly report: 'source'; readonly at: ListedAt; readonly find: string; readonly open: readonly string[]; readonly sources: number; readonly lines: Range }
    | { readonly report: 'disasm'; readonly at: ListedAt; readonly find: string; readonly hasServer: boolean; readonly lines: Range }
    | { readonly report: 'functionLabels'; readonly key: string; readonly columns: number; readonly by: 'flat' | 'cum' }
    | { readonly report: 'traces'; readonly order: 'file' | 'value'; readonly lines: Range }
    | { readonly report: 'raw'; readonly lines: Range }
    | { readonly report: 'comments'; readonly lines: Range }
    | { readonly report: 'file'; readonly format: FileFormat }
    | { readonly report: 'seenFile'; readonly seen: Seen }
    | { readonly report: 'flameFile' }
    /** Nobody looks at the view yet: what an answer to it takes longest for is made and kept. */
    | { readonly report: 'ahead'; readonly view: ViewReport }
  );

/** What one looks at in a view that shows a part: the answer is a file with all of it as text. */
export type Seen = { readonly view: 'peek'; readonly at: PeekedAt } | { readonly view: 'source' | 'disasm'; readonly at: ListedAt };

/** What leaves the page as a file, by the names of the command's formats. A profile is not compressed yet. */
export type FileFormat = keyof typeof TEXTS | 'proto';

/** A part of a flame graph, and of which. */
export interface FlameWindow extends Window, FlameShape {
  /** RE2 of what is in the middle; the root where it is empty. */
  readonly pivot?: string;
}

/** Lines of a text, which may be too long to be sent as a whole. */
export interface Range {
  readonly begin: number;
  /** Exclusive. */
  readonly end: number;
}

/** The lines that were asked for, as far as there are so many. */
export interface SomeLines<Line = string> {
  readonly begin: number;
  readonly lines: readonly Line[];
  /** Lines in all. */
  readonly count: number;
}

/** Lines of traces, with what is needed to print their numbers. */
export interface SomeTraces extends SomeLines<TraceLine> {
  readonly type: ValueType;
  readonly unit: string;
  readonly ratio: number;
  readonly total: Int64;
  readonly traces: number;
}

/** Which entries one looks at: those whose name a regular expression matches, all of some functions, or of the heaviest. */
export type PeekedAt = { readonly kind: 'pattern'; readonly source: string } | Exclude<Peek, { readonly kind: 'pattern' }>;

/** Which functions' source one reads: those that a regular expression names, some, or all of the hottest files. */
export type ListedAt = { readonly kind: 'pattern'; readonly source: string } | { readonly kind: 'functions'; readonly functions: readonly string[] } | { readonly kind: 'hottest' };

/** The text of a source file, by its path in the profile. */
export interface GivenText {
  readonly path: string;
  readonly text: string | undefined;
}

/** A function whose instructions somebody may have. */
export interface WantedCode {
  readonly id: string;
  readonly place: CodePlace;
}

export interface GivenCode {
  readonly id: string;
  readonly found: FoundCode;
}

/** Rows of a listing, with what is needed to print their numbers. */
export interface SomeSource extends SomeLines<ListingRow> {
  readonly type: ValueType;
  readonly unit: string;
  readonly ratio: number;
  readonly total: Int64;
  /** Files shown, and files there would be without a limit. */
  readonly files: number;
  readonly chosen: number;
  readonly functions: number;
  /** Files shown whose text nobody has. */
  readonly missing: number;
  /** Some of the files whose text may be had and is not here yet, those of these rows first. */
  readonly wanted: readonly string[];
  /** The hottest first. */
  readonly hot: readonly HotLine[];
  /** Rows where the search finds something; undefined while nothing is searched for. */
  readonly found: Found | undefined;
}

/** Rows of functions and their addresses, with what is needed to print their numbers. */
export interface SomeDisasm extends SomeLines<DisasmRow> {
  readonly type: ValueType;
  readonly unit: string;
  readonly ratio: number;
  readonly total: Int64;
  /** Functions shown, and functions there would be without a limit. */
  readonly functions: number;
  readonly chosen: number;
  /** Functions shown with their instructions. */
  readonly withCode: number;
  /** Some of the functions whose instructions may be had and are not here yet, those of these rows first. */
  readonly wanted: readonly WantedCode[];
  /** Why instructions that were looked for are not here; empty where nothing went wrong. */
  readonly problem: string;
  /** The hottest first. */
  readonly hot: readonly HotLine[];
  /** Rows where the search finds something; undefined while nothing is searched for. */
  readonly found: Found | undefined;
}

/** Of Peek where none is asked, as in pprof's page. */
export const PEEK_GRANULARITY = 'lines';

/** Entries of Tree and Peek that are sent; more are nothing to look through. */
export const MOST_ENTRIES = 1000;

export type Answer =
  | { readonly report: 'facts'; readonly facts: Facts }
  | { readonly report: 'top'; readonly summary: Summary; readonly top: TopReport }
  | { readonly report: 'callgraph'; readonly summary: Summary; readonly callgraph: CallGraphReport }
  | { readonly report: 'flame'; readonly summary: Summary; readonly flame: FlameReport }
  | { readonly report: 'tree'; readonly summary: Summary; readonly tree: TreeReport }
  | { readonly report: 'peek'; readonly summary: Summary; readonly tree: TreeReport }
  | { readonly report: 'labels'; readonly summary: Summary; readonly labels: LabelsReport }
  | { readonly report: 'goroutines'; readonly summary: Summary; readonly goroutines: GoroutinesReport }
  | { readonly report: 'source'; readonly summary: Summary; readonly source: SomeSource }
  | { readonly report: 'disasm'; readonly summary: Summary; readonly disasm: SomeDisasm }
  | { readonly report: 'functionLabels'; readonly summary: Summary; readonly functions: FunctionLabels }
  | { readonly report: 'traces'; readonly summary: Summary; readonly traces: SomeTraces }
  | { readonly report: 'raw'; readonly summary: Summary; readonly text: SomeLines }
  | { readonly report: 'comments'; readonly summary: Summary; readonly text: SomeLines }
  | { readonly report: 'file'; readonly content: Blob }
  /** What a page of the flame graph is filled with (`#standalone/flamePage.ts`). */
  | { readonly report: 'flameFile'; readonly flame: FlameFile }
  | { readonly report: 'ahead' };

/** Reports that a view draws. */
export type ViewReport = Exclude<Answer['report'], 'facts' | 'file' | 'flameFile' | 'ahead'>;

/** What every view shows beside its picture. */
export interface Summary {
  readonly type: ValueType;
  /** The unit numbers are shown in: a unit's name, or "auto" for each its own. */
  readonly unit: string;
  /** pprof's sentence: "Showing nodes accounting for 4.21s, 61.01% of 6.90s total". */
  readonly sentence: string;
  /** All of pprof's legend lines, this sentence among them. */
  readonly legend: readonly string[];
  /** Total before filters and what of it the filters left; in the sample type's unit. */
  readonly total: number;
  readonly shown: number;
  /** There are values below 0, as in a comparison: less and more are told apart. */
  readonly signed: boolean;
  /** Filters that matched nothing, units that disagree … */
  readonly notes: readonly string[];
}
