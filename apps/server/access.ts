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

/** Guesses before nobody is heard any more, and for how long (milliseconds). */
const GUESSES = 20;
const PAUSE = 60_000;

export function createAccess(now: () => number = Date.now): Access {
  const token = randomBytes(16).toString('base64url');
  const tokenHash = hash(token);
  /** Expiry of each code, by its hash. */
  const codes = new Map<string, number>();
  let guesses = 0;
  let since = 0;

  const judge = (right: boolean): Grant => {
    if (now() - since > PAUSE) {
      since = now();
      guesses = 0;
    }
    if (guesses >= GUESSES) return { kind: 'too many' };
    if (right) return { kind: 'granted', token };
    guesses++;
    return { kind: 'refused' };
  };

  return {
    newCode: (seconds) => {
      const code = randomBytes(16).toString('base64url');
      codes.set(hash(code).toString('hex'), now() + seconds * 1000);
      return code;
    },
    exchange: (code) => {
      const key = hash(code).toString('hex');
      const expiry = codes.get(key);
      const grant = judge(expiry !== undefined && now() <= expiry);
      if (grant.kind !== 'too many') codes.delete(key);
      return grant;
    },
    check: (given) => judge(timingSafeEqual(hash(given), tokenHash)),
  };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
