import type { FetchFailure } from '#model/live.ts';

/**
 * What a status that is no success means, and what to do about it.
 * @param text how the answer begins: Go says there what was wrong
 */
export function statusFailure(status: number, text: string): FetchFailure {
  const said = text.trim();
  const answer = { status, ...(said !== '' && { sample: said }) };
  switch (status) {
    case 401:
      return { code: 'auth-401', message: 'The program wants to know who asks (401).', next: 'Give a user and password, or a token, below.', ...answer };
    case 403:
      return { code: 'forbidden-403', message: 'The program does not let this user see its profiles (403).', next: 'Sign in as an administrator.', ...answer };
    case 404:
      return { code: 'not-found-404', message: 'There is nothing at this address (404).', next: 'Is net/http/pprof registered there? Its place is /debug/pprof/ unless the program has another.', ...answer };
    case 400:
      if (/WriteTimeout/i.test(said)) return { code: 'write-timeout-400', message: 'The program’s server ends every answer before so many seconds are over (WriteTimeout).', next: 'Ask for fewer seconds.', ...answer };
      break;
    case 500:
      if (/already (in use|enabled)/i.test(said)) return { code: 'cpu-busy-500', message: 'The program is already being profiled or traced; it can be once at a time.', next: 'Wait until the other one has ended, then try again.', ...answer };
  }
  return { code: 'status', message: `The program answered ${status}.`, next: said === '' ? 'Check the address.' : 'What it said stands below.', ...answer };
}
