import { clock } from '#model/clock.ts';
import type { Offered } from '#model/live.ts';
import { folderOf, serviceName } from './liveAddress.ts';

/** A profile to be taken, and how. */
export interface Plan {
  /** The folder of profiles it is taken from; names the tab. */
  readonly service: string;
  /** "cpu", "heap", "heap after GC", "goroutine dump", "mutex over 5 s": captures of one kind can be compared. */
  readonly kind: string;
  /** Without secrets. */
  readonly url: string;
  /** How long the program gathers; 0 for what it answers at once. */
  readonly seconds: number;
  readonly form: 'profile' | 'text' | 'trace';
}

/** How a profile of a name may be asked for. */
export interface Choices {
  /** "CPU". */
  readonly title: string;
  readonly help: string;
  /** always: it is gathered for so many seconds; maybe: what happens meanwhile may be asked for instead of what is; never: it is what is. */
  readonly seconds: 'always' | 'maybe' | 'never';
  readonly usualSeconds: number;
  /** The collector may run first, so that only what is alive is counted. */
  readonly gc: boolean;
  /** The stacks may be had as text, each goroutine by itself. */
  readonly dump: boolean;
}

/**
 * What net/http/pprof takes of parameters. Source: go/src/net/http/pprof/pprof.go (profileSupportsDelta), runtime/pprof/pprof.go.
 */
export function choicesOf({ name, description }: Pick<Offered, 'name' | 'description'>): Choices {
  const plain: Choices = { title: name, help: description, seconds: 'never', usualSeconds: 0, gc: false, dump: false };
  switch (name) {
    case 'profile':
      return { ...plain, title: 'CPU', help: 'Where the program spends its CPU time, 100 samples a second. One at a time.', seconds: 'always', usualSeconds: 10 };
    case 'trace':
      return { ...plain, title: 'Execution trace', help: 'Everything the scheduler does. It slows the program a little and is large; it can be saved for go tool trace.', seconds: 'always', usualSeconds: 2 };
    case 'heap':
      return { ...plain, help: 'Memory in use and allocated, sampled, as of the last collection.', seconds: 'maybe', gc: true };
    case 'allocs':
      return { ...plain, help: 'The same, and what was allocated is shown first.', seconds: 'maybe' };
    case 'goroutine':
      return { ...plain, help: 'Stacks of all goroutines. It stops the program for a moment; a dump of many takes longer.', seconds: 'maybe', dump: true };
    case 'block':
      return { ...plain, help: 'Where goroutines waited; empty unless the program has set a rate.', seconds: 'maybe' };
    case 'mutex':
      return { ...plain, help: 'Who held locks that others waited for; empty unless the program has set a rate.', seconds: 'maybe' };
    case 'threadcreate':
      return { ...plain, help: 'What led to new threads.', seconds: 'maybe' };
    case 'goroutineleak':
      return { ...plain, help: 'Goroutines that nothing can ever wake. It runs a collection to find them.' };
    default:
      return plain;
  }
}

export interface Choice {
  /** 0 for what is now. */
  readonly seconds: number;
  readonly gc: boolean;
  readonly dump: boolean;
}

export const AT_ONCE: Choice = { seconds: 0, gc: false, dump: false };

/** @param href of the profile, without query */
export function planOf({ name, href }: Pick<Offered, 'name' | 'href'>, service: string, { seconds, gc, dump }: Choice): Plan {
  const query = [...(dump ? ['debug=2'] : []), ...(gc ? ['gc=1'] : []), ...(seconds > 0 ? [`seconds=${seconds}`] : [])];
  const words = [dump ? 'goroutine dump' : name === 'profile' ? 'cpu' : name, ...(gc ? ['after GC'] : []), ...(seconds > 0 && name !== 'profile' && name !== 'trace' ? [`over ${seconds} s`] : [])];
  return { service, kind: words.join(' '), url: href + (query.length === 0 ? '' : `?${query.join('&')}`), seconds, form: dump ? 'text' : name === 'trace' ? 'trace' : 'profile' };
}

/** A profile by an address that somebody gave; the program gathers for as long as its query says. */
export function planOfAddress(url: string): Plan {
  const { pathname, searchParams } = new URL(url);
  const name = pathname.split('/').at(-1) ?? '';
  const isGathered = name === 'profile' || name === 'trace';
  const seconds = Number.parseFloat(searchParams.get('seconds') ?? '') || (name === 'profile' ? 30 : name === 'trace' ? 1 : 0);
  const debug = Number(searchParams.get('debug') ?? 0);
  const words = [isGathered && name === 'profile' ? 'cpu' : name, ...(debug > 0 ? [`debug=${debug}`] : []), ...(searchParams.has('gc') ? ['after GC'] : []), ...(seconds > 0 && !isGathered ? [`over ${seconds} s`] : [])];
  return { service: folderOf(url), kind: words.join(' '), url, seconds, form: debug > 0 ? 'text' : name === 'trace' ? 'trace' : 'profile' };
}

/** `localhost:6060 heap 14:03:22`. */
export function captureName({ service, kind }: Plan, time: Date): string {
  return `${serviceName(service)} ${kind} ${clock(time.getTime())}`;
}

/** `localhost-6060.heap.20260301-140322.pb.gz`. */
export function captureFile({ service, kind, form }: Plan, time: Date): string {
  const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  const word = (text: string) => text.replace(/[^\w.=-]+/g, '-').replace(/^-|-$/g, '');
  return `${word(serviceName(service))}.${word(kind)}.${day}-${clock(time.getTime()).replaceAll(':', '')}${EXTENSIONS[form]}`;
}

const EXTENSIONS = { profile: '.pb.gz', text: '.txt', trace: '.trace' } as const;

function two(number: number): string {
  return String(number).padStart(2, '0');
}
