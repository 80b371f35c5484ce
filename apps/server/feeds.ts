import type { Series } from '#model/live.ts';
import { parseMoment } from '#parsers/live/charts.ts';
import { ParseError } from '#parsers/parseError.ts';
import { TargetError } from '#target/failure.ts';
import type { Asked } from '#target/request.ts';
import { messages } from '#target/webSocket.ts';

/**
 * What programs say by themselves about their charts. `/debug/charts/data` tells a whole day each time, which costs a
 * program much when it is asked every second; its feed tells each second once. So after the first answer the feed is
 * listened to, for as long as somebody asks.
 */
export interface Feeds {
  /** The last minutes of a program's charts; undefined where its feed does not tell them, or not yet. */
  recent(asked: Asked): readonly Series[] | undefined;
  /** Listens to the feed beside `data`, from now on. */
  listen(asked: Asked): void;
  close(): void;
}

/** Moments that are kept: as many as come between two questions, the longest pause being a minute, twice over. */
const KEPT = 150;
/** Milliseconds after the last question. */
const PATIENCE = 150_000;
/** Milliseconds until a feed that failed is tried again. */
const PAUSE = 60_000;

interface Feed {
  readonly moments: (readonly Series[])[];
  readonly stop: AbortController;
  /** Ends it when nobody asks any more. */
  expiry: NodeJS.Timeout;
  /** When it may be tried again, where it has ended. */
  again: number | undefined;
}

export function createFeeds(now: () => number = Date.now): Feeds {
  const feeds = new Map<string, Feed>();

  const expireAfter = (key: string, stop: AbortController) =>
    setTimeout(() => {
      stop.abort();
      feeds.delete(key);
    }, PATIENCE).unref();

  const touch = (key: string): Feed | undefined => {
    const feed = feeds.get(key);
    if (feed === undefined) return undefined;
    clearTimeout(feed.expiry);
    feed.expiry = expireAfter(key, feed.stop);
    return feed;
  };

  return {
    recent: (asked) => {
      const feed = touch(keyOf(asked));
      return feed === undefined || feed.again !== undefined || feed.moments.length === 0 ? undefined : joined(feed.moments);
    },
    listen: (asked) => {
      const key = keyOf(asked);
      const known = touch(key);
      if (known !== undefined && (known.again === undefined || now() < known.again)) return;
      clearTimeout(known?.expiry);
      const stop = new AbortController();
      const feed: Feed = { moments: [], stop, expiry: expireAfter(key, stop), again: undefined };
      feeds.set(key, feed);
      void follow(asked, feed).finally(() => (feed.again = now() + PAUSE));
    },
    close: () => {
      for (const { stop, expiry } of feeds.values()) {
        clearTimeout(expiry);
        stop.abort();
      }
      feeds.clear();
    },
  };
}

/** Who is let in otherwise hears something else. */
function keyOf({ address: { url, authorization } }: Asked): string {
  return `${authorization} ${url.href}`;
}

async function follow({ signal: _signal, onState: _onState, ...asked }: Asked, feed: Feed): Promise<void> {
  const url = new URL(asked.address.url);
  url.pathname = `${url.pathname}-feed`;
  try {
    for await (const message of messages({ ...asked, address: { ...asked.address, url }, signal: feed.stop.signal })) {
      feed.moments.push(parseMoment(Buffer.from(message).toString()));
      if (feed.moments.length > KEPT) feed.moments.shift();
    }
  } catch (error) {
    // There is none, or no more: `data` tells the same.
    if (!(error instanceof TargetError || error instanceof ParseError)) throw error;
  }
}

/** One series of each name. */
function joined(moments: readonly (readonly Series[])[]): readonly Series[] {
  const all = new Map<string, { readonly name: string; readonly times: number[]; readonly values: number[] }>();
  for (const { name, times, values } of moments.flat()) {
    const one = all.get(name) ?? { name, times: [], values: [] };
    all.set(name, one);
    one.times.push(...times);
    one.values.push(...values);
  }
  return [...all.values()];
}
