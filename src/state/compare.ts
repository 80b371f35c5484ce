import type { About } from '#engine/protocol.ts';
import type { BaseName } from './address.ts';
import { setBase, useAddress } from './options.ts';
import { fileOf, openBeside, setActive, useSession, type SessionFile } from './session.ts';

/** What a tab is about: its file, or those it merges, and the base; undefined until all of it is open. */
export function aboutOf(files: readonly SessionFile[], tab: number | undefined, base: BaseName | undefined): About | undefined {
  const file = files.find(({ id }) => id === tab);
  if (file?.kind !== 'ready') return undefined;
  const [first, ...added] = file.of ?? [file.id];
  const about = { file: first, ...(added.length > 0 && { added }) };
  const found = baseFile(files, tab, base);
  if (base === undefined || found === undefined || found.kind === 'failed') return about;
  return found.kind === 'ready' ? { ...about, base: { file: found.id, isDifference: base.isDifference } } : undefined;
}

/** The open file that a base's name stands for: never the tab itself, nor one that is a merge. */
export function baseFile(files: readonly SessionFile[], tab: number | undefined, base: BaseName | undefined): SessionFile | undefined {
  return base === undefined ? undefined : candidatesOf(files, tab).find(({ name }) => name === base.name);
}

/** What the active tab may be compared with. */
export function candidatesOf(files: readonly SessionFile[], tab: number | undefined): readonly SessionFile[] {
  return files.filter((file) => file.id !== tab && !(file.kind === 'ready' && file.of !== undefined));
}

/** The base becomes what is looked at, and what was looked at the base. */
export function swapBase(): void {
  const { files, active } = useSession.getState();
  const { base } = useAddress.getState();
  const [now, before] = [fileOf(useSession.getState(), active), baseFile(files, active, base)];
  if (base === undefined || now === undefined || before === undefined || (now.kind === 'ready' && now.of !== undefined)) return;
  setActive(before.id);
  setBase({ ...base, name: now.name });
}

/** Opens a file in a tab of its own, and compares with it. */
export function openAsBase(file: File): void {
  const { base } = useAddress.getState();
  openBeside(file.name, file);
  setBase({ name: file.name, isDifference: base?.isDifference ?? true });
}
