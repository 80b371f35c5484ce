/** Puts names on the clipboard, a line each, as the profile has them. */
export function copyNames(names: readonly string[]): void {
  if (names.length > 0) void navigator.clipboard.writeText(names.join('\n'));
}
