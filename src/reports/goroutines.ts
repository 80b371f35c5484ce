import { abs64, addTo, compare64, plus, zerosLike, type Int64, type Int64Column } from '#model/int64.ts';
import { isGoStandard } from '#model/goStandard.ts';
import type { Options } from '#model/options.ts';
import { BASE_KEY, NONE, type Profile, type ValueType } from '#model/profile.ts';
import { compareBytes } from '#model/text.ts';
import { nodesOf, printableName, type Node } from './nodes.ts';
import type { Subject } from './subject.ts';
import { wholeLegend } from './whole.ts';

/** Goroutines by what they do: those of the same stack in the same state are a group. */
export interface GoroutinesReport {
  readonly type: ValueType;
  /** The unit to print values in. */
  readonly unit: string;
  /** Printed values are multiplied by it. */
  readonly ratio: number;
  /** What percentages are of. */
  readonly total: Int64;
  readonly legend: readonly string[];
  readonly sentence: string;
  /** Whether the profile tells states, waits and creators, as a dump does: others have counts and labels alone. */
  readonly isDump: boolean;
  /** The most frequent first; none where they are not told. */
  readonly states: readonly GoroutineState[];
  /** Groups in all, and those that are in the states and have what is asked for, with what these come to. */
  readonly count: number;
  readonly found: number;
  readonly foundValue: Int64;
  /** In the order that is asked for; no more than `MOST_GROUPS`. */
  readonly groups: readonly GoroutineGroup[];
}

export interface GoroutineState {
  /** As Go prints it; empty for goroutines of which it is not told. */
  readonly state: string;
  readonly value: Int64;
  readonly groups: number;
  /** Minutes; 0 where none waits for a minute. */
  readonly longestWait: number;
}

export interface GoroutineGroup {
  /** What it is asked for by, as long as the options stay what they are. */
  readonly row: number;
  readonly state: string;
  readonly value: Int64;
  /** Minutes; 0 where none waits for a minute. */
  readonly longestWait: number;
  /**
   * What stands for the group: the function nearest to the leaf that is not of Go's own, or where there is none, the one that the
   * goroutine began with. With file and line as far as the granularity keeps them.
   */
  readonly at: StackFrame;
  readonly creators: Listed;
  /** Of the program's own, by key. */
  readonly labels: readonly (Listed & { readonly key: string })[];
  /** The numbers of some of them, the least first. */
  readonly goroutines: readonly number[];
  /** Leaf first; undefined where the group is not open. */
  readonly frames: readonly StackFrame[] | undefined;
}

/** What goroutines of a group have, the most frequent first. */
export interface Listed {
  readonly values: readonly { readonly text: string; readonly value: Int64 }[];
  /** Values that are not listed. */
  readonly left: number;
}

export interface StackFrame {
  /** As printed: name, file and line as far as the granularity keeps them; empty where there is no stack. */
  readonly name: string;
  /** The function's name alone; empty where there is none. */
  readonly fn: string;
}

/** What is asked of all groups. */
export interface GoroutinesAsked {
  /** None is all of them. */
  readonly states: readonly string[];
  /** Looked for in all frames, states, creators and labels. */
  readonly matches: ((text: string) => boolean) | undefined;
  readonly sort: GoroutineSort;
  /** Rows of groups whose stacks are wanted. */
  readonly open: 'all' | readonly number[];
}

export interface GoroutineSort {
  readonly by: 'count' | 'wait' | 'state' | 'name';
  readonly order: 'ascending' | 'descending';
}

/** Groups that are listed; more are nothing to look through. */
export const MOST_GROUPS = 2000;
/** Goroutines of a group that are named. */
const NAMED = 20;
/** Creators of a group, and values of a label, that are listed. */
const LISTED = 20;

/** Whether what was measured is goroutines: Go's profile of them, that of leaked ones, or a dump. */
export function hasGoroutines({ sampleTypes }: Pick<Profile, 'sampleTypes'>): boolean {
  return sampleTypes.some(({ type }) => type === 'goroutine' || type === 'goroutines' || type === 'goroutineleak');
}

/** All groups, to answer many questions about them. */
export interface AllGoroutines {
  readonly report: Omit<GoroutinesReport, 'count' | 'found' | 'foundValue' | 'groups'>;
  readonly groups: Groups;
  readonly stacks: LikeStacks;
  readonly labels: LabelRows;
  readonly profile: Profile;
  /** Of each sample. */
  readonly values: Int64Column;
}

