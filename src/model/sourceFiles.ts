/** Whether a path ends as the source of a program does, in any of the languages that profiles are made of. */
export function isSourceFile(path: string): boolean {
  return SOURCE.test(path);
}

const SOURCE =
  /\.(go|s|asm|c|h|cc|cpp|cxx|c\+\+|hh|hpp|hxx|inc|inl|ipp|m|mm|rs|swift|zig|d|nim|v|odin|java|kt|kts|scala|clj|groovy|cs|fs|vb|py|pyx|pxd|rb|pl|pm|php|lua|r|jl|js|mjs|cjs|jsx|ts|mts|cts|tsx|vue|svelte|dart|ex|exs|erl|hrl|ml|mli|hs|lisp|scm|f|f90|f95|pas|adb|ads|sql|proto|y|l|rl|tmpl|templ|cu|cuh)$/i;
