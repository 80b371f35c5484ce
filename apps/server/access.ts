import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may have the files. The address that opens the page carries a code in its fragment, which no server sees and no
 * log holds; the page exchanges it, once, for the token that later requests carry. Not a cookie: cookies ignore ports,
 * so that every other server on this machine would get it.
 */
export interface Access {
  /** A code that works once, for so many seconds. */
  newCode(seconds: number): string;
  exchange(code: string): Grant;
  check(token: string): Grant;
}

export type Grant = { readonly kind: 'granted'; readonly token: string } | { readonly kind: 'refused' } | { readonly kind: 'too many' };

/** Wrong ones before no more are looked at, and for how long (milliseconds). */
const GUESSES = 20;
const PAUSE = 60_000;

export function createAccess(now: () => number = Date.now): Access {
  const token = randomBytes(16).toString('base64url');
  const tokenHash = hash(token);
  /** Expiry of each code, by its hash. */
  const codes = new Map<string, number>();
  // A page that a server of before has left open asks on with its token: it keeps no new page out, nor one that has the right one.
  const codeGuesses = createGuesses(now);
  const tokenGuesses = createGuesses(now);

  return {
    newCode: (seconds) => {
      const code = randomBytes(16).toString('base64url');
      codes.set(hash(code).toString('hex'), now() + seconds * 1000);
      return code;
    },
    exchange: (code) => {
      const key = hash(code).toString('hex');
      const expiry = codes.get(key);
      if (codeGuesses.areTooMany()) return { kind: 'too many' };
      codes.delete(key);
      return expiry !== undefined && now() <= expiry ? { kind: 'granted', token } : codeGuesses.add();
    },
    check: (given) => (timingSafeEqual(hash(given), tokenHash) ? { kind: 'granted', token } : tokenGuesses.add()),
  };
}

interface Guesses {
  areTooMany(): boolean;
  /** What comes of one more. */
  add(): Grant;
}

function createGuesses(now: () => number): Guesses {
  let count = 0;
  let since = 0;
  const areTooMany = () => {
    if (now() - since > PAUSE) {
      since = now();
      count = 0;
    }
    return count >= GUESSES;
  };
  return {
    areTooMany,
    add: () => {
      if (areTooMany()) return { kind: 'too many' };
      count++;
      return { kind: 'refused' };
    },
  };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