/** In the order in which the profile has them. */
interface Groups {
  readonly count: number;
  /** Row of `LikeStacks`, or NONE. */
  readonly stack: Int32Array;
  readonly state: readonly string[];
  readonly value: Int64Column;
  readonly wait: Int32Array;
  /** count + 1 entries: group g has the samples sample[first[g]] … sample[first[g + 1] − 1]. */
  readonly first: Int32Array;
  readonly sample: Int32Array;
}

/** By line where no granularity is asked. */
export function allGoroutines(subject: Subject, options: Options): AllGoroutines {
  const { profile, measure } = subject;
  const stacks = likeStacks(profile, { ...options, granularity: options.granularity === '' ? 'lines' : options.granularity });
  const labels = labelRows(profile);
  const groups = groupsOf(subject, stacks, labels);
  const { unit, sentence, legend } = wholeLegend(subject, options);
  const isDump = labels.isNumbered.includes(1);
  const states = isDump ? statesOf(groups) : [];
  return { report: { type: measure.type, unit, ratio: measure.ratio, total: measure.total, legend, sentence, isDump, states }, groups, stacks, labels, profile, values: profile.samples.values[measure.column] };
}

/** Stacks that read alike as one: a prefix tree as in the profile, without what the granularity does not show. */
interface LikeStacks {
  readonly nodes: readonly Node[];
  readonly names: readonly string[];
  /** Of each stack of the profile its row here, or NONE. */
  readonly rowOf: Int32Array;
  readonly parent: readonly number[];
  readonly node: readonly number[];
}

function likeStacks(profile: Profile, options: Options): LikeStacks {
  const { stacks } = profile;
  const { list, ofFrame } = nodesOf(profile, options, { wholePaths: true });
  const rowOf = new Int32Array(stacks.count);
  const parent: number[] = [];
  const nodeOf: number[] = [];
  const known = new Map<number, number>();
  for (let stack = 0; stack < stacks.count; stack++) {
    const caller = stacks.parent[stack] === NONE ? NONE : rowOf[stacks.parent[stack]];
    const node = ofFrame[stacks.frame[stack]];
    if (node === NONE) {
      rowOf[stack] = caller;
      continue;
    }
    const key = (caller + 1) * list.length + node;
    let row = known.get(key);
    if (row === undefined) {
      known.set(key, (row = parent.push(caller) - 1));
      nodeOf.push(node);
    }
    rowOf[stack] = row;
  }
  return { nodes: list, names: list.map(printableName), rowOf, parent, node: nodeOf };
}

/** What a label of a dump says of its goroutine. Other profiles may have such keys for something else. */
const Kind = { own: 0, number: 1, state: 2, wait: 3, creator: 4 } as const;

interface LabelRows {
  /** Of each label what it would say in a dump. */
  readonly kind: Uint8Array;
  /** 1 for samples of dumps: those have a goroutine's number. */
  readonly isNumbered: Uint8Array;
}

function labelRows({ labels, samples, strings }: Profile): LabelRows {
  const kind = Uint8Array.from(labels.key, (key, row) => {
    const isText = labels.text[row] !== NONE;
    if (strings[key] === 'goroutine') return isText ? Kind.own : Kind.number;
    if (strings[key] === 'wait') return isText ? Kind.own : Kind.wait;
    if (strings[key] === 'state') return isText ? Kind.state : Kind.own;
    return strings[key] === 'created by' && isText ? Kind.creator : Kind.own;
  });
  const isNumbered = new Uint8Array(samples.count);
  for (let sample = 0; sample < samples.count; sample++) {
    for (let at = samples.labelStart[sample]; at < samples.labelStart[sample + 1]; at++) if (kind[samples.label[at]] === Kind.number) isNumbered[sample] = 1;
  }
  return { kind, isNumbered };
}

/** What a dump says of a goroutine; rows of labels, or NONE. The program's own labels may have the same keys: the first state and the last creator are Go's. */
interface Said {
  state: number;
  creator: number;
  wait: number;
  number: number;
  readonly own: number[];
}

function saidOf({ samples, labels }: Profile, { kind, isNumbered }: LabelRows, sample: number): Said {
  const said: Said = { state: NONE, creator: NONE, wait: 0, number: NONE, own: [] };
  for (let at = samples.labelStart[sample]; at < samples.labelStart[sample + 1]; at++) {
    const label = samples.label[at];
    const says = isNumbered[sample] === 1 ? kind[label] : Kind.own;
    if (says === Kind.number && said.number === NONE) said.number = Number(labels.number[label]);
    else if (says === Kind.wait) said.wait = Number(labels.number[label]);
    else if (says === Kind.state && said.state === NONE) said.state = label;
    else if (says === Kind.creator) {
      if (said.creator !== NONE) said.own.push(said.creator);
      said.creator = label;
    } else said.own.push(label);
  }
  return said;
}

