import { labelUnits } from '#model/labelUnits.ts';
import type { Options } from '#model/options.ts';
import { optionalPattern } from '#model/pattern.ts';
import type { Profile } from '#model/profile.ts';
import { filterNames } from './focus.ts';
import { pruneFrom } from './prune.ts';
import { showFrom } from './showFrom.ts';
import { filterTags, tagFilter } from './tagFilter.ts';
import { filterTagKeys } from './tagShow.ts';

/** The options that `filterProfile` reads. */
export const FILTER_FIELDS = ['focus', 'ignore', 'hide', 'show', 'showFrom', 'pruneFrom', 'tagFocus', 'tagIgnore', 'tagShow', 'tagHide'] as const;

/**
 * All filters, in pprof's order. A filter that matched nothing leaves a note, in pprof's words.
 * @throws QuestionError for a pattern that does not compile
 */
export function filterProfile(profile: Profile, options: Options): { profile: Profile; notes: readonly string[] } {
  if (FILTER_FIELDS.every((field) => options[field] === '')) return { profile, notes: [] };
  const notes: string[] = [];
  const warn = (asked: boolean, hit: boolean, name: string) => {
    if (asked && !hit) notes.push(`${name} expression matched no samples`);
  };
  const { unitOf } = labelUnits(profile);
  const focus = optionalPattern('focus', options.focus);
  const ignore = optionalPattern('ignore', options.ignore);
  const hide = optionalPattern('hide', options.hide);
  const show = optionalPattern('show', options.show);
  const from = optionalPattern('show_from', options.showFrom);
  const tagShow = optionalPattern('tagshow', options.tagShow);
  const tagHide = optionalPattern('taghide', options.tagHide);
  const prune = optionalPattern('prune_from', options.pruneFrom);

  const byName = filterNames(profile, { focus, ignore, hide, show });
  warn(focus !== undefined, byName.hits.focus, 'Focus');
  warn(ignore !== undefined, byName.hits.ignore, 'Ignore');
  warn(hide !== undefined, byName.hits.hide, 'Hide');
  warn(show !== undefined, byName.hits.show, 'Show');
  let left = byName.profile;

  if (from !== undefined) {
    const shown = showFrom(left, from);
    warn(true, shown.hit, 'ShowFrom');
    left = shown.profile;
  }
  const tagFocus = options.tagFocus === '' ? undefined : tagFilter(left, 'tagfocus', options.tagFocus, unitOf);
  const tagIgnore = options.tagIgnore === '' ? undefined : tagFilter(left, 'tagignore', options.tagIgnore, unitOf);
  for (const filter of [tagFocus, tagIgnore]) if (filter?.note !== undefined) notes.unshift(filter.note);
  if (tagFocus !== undefined || tagIgnore !== undefined) {
    const byTag = filterTags(left, tagFocus, tagIgnore);
    warn(tagFocus !== undefined, byTag.hits.focus, 'TagFocus');
    warn(tagIgnore !== undefined, byTag.hits.ignore, 'TagIgnore');
    left = byTag.profile;
  }
  if (tagShow !== undefined || tagHide !== undefined) {
    const byKey = filterTagKeys(left, tagShow, tagHide);
    warn(tagShow !== undefined, byKey.hits.show, 'TagShow');
    warn(tagHide !== undefined, byKey.hits.hide, 'TagHide');
    left = byKey.profile;
  }
  return { profile: prune === undefined ? left : pruneFrom(left, prune), notes };
}
