import { basename, dirname } from 'node:path';
import { GRANULARITIES } from '#model/options.ts';
import { FORMATS, type Format } from '#cli/formats.ts';
import type { Facts, LabelFacts } from './facts.ts';
import type { Random } from './random.ts';
import { TO_STDOUT } from './reference.ts';

/**
 * Draws a command line about a profile: a format, up to six options, a sample type, and now and then other profiles. What
 * options are given is drawn from what the profile holds, so that most of them find something.
 * @param others profiles that it may be merged or compared with
 */
export function drawCommand(random: Random, facts: Facts, sampleType: string, format: Format, others: readonly Facts[]): string[] {
  const options = distinct(random, random.pick(OPTION_COUNTS)).flatMap((draw) => draw(random, facts));
  return [...formatWords(random, facts, format), '-symbolize=none', ...sampleWords(random, facts, sampleType), ...options, ...sourceWords(random, facts, others)];
}

/** How many options a command has: each of these numbers as often as it stands here. */
const OPTION_COUNTS = [0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6];

function formatWords(random: Random, facts: Facts, format: Format): string[] {
  const name = random.pick([format.name, ...(format.aliases ?? [])]);
  const regexp = format.takesRegexp === true ? `=${random.chance(0.1) ? '.' : namePattern(random, facts)}` : '';
  const toFile = format.extension !== undefined || format.name === 'weblist';
  return [`-${name}${regexp}`, ...(toFile ? [TO_STDOUT] : [])];
}

function sampleWords(random: Random, facts: Facts, sampleType: string): string[] {
  const column = facts.sampleTypes.indexOf(sampleType);
  if (column === facts.sampleTypes.length - 1 && random.chance(0.3)) return [];
  return [`-sample_index=${random.chance(0.9) ? sampleType : column}`];
}

function sourceWords(random: Random, facts: Facts, others: readonly Facts[]): string[] {
  const other = () => (random.chance(0.2) || others.length === 0 ? facts : random.pick(others)).file;
  if (random.chance(0.12)) {
    const base = [`-${random.pick(['base', 'diff_base'])}=${other()}`];
    return [...base, ...(random.chance(0.3) ? ['-normalize'] : []), facts.file];
  }
  return random.chance(0.06) ? [facts.file, other(), ...(random.chance(0.3) ? [other()] : [])] : [facts.file];
}

type Draw = (random: Random, facts: Facts) => readonly string[];

/** Every option of a report, and how often it is drawn. */
const OPTIONS: readonly (readonly [weight: number, draw: Draw])[] = [
  [3, () => ['-cum']],
  [6, (random) => [`-${random.pick(GRANULARITIES)}`]],
  [3, () => ['-noinlines']],
  [2, () => ['-showcolumns']],
  [3, () => ['-call_tree']],
  [3, () => ['-relative_percentages']],
  [1, () => ['-compact_labels']],
  [2, () => ['-drop_negative']],
  [2, () => ['-mean']],
  [2, () => ['-trim=false']],
  [1, () => ['-all_frames']],
  [1, () => ['-intel_syntax']],
  [4, (random) => [`-nodecount=${random.pick([0, 1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80, 200, -1, -7])}`]],
  [3, (random) => [`-nodefraction=${random.pick(['0', '0.001', '0.01', '0.02', '0.05', '0.1', '0.3', '1', '1.5', '-0.1'])}`]],
  [3, (random) => [`-edgefraction=${random.pick(['0', '0.001', '0.01', '0.02', '0.05', '0.1', '0.3', '1', '2', '-0.1'])}`]],
  [2, (random) => [`-divide_by=${random.pick(['2', '7', '0.5', '1000', '1e6', '3.7', '-2', '0', '1e-3'])}`]],
  [4, (random) => [`-unit=${random.pick(UNITS)}`]],
  [4, (random, facts) => [`-focus=${namePattern(random, facts)}`]],
  [3, (random, facts) => [`-ignore=${namePattern(random, facts)}`]],
  [3, (random, facts) => [`-hide=${namePattern(random, facts)}`]],
  [3, (random, facts) => [`-show=${namePattern(random, facts)}`]],
  [3, (random, facts) => [`-show_from=${namePattern(random, facts)}`]],
  [3, (random, facts) => [`-prune_from=${namePattern(random, facts)}`]],
  [2, (random, facts) => [`-tagfocus=${tagPattern(random, facts)}`]],
  [2, (random, facts) => [`-tagignore=${tagPattern(random, facts)}`]],
  [2, (random, facts) => [`-tagshow=${keyPattern(random, facts)}`]],
  [2, (random, facts) => [`-taghide=${keyPattern(random, facts)}`]],
  [2, (random, facts) => [`-tagroot=${keyList(random, facts)}`]],
  [2, (random, facts) => [`-tagleaf=${keyList(random, facts)}`]],
  [1, (random, facts) => [`-trim_path=${folder(random, facts)}`]],
  [1, (random, facts) => [`-source_path=${folder(random, facts)}`]],
  [1, (random) => [`-add_comment=${random.pick(['one more', '# not shown', ''])}`]],
  [1, () => ['-buildid=0123456789abcdef']],
];

const UNITS = ['auto', 'auto', 'minimum', 'ns', 'us', 'ms', 's', 'sec', 'hrs', 'nanoseconds', 'B', 'kb', 'MB', 'GB', 'bytes', 'count', 'samples', 'GCU', 'no such unit'];

function distinct(random: Random, count: number): Draw[] {
  const left = OPTIONS.flatMap(([weight, draw]) => Array.from({ length: weight }, () => draw));
  const drawn = new Set<Draw>();
  while (drawn.size < count) drawn.add(random.pick(left));
  return [...drawn];
}

