import { packageName } from './packageName.ts';

/** The first elements of the import paths of Go's standard library, and of what it holds of others' (`vendor`). */
export const GO_STANDARD: readonly string[] = `
  archive arena bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go
  hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime simd slices sort strconv
  strings structs sync syscall testing text time unicode unique unsafe uuid vendor weak
`.trim().split(/\s+/);

const ROOTS: ReadonlySet<string> = new Set(GO_STANDARD);

/** Whether a function is one of Go's runtime or standard library, as its name tells. */
export function isGoStandard(name: string): boolean {
  return ROOTS.has(packageName(name).split('/', 1)[0]);
}
