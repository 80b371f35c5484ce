import { GRANULARITIES, OPTIONS, type Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';

/** What holds until it is changed. */
export interface ShellState {
  readonly options: Options;
  /** The file that reports go to; empty for standard output. */
  readonly output: string;
}

/** What can be selected of the profile that is open. */
export type SampleTypes = Pick<Profile, 'sampleTypes' | 'defaultSampleType'>;

/** An option, or where reports go. */
export type SettingField = keyof Options | 'output';

/** What a name in front of "=" sets; where it is a choice, to itself. */
export interface Setting {
  readonly field: SettingField;
  readonly choice?: string;
}

/** By pprof's names of options, and of the choices of those that have some. */
export const SETTINGS: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ['output', { field: 'output' }],
  ...OPTIONS.map(({ name, field }) => [name, { field }] as const),
  ...['cum', 'flat'].map((choice) => [choice, { field: 'sort', choice }] as const),
  ...GRANULARITIES.map((choice) => [choice, { field: 'granularity', choice }] as const),
]);

/** Empty for an option that may be anything. */
export function choicesOf(field: SettingField): string[] {
  return [...SETTINGS.values()].filter((setting) => setting.field === field).flatMap(({ choice }) => choice ?? []);
}

/** The command that opens the page. */
export const PAGE = 'web';