/** A regexp about functions, their files and binaries. */
function namePattern(random: Random, facts: Facts): string {
  const one = () => partOf(random, aName(random, facts));
  switch (random.below(12)) {
    case 0:
      return `${one()}|${one()}`;
    case 1:
      return `${one()}|${one()}|${one()}`;
    case 2:
      return `(?i)${one().toUpperCase()}`;
    case 3:
      return `^${escaped(aName(random, facts))}$`;
    case 4:
      return `^${escaped(aName(random, facts).slice(0, 1 + random.below(12)))}`;
    case 5:
      return `${escaped(aName(random, facts).slice(-1 - random.below(8)))}$`;
    case 6:
      return escaped(basename(random.pick(orElse(facts.files, [aName(random, facts)]))));
    case 7:
      return escaped(random.pick(orElse(facts.binaries, [aName(random, facts)])));
    case 8:
      return `\\Q${aName(random, facts).replaceAll('\\E', '')}\\E`;
    case 9:
      return random.pick(GENERAL_PATTERNS);
    default:
      return one();
  }
}

const GENERAL_PATTERNS = ['.', '.*', '^$', '^[a-z]', '[A-Z]\\w*$', '\\.func\\d+', '(alloc|read|write)', '[^a-z.]{3}', '::', '/', 'nothing is called so', '\\bmain\\b', 'é|ü|日本', '(?:un)?lock', '\\pL+\\(', 'x*', '(', '[[:upper:]]{2,}'];

/** Names on many stacks as often as all others. */
function aName(random: Random, { functions, binaries }: Facts): string {
  if (functions.length === 0) return random.pick(orElse(binaries, ['main']));
  return random.pick(random.chance(0.5) ? functions.slice(0, 30) : functions);
}

/** A word of the name, two with what is between them, or all of it. */
function partOf(random: Random, name: string): string {
  const words = name.match(/\w+/g) ?? [];
  if (words.length === 0 || random.chance(0.3)) return escaped(name);
  if (words.length === 1 || random.chance(0.7)) return random.pick(words);
  const from = name.indexOf(random.pick(words.slice(0, -1)));
  return escaped(name.slice(from, from + 4 + random.below(20)));
}

/** What -tagfocus and -tagignore take: a regexp or several, a range of numbers, both with or without a key. */
function tagPattern(random: Random, { labels }: Facts): string {
  if (labels.length === 0 || random.chance(0.1)) return random.pick(['.', 'bytes=1kb:64kb', '1kb:', ':10ms', 'key=value', '16kb', '^a,b$', '7']);
  const label = random.pick(labels);
  const withKey = random.chance(0.6) ? `${label.key}=` : '';
  return withKey + (label.numbers.length > 0 && (label.texts.length === 0 || random.chance(0.5)) ? range(random, label) : textPattern(random, label));
}

function textPattern(random: Random, { key, texts }: LabelFacts): string {
  const one = () => partOf(random, random.pick(orElse(texts, [key])));
  return random.pick([one, one, () => `${one()},${one()}`, () => `${one()}|${one()}`, () => `^${one()}$`, () => `^${escaped(key)}:`, () => '.'])();
}

function range(random: Random, { numbers, unit }: LabelFacts): string {
  const [low, high] = [random.pick(numbers), random.pick(numbers)].sort((a, b) => Number(a) - Number(b));
  const suffix = random.chance(0.7) ? (/^(bytes|kilobytes|seconds|milliseconds|microseconds|nanoseconds)?$/.test(unit) ? unit : '') : random.pick(['b', 'kb', 'mb', 'ms', 's', 'foo', '']);
  return random.pick([`${low}${suffix}`, `${low}${suffix}:${high}${suffix}`, `${low}${suffix}:`, `:${high}${suffix}`, `${low}`, `${low}:${high}${suffix}`]);
}

function keyPattern(random: Random, { labels }: Facts): string {
  if (labels.length === 0 || random.chance(0.15)) return random.pick(['.', 'bytes', '^a', 'no such key', '^$']);
  return labels.length > 1 && random.chance(0.3) ? random.some(labels, 2).map(({ key }) => escaped(key)).join('|') : partOf(random, random.pick(labels).key);
}

/** What -tagroot and -tagleaf take. */
function keyList(random: Random, { labels }: Facts): string {
  if (labels.length === 0 || random.chance(0.1)) return random.pick(['bytes', 'no such key', 'bytes,key', ',']);
  return random.some(labels, 1 + random.below(3)).map(({ key }) => key).join(',');
}

function folder(random: Random, { files }: Facts): string {
  const path = dirname(random.pick(orElse(files, ['/usr/src/main.c'])));
  return random.chance(0.3) ? path.split('/').slice(0, 3).join('/') : random.chance(0.3) ? `/no/such/folder:${path}` : path;
}

function orElse<T>(list: readonly T[], instead: readonly T[]): readonly T[] {
  return list.length > 0 ? list : instead;
}

function escaped(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** What is compared, in the shares in which it is; those with more to go wrong more often. Pictures are not. */
const SHARES: Readonly<Record<string, number>> = { top: 5, dot: 5, tree: 4, peek: 3, tags: 3, traces: 2, callgrind: 2, list: 2, weblist: 1, disasm: 1, raw: 1, comments: 1, proto: 1, topproto: 1 };

/** Of these, what the command has. */
export const DRAWN_FORMATS: readonly Format[] = (FORMATS as readonly Format[]).flatMap((format) => Array.from({ length: SHARES[format.name] ?? 0 }, () => format));
