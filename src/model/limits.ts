/** What a file may take before it is refused, so that no file takes the page or the machine with it. */
export const LIMITS = {
  /** Bytes after inflating. */
  inflatedBytes: 2 ** 30,
  /** Beyond so many bytes, a file that inflates to more than `ratio` times its size is taken for an attack. */
  ratioFromBytes: 2 ** 29,
  ratio: 200,
} as const;
