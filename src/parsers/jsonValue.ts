import { quote } from './lines.ts';
import { ParseError } from './parseError.ts';

/**
 * What a JSON text says, checked as it is read. A place is how the value is reached, `nodes[3].callFrame`; it is asked for
 * only when something is wrong there.
 */
export type Place = () => string;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws ParseError */
export function objectOf(value: unknown, place: Place): JsonObject {
  if (!isObject(value)) throw misfit(value, place, 'an object');
  return value;
}

/** @throws ParseError */
export function listOf(value: unknown, place: Place): readonly unknown[] {
  if (!Array.isArray(value)) throw misfit(value, place, 'a list');
  return value;
}

/** @throws ParseError; a number too large for a double is one too */
export function numberOf(value: unknown, place: Place): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw misfit(value, place, 'a number');
  return value;
}

/** A line or a column: 0, for unknown, where it is missing or less. @throws ParseError */
export function positionOf(value: unknown, place: Place): number {
  return Math.min(Math.max(0, Math.trunc(numberOf(value ?? 0, place))), 2 ** 31 - 1);
}

/** 0, 1, 2 … as a count of things is. @throws ParseError */
export function countOf(value: unknown, place: Place): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw misfit(value, place, 'a whole number');
  return value;
}

/** @throws ParseError */
export function textOf(value: unknown, place: Place): string {
  if (typeof value !== 'string') throw misfit(value, place, 'a text');
  return value;
}

function misfit(value: unknown, place: Place, wanted: string): ParseError {
  return new ParseError(value === undefined ? `${place()} is missing; it should be ${wanted}` : `${place()} is ${shown(value)}, not ${wanted}`);
}

/** A value for a message: short, however long or deep it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[…]';
  if (isObject(value)) return Object.keys(value).length === 0 ? '{}' : '{…}';
  return String(value);
}
