import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cleanPath } from '#model/names.ts';
import { DEFAULTS } from '#model/options.ts';
import { NONE } from '#model/profile.ts';
import { load } from '#parsers/load.ts';
import { flameTree, flameWindow, type FlameReport } from './flame.ts';
import { measureOf } from './subject.ts';

/** The data of pprof's own flame graph page, for profiles of a corpus that lies beside the repository where there is one. */
interface StackSet {
  readonly Total: number;
  readonly Type: string;
  readonly Stacks: readonly { readonly Value: number; readonly Sources: readonly number[] }[];
  readonly Sources: readonly { readonly FullName: string; readonly FileName: string; readonly Inlined: boolean; readonly Self: number }[];
}

const CORPUS = '../shared/corpus';

function cases(): string[] {
  if (!existsSync(`${CORPUS}/oracle`)) return [];
  return readdirSync(`${CORPUS}/oracle`).flatMap((group) =>
    existsSync(`${CORPUS}/${group}`) ? readdirSync(`${CORPUS}/oracle/${group}`).flatMap((name) => (existsSync(`${CORPUS}/oracle/${group}/${name}/flamegraph.json`) ? [`${group}/${name}`] : [])) : [],
  );
}

function fileOf(name: string): string {
  const [group, base] = name.split('/');
  const file = readdirSync(`${CORPUS}/${group}`).find((entry) => entry === base || entry.replace(/\.(pb\.gz|pb|pgo|txt|prof)$/, '') === base);
  if (file === undefined) throw new Error(`no profile for ${name}`);
  return `${CORPUS}/${group}/${file}`;
}

describe.runIf(cases().length > 0)('pprof’s flame graph', () => {
  test.each(cases())('%s has the same paths and the same costs', async (name) => {
    const expected = JSON.parse(readFileSync(`${CORPUS}/oracle/${name}/flamegraph.json`, 'utf8')) as StackSet;
    const profile = await load(new Blob([readFileSync(fileOf(name))]), { symbols: true });
    const options = { ...DEFAULTS, sampleIndex: expected.Type };
    const report = flameWindow(flameTree({ profile, measure: measureOf(profile, options) }, options), { root: 0, minShare: 0, find: '' });
    expect(report.total).toBe(expected.Total);
    expect(costsOf(report)).toEqual(costsIn(expected));
  });
});

interface Costs {
  /** With callees, by path from the root. */
  readonly paths: Record<string, number>;
  /** Its own, by what is shown. */
  readonly self: Record<string, number>;
}

function costsIn({ Stacks, Sources }: StackSet): Costs {
  const key = ({ FullName, FileName, Inlined }: StackSet['Sources'][number]) => `${FullName} ${FileName === '' ? '' : cleanPath(FileName)} ${Inlined}`;
  const paths: Record<string, number> = {};
  const self: Record<string, number> = {};
  for (const { Value, Sources: path } of Stacks) {
    let at = '';
    for (const source of path.slice(1)) add(paths, (at += `\n${key(Sources[source])}`), Value);
  }
  for (const source of Sources.slice(1)) add(self, key(source), source.Self);
  return { paths: withValue(paths), self: withValue(self) };
}

/** pprof leaves out frames without a function: here their costs go to the nearest caller that has one. */
function costsOf({ nodes, frames }: FlameReport): Costs {
  const paths: Record<string, number> = {};
  const self: Record<string, number> = {};
  const at: string[] = [];
  const named: string[] = [];
  for (let node = 0; node < nodes.count; node++) {
    const { name, file, inlined, fn } = frames[nodes.frame[node]];
    const caller = nodes.parent[node];
    const isKnown = node > 0 && !(fn === name && /^(\[.*\]|<unknown>)$/.test(name));
    const key = `${name} ${file} ${inlined}`;
    at[node] = (caller === NONE ? '' : at[caller]) + (isKnown ? `\n${key}` : '');
    named[node] = isKnown ? key : caller === NONE ? '' : named[caller];
    if (isKnown) add(paths, at[node], nodes.total[node]);
    if (named[node] !== '') add(self, named[node], nodes.self[node]);
  }
  return { paths: withValue(paths), self: withValue(self) };
}

function add(sums: Record<string, number>, key: string, value: number): void {
  sums[key] = (sums[key] ?? 0) + value;
}

function withValue(sums: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== 0));
}
