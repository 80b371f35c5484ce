import type { Profile } from '#model/profile.ts';

/** As `pprof -comments` prints them: a line each, those too that reports do not show. Source: internal/report/report.go (printComments). */
export function* commentsText({ comments }: Pick<Profile, 'comments'>): Generator<string> {
  for (const comment of comments) yield `${comment}\n`;
}