function groupsOf({ profile, measure }: Subject, { rowOf }: LikeStacks, labels: LabelRows): Groups {
  const { samples, strings } = profile;
  const stack: number[] = [];
  const state: string[] = [];
  const wait: number[] = [];
  const groupOf = new Int32Array(samples.count);
  /** Of each state, the groups by their stacks. */
  const known = new Map<string, Map<number, number>>();
  for (let sample = 0; sample < samples.count; sample++) {
    const said = saidOf(profile, labels, sample);
    const name = said.state === NONE ? '' : strings[profile.labels.text[said.state]];
    const row = samples.stack[sample] === NONE ? NONE : rowOf[samples.stack[sample]];
    let ofState = known.get(name);
    if (ofState === undefined) known.set(name, (ofState = new Map()));
    let group = ofState.get(row);
    if (group === undefined) {
      ofState.set(row, (group = stack.push(row) - 1));
      state.push(name);
      wait.push(0);
    }
    groupOf[sample] = group;
    wait[group] = Math.max(wait[group], said.wait);
  }
  const values = samples.values[measure.column];
  const value = zerosLike(values, stack.length);
  for (let sample = 0; sample < samples.count; sample++) addTo(value, groupOf[sample], values, sample);
  return { count: stack.length, stack: Int32Array.from(stack), state, value, wait: Int32Array.from(wait), ...samplesByGroup(groupOf, stack.length) };
}

function samplesByGroup(groupOf: Int32Array, groups: number): Pick<Groups, 'first' | 'sample'> {
  const first = new Int32Array(groups + 1);
  for (const group of groupOf) first[group + 1]++;
  for (let group = 0; group < groups; group++) first[group + 1] += first[group];
  const next = first.slice();
  const sample = new Int32Array(groupOf.length);
  groupOf.forEach((group, row) => (sample[next[group]++] = row));
  return { first, sample };
}

function statesOf({ count, state, value, wait }: Groups): GoroutineState[] {
  const byName = new Map<string, { value: Int64; groups: number; longestWait: number }>();
  for (let group = 0; group < count; group++) {
    const known = byName.get(state[group]) ?? { value: 0, groups: 0, longestWait: 0 };
    byName.set(state[group], { value: plus(known.value, value[group]), groups: known.groups + 1, longestWait: Math.max(known.longestWait, wait[group]) });
  }
  return [...byName].map(([name, sums]) => ({ state: name, ...sums })).sort((a, b) => heaviestFirst(a.value, b.value) || compareBytes(a.state, b.state));
}

function heaviestFirst(a: Int64, b: Int64): number {
  return compare64(abs64(b), abs64(a));
}

export function goroutinesReport(all: AllGoroutines, { states, matches, sort, open }: GoroutinesAsked, most = MOST_GROUPS): GoroutinesReport {
  const { groups, report } = all;
  const isFound = matches === undefined ? () => true : finder(all, matches);
  const rows = Array.from({ length: groups.count }, (_, group) => group).filter((group) => (states.length === 0 || states.includes(groups.state[group])) && isFound(group));
  rows.sort(comparison(all, sort));
  return {
    ...report,
    count: groups.count,
    found: rows.length,
    foundValue: rows.reduce<Int64>((sum, group) => plus(sum, groups.value[group]), 0),
    groups: rows.slice(0, most).map((group) => groupAt(all, group, open === 'all' || open.includes(group))),
  };
}

function comparison({ groups, stacks }: AllGoroutines, { by, order }: GoroutineSort): (a: number, b: number) => number {
  const { value, wait, state } = groups;
  const names = by === 'name' ? Array.from(groups.stack, (stack) => frameAt(stacks, standing(stacks, stack)).name) : [];
  const ascending = {
    count: (a: number, b: number) => heaviestFirst(value[b], value[a]),
    wait: (a: number, b: number) => wait[a] - wait[b],
    state: (a: number, b: number) => compareBytes(state[a], state[b]),
    name: (a: number, b: number) => compareBytes(names[a], names[b]),
  }[by];
  const sign = order === 'ascending' ? 1 : -1;
  return (a, b) => sign * ascending(a, b) || heaviestFirst(value[a], value[b]) || a - b;
}

