import { abs64, compare64, type Int64 } from '#model/int64.ts';
import type { DisasmInstruction, DisasmRoutine } from './disasm.ts';
import type { HotLine } from './listing.ts';
import { foundIn, sectionsOf, startsOf, type Found, type Lines } from './lines.ts';

/** Functions with their instructions as rows; any of them can be had. */
export interface DisasmRows extends Lines<DisasmRow> {
  readonly functions: number;
  /** The instructions that cost most, the hottest first. */
  readonly hot: readonly HotLine[];
  /** The routines that rows from `begin` to before `end` are of. */
  routinesIn(begin: number, end: number): number[];
  /** Where a function's name, an instruction, its address or its place is found. */
  find(matches: (text: string) => boolean): Found;
}

export type DisasmRow =
  | { readonly kind: 'function'; readonly names: readonly string[]; readonly flat: Int64; readonly cum: Int64 }
  | (DisasmInstruction & {
      readonly kind: 'instruction';
      /** What it belongs to, as the row above all of its instructions has it. */
      readonly routine: string;
      /** Whether its place is another than that of the one before it, and so is worth saying. */
      readonly isElsewhere: boolean;
    });

/** Instructions that one can go to as hot. */
const HOT = 200;

export function disasmRows(routines: readonly DisasmRoutine[]): DisasmRows {
  const starts = startsOf(routines.length, (routine) => 1 + routines[routine].instructions.length);
  return {
    ...sectionsOf([{ starts, linesOf: (routine) => rowsOf(routines[routine]) }]),
    functions: routines.length,
    hot: routines
      .flatMap(({ instructions }, routine) => instructions.map(({ flat, cum }, i) => ({ row: starts[routine] + 1 + i, flat, cum })))
      .filter(({ flat, cum }) => Number(flat) !== 0 || Number(cum) !== 0)
      .sort((a, b) => compare64(abs64(b.flat), abs64(a.flat)) || compare64(abs64(b.cum), abs64(a.cum)) || a.row - b.row)
      .slice(0, HOT),
    routinesIn: (begin, end) => routines.flatMap((_, routine) => (starts[routine] < end && starts[routine + 1] > begin ? [routine] : [])),
    find: (matches) => foundIn(starts, (routine) => rowsOf(routines[routine]).flatMap((row, at) => (textsOf(row).some(matches) ? [at] : []))),
  };
}

/** What stands in a row; a place only where it is written. */
function textsOf(row: DisasmRow): readonly string[] {
  if (row.kind === 'function') return row.names;
  const place = row.isElsewhere ? [row.fn === row.routine ? '' : row.fn, `${row.file}:${row.line}`] : [];
  return [row.text, row.address.toString(16), ...place].filter((text) => text !== '');
}

function rowsOf({ names, flat, cum, instructions }: DisasmRoutine): DisasmRow[] {
  const rows = instructions.map((instruction, i): DisasmRow => {
    const before = i === 0 ? undefined : instructions[i - 1];
    const isElsewhere = before === undefined || before.fn !== instruction.fn || before.file !== instruction.file || before.line !== instruction.line;
    return { ...instruction, kind: 'instruction', routine: names[0], isElsewhere };
  });
  return [{ kind: 'function', names, flat, cum }, ...rows];
}
