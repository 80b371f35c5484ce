import { create } from 'zustand';
import type { Options } from '#model/options.ts';
import { setOptions, useAddress } from './options.ts';

/** Options that were switched off, with what they were: they narrow nothing until they are on again. Not part of a link. */
export const useParked = create<{ readonly parked: Partial<Options> }>(() => ({ parked: {} }));

/** Switches an option off and keeps its value. */
export function park(field: keyof Options, off: Options[keyof Options]): void {
  const value = useAddress.getState().options[field];
  setOptions({ [field]: off });
  useParked.setState(({ parked }) => ({ parked: { ...parked, [field]: value } }));
}

export function unpark(field: keyof Options): void {
  const { [field]: value } = useParked.getState().parked;
  forget(field);
  if (value !== undefined) setOptions({ [field]: value });
}

/** Gives up what was switched off. */
export function forget(field: keyof Options): void {
  useParked.setState(({ parked }) => {
    const { [field]: _, ...rest } = parked;
    return { parked: rest };
  });
}
