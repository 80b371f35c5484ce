/** A function's name in the parts that give way one after the other. */
export interface LabelParts {
  readonly path: string;
  readonly package: string;
  readonly rest: string;
  readonly place: string;
}

/** What stands in a box: the part that is drawn muted, and then the name. */
export interface FittedLabel {
  readonly muted: string;
  readonly plain: string;
  /** Something was left out. */
  readonly cut: boolean;
}

/** Less is no label. */
export const MIN_CHARACTERS = 3;

/**
 * The most of a name that fits: without its path, then without its package, then without what its types are, then the end
 * of the rest, as that is what tells functions apart.
 *
 * @param room in characters of a font that is as wide for all of them
 */
export function fittedLabel({ path, package: qualifier, rest, place }: LabelParts, room: number): FittedLabel | undefined {
  if (room < MIN_CHARACTERS) return undefined;
  const name = rest + place;
  if (path.length + qualifier.length + name.length <= room) return { muted: path + qualifier, plain: name, cut: false };
  if (qualifier.length + name.length <= room) return { muted: qualifier, plain: name, cut: path !== '' };
  if (name.length <= room) return { muted: '', plain: name, cut: true };
  if (rest.length <= room) return { muted: '', plain: rest, cut: true };
  const untyped = withoutTypeArguments(rest);
  if (untyped.length <= room) return { muted: '', plain: untyped, cut: true };
  const last = untyped.slice(untyped.lastIndexOf('.') + 1);
  // An ellipsis would take the place of a letter and a dot would tell nothing.
  const isWhole = last.length >= MIN_CHARACTERS && last.length <= room && last.length >= room - 2;
  return { muted: '', plain: isWhole ? last : `…${endOf(untyped, room - 1)}`, cut: true };
}

/** `(*Cache[…]).Get` of `(*Cache[go.shape.string,go.shape.struct { … }]).Get`. */
function withoutTypeArguments(name: string): string {
  const begin = name.indexOf('[');
  const end = name.lastIndexOf(']');
  return begin < 0 || end <= begin + 1 ? name : `${name.slice(0, begin)}[…]${name.slice(end + 1)}`;
}

/** The last characters, without half of one. */
function endOf(text: string, length: number): string {
  const code = text.charCodeAt(text.length - length);
  const isLowSurrogate = code >= 0xdc00 && code <= 0xdfff;
  return text.slice(text.length - length + (isLowSurrogate ? 1 : 0));
}
