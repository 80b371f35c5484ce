import type { Offered, Service } from '#model/live.ts';
import { ParseError } from '#parsers/parseError.ts';

/**
 * What the index page of a program's profiles says: that of net/http/pprof in any version, and of those who write one like it.
 * It is looked through for links to profiles, with a number before or behind them in their line, and for a list of what
 * each is; whatever else the page holds is passed over.
 * Source: go/src/net/http/pprof/pprof.go (indexTmplExecute; before Go 1.11 a template).
 * @param address where the page was found
 * @throws ParseError when it links to no profile
 */
export function parseIndex(page: string, address: URL): Service {
  const links = linksIn(page, address);
  const known = links.find(({ url }) => KNOWN.has(lastPart(url)));
  if (known === undefined) throw new ParseError('this page lists no profiles');
  const folder = new URL('.', known.url);
  const offered = new Map<string, Link>();
  for (const link of links) {
    const name = nameIn(folder, link.url);
    if (name !== '' && (KNOWN.has(name) || link.url.searchParams.has('debug')) && !offered.has(name)) offered.set(name, link);
  }
  // Before Go 1.11 only what can be counted was listed; the others were there all the same.
  const listsAll = OTHERS.some((name) => offered.has(name));
  if (!listsAll) offered.set('profile', { url: new URL('profile', folder), count: undefined });
  const descriptions = descriptionsIn(page);
  return {
    url: folder.href,
    profiles: Array.from(offered, ([name, link]) => offeredOf(name, link, descriptions)).filter(({ name }) => !NO_PROFILES.has(name)),
    cmdline: !listsAll || offered.has('cmdline'),
    trace: !listsAll || offered.has('trace'),
  };
}

/** By which an index is known: Go's own, and the wall-clock profile that is often mounted beside them. */
const KNOWN: ReadonlySet<string> = new Set(['allocs', 'block', 'cmdline', 'fgprof', 'goroutine', 'goroutineleak', 'heap', 'mutex', 'profile', 'symbol', 'threadcreate', 'trace']);
/** What is made when it is asked for. */
const OTHERS = ['cmdline', 'profile', 'trace'];
const NO_PROFILES: ReadonlySet<string> = new Set(['cmdline', 'symbol', 'trace']);

interface Link {
  readonly url: URL;
  /** A number in its line. */
  readonly count: number | undefined;
}

function offeredOf(name: string, { url, count }: Link, descriptions: ReadonlyMap<string, string>): Offered {
  return { name, count: name === 'profile' ? undefined : count, description: descriptions.get(name) ?? '', href: url.origin + url.pathname };
}

/** Links that are looked at. */
const MOST_LINKS = 1000;

/** Links of the page's own origin. The page is cut at each, and each piece looked at once, so that no page takes long. */
function linksIn(page: string, address: URL): Link[] {
  const pieces = page.split(/<a\s/i, MOST_LINKS + 1);
  const links: Link[] = [];
  for (let i = 1; i < pieces.length; i++) {
    const [, quoted, single, bare] = /^[^>]{0,200}?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(pieces[i]) ?? [];
    const href = unescaped(quoted ?? single ?? bare ?? '');
    if (href === '' || !URL.canParse(href, address.href)) continue;
    const url = new URL(href, address);
    if (url.origin === address.origin) links.push({ url, count: countBefore(pieces[i - 1]) ?? countBehind(pieces[i]) });
  }
  return links;
}

/** What ends a line of the page. */
const BREAK = /<\/?tr\b|<br\b|<\/?li\b|<\/?p\b/i;

/** Characters beside a link that its number is looked for in. */
const NEAR = 300;

function countBefore(piece: string): number | undefined {
  const line = piece.slice(-NEAR).split(BREAK).at(-1) ?? '';
  return numberIn(/(?:^|[^\w.-])(\d{1,15})\W*$/, withoutTags(line));
}

function countBehind(piece: string): number | undefined {
  const close = piece.search(/<\/a\s*>/i);
  if (close < 0) return undefined;
  const [line] = piece.slice(close, close + NEAR).split(BREAK);
  return numberIn(/^\W*(\d{1,15})(?![\w.-])/, withoutTags(line));
}

function numberIn(pattern: RegExp, text: string): number | undefined {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** By name, where the page has a list of `name: description`. */
function descriptionsIn(page: string): Map<string, string> {
  const descriptions = new Map<string, string>();
  for (const item of page.split(/<li\b[^>]{0,200}>/i).slice(1)) {
    const text = unescaped(withoutTags(item.slice(0, 2000).split(/<\/li|<\/ul/i)[0])).replace(/\s+/g, ' ').trim();
    const colon = text.indexOf(': ');
    if (colon > 0) descriptions.set(text.slice(0, colon), text.slice(colon + 2).trim());
  }
  return descriptions;
}

function withoutTags(text: string): string {
  return text.replace(/<[^<>]*>/g, ' ');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole: string, decimal?: string, hex?: string, name?: string) => {
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    return ENTITIES[(name ?? '').toLowerCase()] ?? whole;
  });
}

function lastPart(url: URL): string {
  return url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
}

/** What a profile in a folder is called; empty for what lies elsewhere. A name may hold slashes. */
function nameIn(folder: URL, { pathname }: URL): string {
  if (!pathname.startsWith(folder.pathname)) return '';
  try {
    return decodeURIComponent(pathname.slice(folder.pathname.length));
  } catch {
    return '';
  }
}
