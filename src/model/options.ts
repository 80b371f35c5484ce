/**
 * What one may ask of a report: pprof's options, by pprof's names. The command's flags, the address of a view and the
 * controls on the screen all come from the one table below.
 *
 * Names, parameters and defaults: github.com/google/pprof, internal/driver/config.go.
 */
export interface Options {
  readonly focus: string;
  readonly ignore: string;
  readonly hide: string;
  readonly show: string;
  readonly showFrom: string;
  readonly pruneFrom: string;
  readonly tagFocus: string;
  readonly tagIgnore: string;
  readonly tagShow: string;
  readonly tagHide: string;
  readonly tagRoot: string;
  readonly tagLeaf: string;
  /** A sample type's name or column; empty for the profile's default. */
  readonly sampleIndex: string;
  /** Empty is "functions" in all reports but the flame graph, where it is "filefunctions". */
  readonly granularity: '' | Granularity;
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  readonly sort: 'flat' | 'cum';
  /** −1: what the report thinks fit. 0: all. */
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  readonly trim: boolean;
  readonly dropNegative: boolean;
  readonly callTree: boolean;
  readonly relativePercentages: boolean;
  readonly unit: string;
  readonly compactLabels: boolean;
  readonly intelSyntax: boolean;
  readonly mean: boolean;
  readonly normalize: boolean;
  readonly divideBy: number;
  readonly sourcePath: string;
  readonly trimPath: string;
}

