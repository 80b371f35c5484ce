import { TextView } from '#views/TextView.tsx';

/** The tables of the profile. */
export function RawView() {
  return <TextView report="raw" title="Raw" nothing="" />;
}
