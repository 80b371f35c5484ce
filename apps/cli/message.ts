/** What there is to say of an error; where Node speaks of a file, in the system's words: `open /no/such: no such file or directory`. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, reason, call, path] = /^E[A-Z]+: (.*?), (\w+) '(.*)'$/s.exec(message) ?? [];
  return path === undefined ? message : `${call} ${path}: ${reason}`;
}