/** Whether a group has what is looked for; each name and each label is looked at once. */
function finder({ groups, stacks, labels, profile }: AllGoroutines, matches: (text: string) => boolean): (group: number) => boolean {
  const { nodes, names, node, parent } = stacks;
  const inNode = names.map((name, row) => matches(name) || (nodes[row].file !== '' && matches(nodes[row].file)));
  const inStack: boolean[] = [];
  for (let stack = 0; stack < node.length; stack++) inStack.push(inNode[node[stack]] || (parent[stack] !== NONE && inStack[parent[stack]]));
  const { strings } = profile;
  const inLabel = Array.from(profile.labels.text, (text, label) => text !== NONE && labels.kind[label] !== Kind.state && (matches(strings[text]) || matches(`${strings[profile.labels.key[label]]}: ${strings[text]}`)));
  const inState = new Map(groups.state.map((state) => [state, false]));
  for (const state of inState.keys()) inState.set(state, matches(state));
  return (group) => {
    if (inState.get(groups.state[group]) === true || (groups.stack[group] !== NONE && inStack[groups.stack[group]])) return true;
    const { labelStart, label } = profile.samples;
    for (let i = groups.first[group]; i < groups.first[group + 1]; i++) {
      for (let at = labelStart[groups.sample[i]]; at < labelStart[groups.sample[i] + 1]; at++) if (inLabel[label[at]]) return true;
    }
    return false;
  };
}

function groupAt(all: AllGoroutines, group: number, isOpen: boolean): GoroutineGroup {
  const { groups, stacks } = all;
  const stack = groups.stack[group];
  return {
    row: group,
    state: groups.state[group],
    value: groups.value[group],
    longestWait: groups.wait[group],
    at: frameAt(stacks, standing(stacks, stack)),
    ...saidOfGroup(all, group),
    frames: isOpen ? framesOf(stacks, stack) : undefined,
  };
}

function saidOfGroup({ groups, labels: rows, profile, values }: AllGoroutines, group: number): Pick<GoroutineGroup, 'creators' | 'labels' | 'goroutines'> {
  const { labels, strings } = profile;
  const creators = new Map<number, Int64>();
  const own = new Map<number, Int64>();
  const goroutines: number[] = [];
  for (let i = groups.first[group]; i < groups.first[group + 1]; i++) {
    const sample = groups.sample[i];
    const said = saidOf(profile, rows, sample);
    const count = (sums: Map<number, Int64>, label: number) => sums.set(label, plus(sums.get(label) ?? 0, values[sample]));
    if (said.creator !== NONE) count(creators, said.creator);
    for (const label of said.own) count(own, label);
    if (said.number !== NONE && goroutines.length < NAMED) goroutines.push(said.number);
  }
  const keys = [...new Set(Array.from(own.keys(), (label) => strings[labels.key[label]]))].filter((key) => key !== BASE_KEY).sort(compareBytes);
  const ofKey = (key: string) => new Map([...own].filter(([label]) => strings[labels.key[label]] === key));
  return { creators: listed(profile, creators), labels: keys.map((key) => ({ key, ...listed(profile, ofKey(key)) })), goroutines };
}

function listed({ labels, strings }: Profile, sums: ReadonlyMap<number, Int64>): Listed {
  const textOf = (label: number) => (labels.text[label] === NONE ? String(labels.number[label]) : strings[labels.text[label]]);
  const values = [...sums].map(([label, value]) => ({ text: textOf(label), value })).sort((a, b) => heaviestFirst(a.value, b.value) || compareBytes(a.text, b.text));
  return { values: values.slice(0, LISTED), left: Math.max(0, values.length - LISTED) };
}

/** The stack whose leaf stands for the whole. */
function standing({ parent, nodes, node }: LikeStacks, leaf: number): number {
  let last = leaf;
  for (let stack = leaf; stack !== NONE; stack = parent[stack]) {
    if (!isGoStandard(nodes[node[stack]].name)) return stack;
    last = stack;
  }
  return last;
}

function frameAt({ nodes, names, node }: LikeStacks, stack: number): StackFrame {
  return stack === NONE ? { name: '', fn: '' } : { name: names[node[stack]], fn: nodes[node[stack]].name };
}

function framesOf(stacks: LikeStacks, leaf: number): StackFrame[] {
  const frames: StackFrame[] = [];
  for (let stack = leaf; stack !== NONE; stack = stacks.parent[stack]) frames.push(frameAt(stacks, stack));
  return frames;
}
