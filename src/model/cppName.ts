/** How much of a C++ name is shown: pprof's words of -symbolize=demangle=…; by default neither arguments nor template arguments. */
export type Demangling = 'default' | 'templates' | 'full' | 'none';

/**
 * The name of a C++ function without what seldom tells more than it costs: `vector<Line>::push_back(Line&&)` is
 * `vector::push_back`. Names of Go and Java stay as they are, and so do mangled ones.
 *
 * Source: github.com/google/pprof, internal/symbolizer/symbolizer.go (demangleSingleFunction).
 */
export function shortCppName(name: string, demangling: Demangling): string {
  if (demangling === 'none' || demangling === 'full' || !looksLikeCpp(name)) return name;
  const bare = withoutPairs(name, '(', ')');
  return demangling === 'templates' ? bare : withoutPairs(bare, '<', '>');
}

/** Not Java's `Shop.<init>`, and not Go's `shop.(*Cart[...]).Add`. */
function looksLikeCpp(name: string): boolean {
  return !name.includes('.<') && !name.includes(']).') && /[<>[\]]|::/.test(name);
}

/** Without what stands between two signs, and these; from where they do not match on, all stays. */
function withoutPairs(name: string, open: string, close: string): string {
  let kept = '';
  let from = 0;
  let depth = 0;
  for (let at = 0; at < name.length; at++) {
    if (name[at] === open) {
      if (depth === 0) [kept, from] = [kept + name.slice(from, at), at];
      depth++;
    } else if (name[at] === close) {
      depth--;
      if (depth < 0) break;
      if (depth === 0) from = at + 1;
    }
  }
  return kept + name.slice(from);
}
