import { abs64, compare64, quotient } from '#model/int64.ts';
import { baseName } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import type { CodePlace, MachineCode } from '#model/machineCode.ts';
import { Matcher } from '#model/pattern.ts';
import type { Profile } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { compareBytes } from '#model/text.ts';
import { addressNodes, annotated, baseNameOf, sumsOf, type DisasmInstruction, type DisasmRoutine } from './disasm.ts';
import type { GraphNode } from './graph.ts';
import { grouped } from './lineCosts.ts';
import type { Listed } from './listing.ts';
import { parseAddress } from './sourceCode.ts';
import type { Subject } from './subject.ts';

/** The addresses of each function, with what they cost. */
export type FunctionAddresses = readonly GraphNode[][];

/** What `pprof -disasm` says of functions, as far as the profile knows it: their addresses with what each costs, but no instructions. */
export interface AddressesReport {
  /** The hottest first. */
  readonly routines: readonly AddressRoutine[];
  /** Functions there would be without a limit. */
  readonly chosen: number;
}

export interface AddressRoutine extends DisasmRoutine {
  /** What it is found by where instructions are kept. */
  readonly id: string;
  /** Undefined where the profile does not say in which binary it is. */
  readonly place: CodePlace | undefined;
}

/** The instructions of a routine, as far as somebody gave them. */
export type CodeOf = (id: string) => MachineCode | undefined;

/** Functions shown while nothing in particular is asked for, as in pprof's page. */
const HOTTEST = 50;

/** What the addresses of each function cost: made once, looked at many times. Inlined calls are not told apart. */
export function addressesByFunction(subject: Subject, options: Options): FunctionAddresses {
  const nodes = addressNodes(subject, options).filter(({ info }) => info.address !== 0n);
  return [...grouped(nodes, ({ info }) => keyOf(info)).values()];
}

/**
 * @param codeOf without it an address of the profile stands for an instruction
 * @throws QuestionError where a pattern matches nothing
 */
export function addressesReport(functions: FunctionAddresses, listed: Listed, { mappings, strings }: Profile, intelSyntax: boolean, codeOf: CodeOf = () => undefined): AddressesReport {
  const placeOf = (info: GraphNode['info']): CodePlace | undefined => {
    const row = Array.from({ length: mappings.count }, (_, mapping) => mapping).find((mapping) => strings[mappings.file[mapping]] === info.objfile && info.address >= mappings.start[mapping] && info.address < mappings.limit[mapping]);
    if (row === undefined) return undefined;
    return { file: info.objfile, buildId: strings[mappings.buildId[row]], isMain: row === 0, start: mappings.start[row], limit: mappings.limit[row], offset: mappings.offset[row], address: info.address, intelSyntax };
  };
  const chosen = chosenOf(functions, listed).map((own) => ({ own, ...sumsOf(own) }));
  const sorted = chosen.toSorted((a, b) => compare64(abs64(b.flat), abs64(a.flat)) || compare64(abs64(b.cum), abs64(a.cum)) || compareBytes(nameOf(a.own[0].info), nameOf(b.own[0].info)));
  const shown = listed.kind === 'hottest' ? sorted.slice(0, HOTTEST) : sorted;
  const routines = shown.map(({ own, flat, cum }): AddressRoutine => {
    const [{ info }] = own;
    const id = `${intelSyntax ? 'intel ' : ''}${keyOf(info)}`;
    return { id, place: placeOf(info), names: [nameOf(info)], flat, cum, instructions: instructionsOf(own, codeOf(id)) };
  });
  return { chosen: chosen.length, routines };
}

function keyOf(info: GraphNode['info']): string {
  return `${info.objfile}\n${nameOf(info)}`;
}

/** Where the profile has no symbols, the binary's. */
function nameOf({ name, objfile }: GraphNode['info']): string {
  return name || `[${objfile === '' ? 'unknown' : baseName(objfile)}]`;
}

function chosenOf(functions: readonly GraphNode[][], listed: Listed): readonly GraphNode[][] {
  switch (listed.kind) {
    case 'hottest':
      return functions;
    case 'functions': {
      const wanted = new Set(listed.functions);
      return functions.filter(([{ info }]) => wanted.has(nameOf(info)));
    }
    case 'pattern': {
      const address = parseAddress(listed.pattern.source);
      const matcher = new Matcher(listed.pattern, functions.map(([{ info }]) => nameOf(info)));
      const matching = functions.filter((own, row) => matcher.matches(row) || own.some(({ info }) => info.address === address));
      if (matching.length === 0) throw new QuestionError(`no matches found for regexp: ${listed.pattern.source}`);
      return matching;
    }
  }
}

function instructionsOf(nodes: readonly GraphNode[], code: MachineCode | undefined): DisasmInstruction[] {
  if (code !== undefined) {
    const located = nodes.map((node) => ({ node, at: BigInt.asUintN(64, node.info.address - code.base) }));
    return annotated(code.instructions, located.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)));
  }
  const byAddress = [...grouped(nodes, ({ info }) => String(info.address)).values()].toSorted(([a], [b]) => (a.info.address < b.info.address ? -1 : 1));
  return byAddress.map((here) => {
    const { flat, cum, flatDivisor, cumDivisor } = sumsOf(here);
    const [{ info }] = here;
    return { address: info.address, text: '', flat: quotient(flat, flatDivisor), cum: quotient(cum, cumDivisor), fn: info.name, file: baseNameOf(info.file), line: Number(info.line) };
  });
}
