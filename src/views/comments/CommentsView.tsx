import { TextView } from '#views/TextView.tsx';

/** What whoever made the profile wrote into it. */
export function CommentsView() {
  return <TextView report="comments" title="Comments" nothing="The profile has no comments." />;
}
