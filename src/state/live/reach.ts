import { create } from 'zustand';
import type { Answers, FetchRequest, FetchStatus } from '#model/live.ts';
import { direct } from './direct.ts';
import { signed } from './secrets.ts';
import { throughCompanion } from './throughCompanion.ts';
import { askFor, type Transport } from './transport.ts';

/** Who asks programs: the companion that serves this page, or where it has none the page itself. */
export interface Reach {
  readonly kind: 'companion' | 'direct';
  readonly transport: Transport;
  /** Whether it is known if there is a companion, and what its command named. */
  readonly isKnown: boolean;
}

export const useReach = create<Reach>(() => ({ kind: 'direct', transport: direct, isKnown: false }));

let found: Promise<unknown> = Promise.resolve();

/** Whoever asks waits until it is known whether there is a companion. To be called once, when the page starts. */
export function awaitCompanion(search: Promise<unknown>): void {
  found = search.catch(() => undefined).then(() => useReach.setState({ isKnown: true }));
}

/** To be called once, where the page came from a server that fetches. */
export function setCompanion(token: string): void {
  useReach.setState({ kind: 'companion', transport: throughCompanion(token) });
}

/** The bytes of a profile. @throws TransportError */
export async function fetchProfile(request: Omit<FetchRequest, 'kind'>, onStatus: (status: FetchStatus) => void, signal: AbortSignal): Promise<Blob> {
  await found;
  return useReach.getState().transport(signed({ ...request, kind: 'profile' }), onStatus, signal);
}

/**
 * One of the answers that are no profiles.
 * @param addresses whose names are asked for, where it is `symbols`
 * @throws TransportError
 */
export async function ask<Kind extends keyof Answers>(kind: Kind, url: string, signal: AbortSignal, addresses?: string): Promise<Answers[Kind]> {
  await found;
  return askFor(useReach.getState().transport, { ...signed({ url, kind }), kind, ...(addresses !== undefined && { addresses }) }, signal);
}
