/** What a folder has, to be found by the path that a profile names. */
export interface PathIndex {
  /** The path in the folder that is most likely meant, if any is. */
  find(path: string): string | undefined;
}

/**
 * A profile names files by where they lay when the program was built: `/home/ci/src/shop/cart.go`, or
 * `example.com/shop@v1.2.0/cart.go`; a folder has them under a name of its own. The one that agrees in most parts from
 * the end is meant. The name alone will do only right in the folder: there is a `main.go` in many of its folders.
 * @param paths in a folder, that folder first: `shop/cart.go`
 */
export function pathIndex(paths: Iterable<string>): PathIndex {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = nameOf(path);
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [path]);
    else same.push(path);
  }
  return {
    find: (path) => {
      let [best, most]: [string | undefined, number] = [undefined, 0];
      for (const candidate of byName.get(nameOf(path)) ?? []) {
        const parts = partsInCommon(path, candidate);
        if (parts > most && (parts > 1 || candidate.split('/').length <= 2)) [best, most] = [candidate, parts];
      }
      return best;
    },
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Counted from the end; a module's version is no part of its name. */
function partsInCommon(a: string, b: string): number {
  const [left, right] = [a, b].map((path) => path.split('/').map((part) => part.replace(/@.*$/, '')).reverse());
  let parts = 0;
  while (parts < left.length && parts < right.length && left[parts] === right[parts]) parts++;
  return parts;
}
