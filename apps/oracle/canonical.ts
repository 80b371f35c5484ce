/**
 * An output without what follows from an order of equals alone: lines that mean the same in any order are sorted, and
 * numbers that count them are left out. Two outputs of one canonical form say the same.
 * @param flag the format's, as it stands on the command line: "-dot"
 */
export function canonical(flag: string, text: string): string[] {
  switch (flag) {
    case '-dot':
      return dot(text).sort();
    case '-tree':
    case '-peek':
      return text.split(SEPARATOR).map((block) => lines(block).sort().join('\n')).sort();
    case '-callgrind':
      return callgrind(text).sort();
    case '-weblist':
      return weblist(text).sort();
    default:
      return lines(text).sort();
  }
}

const SEPARATOR = /^-{58}\+-{13}\n/m;

/** Without the running sum of a row. */
function lines(text: string): string[] {
  return text.split('\n').map((line) => line.replace(/^(\s*\S+\s+\S+%)\s+\S+%/, '$1'));
}

/**
 * The source lines of a page that cost something, and what was inlined into each. pprof makes up the addresses of a line, in
 * any order: that decides in which order inlined calls stand, which of them stand there already, where an ellipsis tells of a
 * gap, and which function a line is said to be of that several were inlined into.
 */
function weblist(text: string): string[] {
  const [head, ...sourceLines] = text.split(/^(?=<span class=line>)/m);
  const costly = sourceLines.filter((line) => !/^.*<span class=nop>/.test(line));
  const said = costly.map((line) => {
    const [source, ...below] = line.split(/<span class=asm>|\n/);
    return [source, ...new Set(below.filter((call) => call.includes('<span class=inlinesrc>')).sort())].join('\n');
  });
  return [head.split('<h2>')[0], ...said];
}

/** Nodes by what they say, and edges by what their ends say, without ids. */
function dot(text: string): string[] {
  const said = new Map<string, string>();
  const parsed = text.split('\n').map((line) => /^(N+[0-9_]+)(?: -> (N+[0-9_]+))?( \[.*)$/.exec(line) ?? line);
  for (const line of parsed) {
    if (typeof line === 'string' || line[2] !== undefined) continue;
    const [, id, , attributes] = line;
    const owner = /^N(N[0-9]+)_|^(N[0-9]+)_/.exec(id);
    said.set(id, attributes.replace(/ id="[^"]*"/, '') + (owner === null ? '' : ` of ${said.get(owner[1] ?? owner[2]) ?? '?'}`));
  }
  return parsed.map((line) => {
    if (typeof line === 'string') return line;
    const [, from, to, attributes] = line;
    return to === undefined ? (said.get(from) ?? '') : `${said.get(from) ?? from} -> ${said.get(to) ?? to}${attributes}`;
  });
}

/**
 * Costs and calls with the place that they are of: names instead of their numbers, addresses in full. Of functions that are
 * called alike, and so numbered, which is which does not count.
 */
function callgrind(text: string): string[] {
  const names = new Map<string, string>();
  /** By what is named: ob, fl, fn, and cfl and cfn of a call. */
  const place = new Map<string, string>();
  // An address stands as its distance from that of the cost before the current one, in a call too.
  let [before, current] = [0n, 0n];
  let isWeight = false;
  return text.split('\n').map((line) => {
    if (line === '') return '';
    const [, what, number, name] = /^(c?(?:ob|fl|fn))=(?:(\(\d+\))(?: (.*))?)?$/.exec(line) ?? [];
    if (what !== undefined) {
      const id = `${what.replace('c', '')} ${number}`;
      if (name !== undefined) names.set(id, name.replace(/ \[\d+\/\d+\]$/, ''));
      place.set(what, names.get(id) ?? '');
      return '';
    }
    const said = (kinds: readonly string[], rest: string) => [...kinds.map((kind) => place.get(kind) ?? ''), rest].join(' ');
    const [, calls, position, rest] = /^(calls=\d+ )?(0x[0-9a-f]+|[+-]\d+|\*)( .*)$/.exec(line) ?? [];
    if (position === undefined || isWeight) {
      isWeight = false;
      return said(['ob', 'fl', 'fn', 'cfl', 'cfn'], `${current} ${line}`);
    }
    if (calls === undefined) before = current;
    const at = position.startsWith('0x') ? BigInt(position) : before + (position === '*' ? 0n : BigInt(position));
    isWeight = calls !== undefined;
    if (calls !== undefined) return said(['ob', 'fl', 'fn', 'cfl', 'cfn'], `${current} ${calls}${at}${rest}`);
    current = at;
    return said(['ob', 'fl', 'fn'], `${at}${rest}`);
  });
}
