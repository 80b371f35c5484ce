import type { Told } from '#engine/protocol.ts';
import { ask } from './reach.ts';
import { failureOf } from './transport.ts';

/** Addresses that are asked for at a time: the companion takes questions of 32 KiB. */
const AT_ONCE = 1000;

/** Asks a program for the names of addresses. That it does not tell them, or not all, is a note. */
export async function toldNames({ url, addresses }: { readonly url: string; readonly addresses: readonly string[] }, signal: AbortSignal): Promise<Told> {
  const names: string[] = [];
  try {
    for (let at = 0; at < addresses.length; at += AT_ONCE) names.push(await ask('symbols', url, signal, addresses.slice(at, at + AT_ONCE).join('+')));
    return { names: names.join(''), notes: [] };
  } catch (error) {
    return { names: names.join(''), notes: [`No names of addresses from ${url}: ${failureOf(error).message}`] };
  }
}
