import type { Profile } from '#model/profile.ts';

/** A form of profile that is written as JSON. */
export interface JsonForm {
  /** For people: "speedscope files". */
  readonly name: string;
  /** Whether the file is of this form. Having said so, `profileOf` returns a profile or throws. */
  readonly understands: (file: unknown) => boolean;
  /** @throws ParseError, which names the place in the file */
  readonly profileOf: (file: unknown) => Profile;
}
