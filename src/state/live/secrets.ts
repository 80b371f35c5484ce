import type { FetchRequest } from '#model/live.ts';
import { NO_SECRETS, withSecrets, type Secrets } from './liveAddress.ts';

/** By origin, until the page is closed; nothing writes them anywhere. */
const secrets = new Map<string, Secrets>();

/** From now on requests to this origin carry them; those of before are replaced. */
export function keepSecrets(url: string, kept: Secrets): void {
  secrets.set(new URL(url).origin, kept);
}

/** Signs in, whatever the address held before. */
export function signIn(url: string, authorization: string): void {
  keepSecrets(url, { ...secretsOf(url), authorization });
}

export function secretsOf(url: string): Secrets {
  return secrets.get(new URL(url).origin) ?? NO_SECRETS;
}

/** The request with what belongs to its origin. */
export function signed(request: FetchRequest): FetchRequest {
  const known = secretsOf(request.url);
  return { ...request, url: withSecrets(request.url, known), ...(known.authorization !== '' && { authorization: known.authorization }) };
}