export const GRANULARITIES = ['functions', 'filefunctions', 'files', 'lines', 'addresses'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

export const DEFAULTS: Options = {
  focus: '',
  ignore: '',
  hide: '',
  show: '',
  showFrom: '',
  pruneFrom: '',
  tagFocus: '',
  tagIgnore: '',
  tagShow: '',
  tagHide: '',
  tagRoot: '',
  tagLeaf: '',
  sampleIndex: '',
  granularity: '',
  noInlines: false,
  showColumns: false,
  sort: 'flat',
  nodeCount: -1,
  nodeFraction: 0.005,
  edgeFraction: 0.001,
  trim: true,
  dropNegative: false,
  callTree: false,
  relativePercentages: false,
  unit: 'minimum',
  compactLabels: false,
  intelSyntax: false,
  mean: false,
  normalize: false,
  divideBy: 1,
  sourcePath: '',
  trimPath: '',
};

/** One option: its field, pprof's name of it, its parameter in an address (if it has one), and what it does. */
export interface OptionInfo {
  readonly field: keyof Options;
  readonly name: string;
  /** pprof's, where it has one; `tagroot`, `tagleaf` and `divide_by` it has none for. */
  readonly param?: string;
  readonly help: string;
}

export const OPTIONS: readonly OptionInfo[] = [
  { field: 'focus', name: 'focus', param: 'f', help: 'Restricts to samples going through a node matching regexp' },
  { field: 'ignore', name: 'ignore', param: 'i', help: 'Skips paths going through any nodes matching regexp' },
  { field: 'hide', name: 'hide', param: 'h', help: 'Skips nodes matching regexp' },
  { field: 'show', name: 'show', param: 's', help: 'Only show nodes matching regexp' },
  { field: 'showFrom', name: 'show_from', param: 'sf', help: 'Drops functions above the highest matched frame' },
  { field: 'pruneFrom', name: 'prune_from', param: 'prunefrom', help: 'Drops any functions below the matched frame' },
  { field: 'tagFocus', name: 'tagfocus', param: 'tf', help: 'Restricts to samples with tags in range or matched by regexp' },
  { field: 'tagIgnore', name: 'tagignore', param: 'ti', help: 'Discards samples with tags in range or matched by regexp' },
  { field: 'tagShow', name: 'tagshow', param: 'ts', help: 'Only consider tags matching regexp' },
  { field: 'tagHide', name: 'taghide', param: 'th', help: 'Skips tags matching regexp' },
  { field: 'tagRoot', name: 'tagroot', param: 'tagroot', help: 'Adds pseudo stack frames for labels at the callstack root' },
  { field: 'tagLeaf', name: 'tagleaf', param: 'tagleaf', help: 'Adds pseudo stack frames for labels at the callstack leaf' },
  { field: 'sampleIndex', name: 'sample_index', param: 'si', help: 'Sample value to report, by name or column' },
  { field: 'granularity', name: 'granularity', param: 'g', help: 'What a node is: function, file, line or address' },
  { field: 'noInlines', name: 'noinlines', param: 'noinlines', help: 'Attributes inlined functions to their first out-of-line caller' },
  { field: 'showColumns', name: 'showcolumns', param: 'showcolumns', help: 'Shows column numbers at the level of source code lines' },
  { field: 'sort', name: 'sort', param: 'sort', help: 'Sorts entries by own weight (flat) or cumulative weight (cum)' },
  { field: 'nodeCount', name: 'nodecount', param: 'n', help: 'Max number of nodes to show' },
  { field: 'nodeFraction', name: 'nodefraction', param: 'nf', help: 'Hides nodes below this fraction of the total' },
  { field: 'edgeFraction', name: 'edgefraction', param: 'ef', help: 'Hides edges below this fraction of the total' },
  { field: 'trim', name: 'trim', param: 'trim', help: 'Honors nodefraction, edgefraction and nodecount' },
  { field: 'dropNegative', name: 'drop_negative', param: 'dropneg', help: 'Ignores negative differences' },
  { field: 'callTree', name: 'call_tree', param: 'calltree', help: 'Creates a context-sensitive call tree' },
  { field: 'relativePercentages', name: 'relative_percentages', param: 'rel', help: 'Shows percentages relative to the focused subgraph' },
  { field: 'unit', name: 'unit', param: 'unit', help: 'Measurement units to display' },
  { field: 'compactLabels', name: 'compact_labels', param: 'compact', help: 'Shows minimal headers' },
  { field: 'intelSyntax', name: 'intel_syntax', param: 'intel', help: 'Shows assembly in Intel syntax' },
  { field: 'mean', name: 'mean', param: 'mean', help: 'Averages sample value over first value (count)' },
  { field: 'normalize', name: 'normalize', param: 'norm', help: 'Scales the profile based on the base profile' },
  { field: 'divideBy', name: 'divide_by', param: 'divide_by', help: 'Ratio to divide all samples before visualization' },
  { field: 'sourcePath', name: 'source_path', help: 'Search path for source files' },
  { field: 'trimPath', name: 'trim_path', help: 'Path to trim from source paths before search' },
];

/** What an option holds, told by its default. */
export type OptionKind = 'text' | 'number' | 'flag';

export function kindOf(field: keyof Options): OptionKind {
  const value = DEFAULTS[field];
  return typeof value === 'boolean' ? 'flag' : typeof value === 'number' ? 'number' : 'text';
}

/**
 * `options` with one of them read from text, as pprof reads it; a string says why the text will not do.
 * Flags: true, t, yes, y, 1 and false, f, no, n, 0 in any case.
 */
export function withOption(options: Options, field: keyof Options, text: string): Options | string {
  const value = parsed(field, text);
  if (value === undefined) return `${field}: "${text}" will not do`;
  return { ...options, [field]: value };
}

function parsed(field: keyof Options, text: string): string | number | boolean | undefined {
  switch (kindOf(field)) {
    case 'flag':
      if (/^(true|t|yes|y|1)$/i.test(text)) return true;
      return /^(false|f|no|n|0)$/i.test(text) ? false : undefined;
    case 'number': {
      const number = Number(text);
      const whole = field !== 'nodeCount' || Number.isSafeInteger(number);
      return text.trim() !== '' && Number.isFinite(number) && whole ? number : undefined;
    }
    case 'text':
      if (field === 'sort') return text === 'flat' || text === 'cum' ? text : undefined;
      if (field === 'granularity') return text === '' || GRANULARITIES.some((known) => known === text) ? text : undefined;
      return text;
  }
}
