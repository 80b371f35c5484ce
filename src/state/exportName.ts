/** What a name ends in that says how the bytes are, and not what they are of. */
const FORM = /\.(?:pb|gz|pprof|prof|txt|json|cpuprofile|heapprofile|folded|collapsed|html|debug[12])$/i;

/**
 * The name of a file that is made of a profile: `cpu.service.top.csv` of `cpu.service.pb.gz`. A file system takes it, whatever the
 * profile is called.
 */
export function exportName(profile: string, what: string, extension: string): string {
  let name = profile.split(/[/\\]/).at(-1) ?? '';
  while (FORM.test(name)) name = name.replace(FORM, '');
  const safe = name.replace(/[^\p{L}\p{N} ._+()-]+/gu, '_').replace(/^\.+/, '').slice(0, 100).trim();
  return [safe || 'profile', what, extension].filter((part) => part !== '').join('.');
}
