import { chromeTrace } from './chromeTrace.ts';
import { cpuProfile } from './cpuProfile.ts';
import type { Format } from './formats.ts';
import { heapProfile } from './heapProfile.ts';
import type { JsonForm } from './jsonForm.ts';
import { isObject } from './jsonValue.ts';
import { quote } from './lines.ts';
import { ParseError } from './parseError.ts';
import { speedscope } from './speedscope.ts';

const FORMS: readonly JsonForm[] = [cpuProfile, heapProfile, speedscope, chromeTrace];

/** Profiles that are JSON: the text is read once, and then its form is looked for. */
export const json: Format = {
  name: 'JSON file',
  beyondPprof: true,
  // Text may begin with a bracket too: `[2026-11-21] started`.
  recognises: (bytes) => /^\s*(?:\{\s*["}]|\[\s*\{)/.test(new TextDecoder().decode(bytes.subarray(0, 1024))),
  parse: (bytes) => {
    const file = readJson(bytes);
    const form = FORMS.find(({ understands }) => understands(file));
    if (form === undefined) throw new ParseError(`this is JSON, but no profile of a form that is opened (${FORMS.map(({ name }) => name).join(', ')}): ${contentsOf(file)}`);
    return form.profileOf(file);
  },
};

/** Characters that a string can have in V8; others have more. */
const LONGEST = 2 ** 29 - 24;

function readJson(bytes: Uint8Array): unknown {
  if (bytes.length > LONGEST) throw new ParseError(`this JSON has ${Math.round(bytes.length / 2 ** 20)} MiB; more than ${Math.floor(LONGEST / 2 ** 20)} MiB cannot be read at once`);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    // Or it is nested too deep for the engine, which has an error of its own for that.
    throw new ParseError(`this JSON is damaged or cut off: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function contentsOf(file: unknown): string {
  if (!isObject(file)) return 'it is a list';
  const names = Object.keys(file);
  const shown = names.slice(0, 5).map(quote);
  return `it has ${names.length === 0 ? 'nothing' : names.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ')}`;
}
