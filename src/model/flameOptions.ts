/** What one may ask of the flame graph alone, beside the options that every report has. pprof's page knows `p` of these. */
export interface FlameOptions {
  /** RE2, of names and files: the frames in the middle, with their callers above and what they call below; empty for none. */
  readonly pivot: string;
  /** Leaves first: below a function are its callers. */
  readonly inverted: boolean;
  readonly order: 'value' | 'name';
  /** A function that calls itself is one frame. */
  readonly foldRecursion: boolean;
  /** What a frame stands for; empty for what the granularity says. */
  readonly group: '' | FlameGroup;
  /** Empty for the package, and for what changed in a comparison. */
  readonly color: '' | FlameColor;
  /** What of a comparison frames are as wide as; empty for base and new together. */
  readonly width: '' | Exclude<FlameWidth, 'both'>;
  /** Pixels below which a frame is left out; 0 for what cannot be seen. */
  readonly least: number;
}

export const FLAME_GROUPS = ['package', 'file', 'mapping'] as const;
export type FlameGroup = (typeof FLAME_GROUPS)[number];

/** By the frame's package, by its own cost in all places, by its binary, by the outermost frame above it, by what changed. */
export const FLAME_COLORS = ['package', 'heat', 'mapping', 'root', 'change'] as const;
export type FlameColor = (typeof FLAME_COLORS)[number];

/** What was and what is together, only what is, only what was, or how much stacks became more or less. */
export const FLAME_WIDTHS = ['both', 'new', 'base', 'change'] as const;
export type FlameWidth = (typeof FLAME_WIDTHS)[number];

export const FLAME_DEFAULTS: FlameOptions = {
  pivot: '',
  inverted: false,
  order: 'value',
  foldRecursion: false,
  group: '',
  color: '',
  width: '',
  least: 0,
};

/** More pixels leave nothing to see. */
export const MOST_LEAST = 100;

/** One of them: its field, its parameter in an address, and what it does. */
export interface FlameOptionInfo {
  readonly field: keyof FlameOptions;
  readonly param: string;
  readonly help: string;
}

export const FLAME_OPTIONS: readonly FlameOptionInfo[] = [
  { field: 'pivot', param: 'p', help: 'Puts the frames that match regexp in the middle: all their callers above, all they call below' },
  { field: 'inverted', param: 'inverted', help: 'Leaves first: below a function are its callers' },
  { field: 'order', param: 'order', help: 'Order of frames side by side' },
  { field: 'foldRecursion', param: 'fold', help: 'Makes one frame of a function and its calls of itself' },
  { field: 'group', param: 'group', help: 'Makes one frame of neighbours of one package, file or binary' },
  { field: 'color', param: 'color', help: 'What colours say' },
  { field: 'width', param: 'width', help: 'What widths say in a comparison' },
  { field: 'least', param: 'least', help: 'Leaves out frames narrower than this many pixels; their cost stays in their callers' },
];

/** `options` with one of them read from text; undefined where the text will not do. */
export function withFlameOption(options: FlameOptions, field: keyof FlameOptions, text: string): FlameOptions | undefined {
  switch (field) {
    case 'pivot':
      return { ...options, pivot: text };
    case 'inverted':
    case 'foldRecursion': {
      const flag = /^(true|t|yes|y|1)$/i.test(text) ? true : /^(false|f|no|n|0)$/i.test(text) ? false : undefined;
      return flag === undefined ? undefined : { ...options, [field]: flag };
    }
    case 'order':
      return text === 'value' || text === 'name' ? { ...options, order: text } : undefined;
    case 'group':
      return oneOf(FLAME_GROUPS, text, (group) => ({ ...options, group }));
    case 'color':
      return oneOf(FLAME_COLORS, text, (color) => ({ ...options, color }));
    case 'width':
      return oneOf(['new', 'base', 'change'] as const, text, (width) => ({ ...options, width }));
    case 'least': {
      const least = Number(text);
      return text.trim() !== '' && least >= 0 && least <= MOST_LEAST ? { ...options, least } : undefined;
    }
  }
}

/** Empty is the default. */
function oneOf<T extends string>(known: readonly T[], text: string, make: (value: T | '') => FlameOptions): FlameOptions | undefined {
  const value = text === '' ? '' : known.find((candidate) => candidate === text);
  return value === undefined ? undefined : make(value);
}
