import type { MemStats, Vars } from '#model/live.ts';
import { isObject, type JsonObject } from '#parsers/jsonValue.ts';
import { ParseError } from '#parsers/parseError.ts';
import { memStatsOf } from './memStats.ts';

/** Numbers of a program's own that are told. */
const MOST_NUMBERS = 2000;
/** Objects in objects that are looked into. */
const DEEPEST = 8;

/**
 * What expvar's `/debug/vars` says.
 * Source: go/src/expvar/expvar.go.
 * @throws ParseError when it is no JSON object
 */
export function parseVars(text: string): Vars {
  const fields = objectIn(text);
  const { memstats, ...others } = fields;
  return { memStats: isObject(memstats) ? memStatsIn(memstats) : undefined, numbers: numbersIn(others) };
}

function objectIn(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw new ParseError('this is no list of variables (expvar): not a JSON object');
}

function memStatsIn(fields: JsonObject): MemStats | undefined {
  if (typeof fields.HeapAlloc !== 'number' || typeof fields.NumGC !== 'number') return undefined;
  const number = (name: string) => {
    const value = fields[name];
    return typeof value === 'number' ? value : 0;
  };
  return memStatsOf(number, Array.isArray(fields.PauseNs) ? fields.PauseNs.map(Number) : []);
}

/** By their paths, a.b.c; what lies in lists is left out. */
function numbersIn(fields: JsonObject): Vars['numbers'] {
  const numbers: { name: string; value: number }[] = [];
  const left: { readonly prefix: string; readonly fields: JsonObject; readonly depth: number }[] = [{ prefix: '', fields, depth: 0 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const [key, value] of Object.entries(next.fields)) {
      const name = next.prefix + key;
      if (typeof value === 'number') numbers.push({ name, value });
      else if (isObject(value) && next.depth < DEEPEST) left.push({ prefix: `${name}.`, fields: value, depth: next.depth + 1 });
      if (numbers.length === MOST_NUMBERS) return numbers;
    }
  }
  return numbers;
}
