import type { Int64Column } from './int64.ts';

/** No row: in every Int32 column that holds row numbers. */
export const NONE = -1;

/**
 * A profile as tables. A row is named for what it is (`sample`, `stack`, `frame`, `location`, `fn`, `mapping`, `label`),
 * and a column holds one thing of each row. Tables are finished once and never written again; a filter makes a new
 * profile that shares the tables it leaves as they are.
 *
 * Meaning of the fields: github.com/google/pprof, proto/profile.proto.
 */
export interface Profile {
  /** What was read, for people: "pprof", "heap text", "folded stacks" … */
  readonly format: string;
  /** One for each column of `samples.values`; there may be none. */
  readonly sampleTypes: readonly ValueType[];
  /** The name of a sample type, or empty; need not exist. */
  readonly defaultSampleType: string;
  readonly periodType: ValueType;
  readonly period: bigint;
  /** Since the Unix epoch; 0 is unknown. */
  readonly timeNanos: bigint;
  /** 0 is unknown. */
  readonly durationNanos: bigint;
  readonly comments: readonly string[];
  readonly docUrl: string;
  /** RE2 sources for frames to leave out and to keep all the same; empty for none. */
  readonly dropFrames: string;
  readonly keepFrames: string;
  /**
   * All text; row 0 is the empty string. Equal texts may stand in several rows. A byte b that is not UTF-8 stands as
   * the lone surrogate U+DC00 + b, so that it can be written back as it was (`#model/text.ts`).
   */
  readonly strings: readonly string[];
  readonly mappings: Mappings;
  readonly functions: Functions;
  readonly locations: Locations;
  readonly frames: Frames;
  readonly stacks: Stacks;
  readonly labels: Labels;
  readonly samples: Samples;
  /** What reading or filtering has to say to the user; a sentence each. */
  readonly notes: readonly string[];
}

/** Samples of a base, in a difference, have a label of this key whose text is "true". */
export const BASE_KEY = 'pprof::base';

/** As written: { type: 'cpu', unit: 'nanoseconds' }. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** Binaries; row 0 is the program itself. */
export interface Mappings {
  readonly count: number;
  readonly id: BigUint64Array;
  readonly start: BigUint64Array;
  readonly limit: BigUint64Array;
  readonly offset: BigUint64Array;
  /** Strings. */
  readonly file: Int32Array;
  readonly buildId: Int32Array;
  /** Bits of MappingFlag. */
  readonly flags: Uint8Array;
}

export const MappingFlag = { functions: 1, filenames: 2, lineNumbers: 4, inlineFrames: 8 } as const;

export interface Functions {
  readonly count: number;
  readonly id: BigUint64Array;
  /** Strings. Functions of equal name have the same row here, whatever the file did. */
  readonly name: Int32Array;
  readonly systemName: Int32Array;
  readonly file: Int32Array;
  /** 0 is unknown. */
  readonly startLine: Int64Column;
}

/** Places in the code. */
export interface Locations {
  readonly count: number;
  readonly id: BigUint64Array;
  /** NONE where the mapping is not known. */
  readonly mapping: Int32Array;
  readonly address: BigUint64Array;
  /** 1 where identical code was folded. */
  readonly folded: Uint8Array;
  /**
   * count + 1 entries: location l has the frames frame[l] … frame[l + 1] − 1, the physical function first, then what
   * was inlined into it. One whose lines are unknown has one frame without a function; one that a filter emptied, none.
   */
  readonly frame: Int32Array;
}

/** A line of a function at a location. Frames of one location stand together, callers first. */
export interface Frames {
  readonly count: number;
  readonly location: Int32Array;
  /** NONE where the location has no symbols. */
  readonly fn: Int32Array;
  /** 1-based; 0 is unknown. */
  readonly line: Int64Column;
  readonly column: Int64Column;
  /** 1 where the frame was inlined into the one before it, so it is never the first of its location. */
  readonly inlined: Uint8Array;
}

/**
 * Stacks as a prefix tree: a stack is a frame and the stack of its caller. Callers come first and a stack is followed
 * by all that continue it (preorder): parent[stack] < stack, and the stacks below one are a contiguous range. So one
 * loop from the end adds callees into callers, and one loop from the start with a depth counter knows the whole path.
 * Two children of one stack may have the same frame, after a filter.
 */
export interface Stacks {
  readonly count: number;
  /** NONE for a root. */
  readonly parent: Int32Array;
  readonly frame: Int32Array;
}

/** Distinct key and value pairs: a text, or a number with its unit. */
export interface Labels {
  readonly count: number;
  /** Strings. */
  readonly key: Int32Array;
  /** A string, or NONE for a number. */
  readonly text: Int32Array;
  readonly number: Int64Column;
  /** A string; row 0, the empty one, where the file gives none. */
  readonly unit: Int32Array;
}

/** In the order of the file; equal stacks may come several times. */
export interface Samples {
  readonly count: number;
  /** The leaf; NONE for a sample without frames. */
  readonly stack: Int32Array;
  /** A column for each sample type. */
  readonly values: readonly Int64Column[];
  /** count + 1 entries: sample s has the labels label[labelStart[s]] … label[labelStart[s + 1] − 1]. */
  readonly labelStart: Int32Array;
  readonly label: Int32Array;
}
