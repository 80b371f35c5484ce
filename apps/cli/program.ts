import { open } from 'node:fs/promises';

/** The first of several sources may be the program that the profiles are of; an empty text for none. */
export async function programAndProfiles(sources: readonly string[]): Promise<{ readonly program: string; readonly profiles: readonly string[] }> {
  const isProgramFirst = sources.length > 1 && (await isProgram(sources[0]));
  return isProgramFirst ? { program: sources[0], profiles: sources.slice(1) } : { program: '', profiles: sources };
}

/** How files begin that can be run: ELF, Mach-O in its orders and widths, and PE. */
const PROGRAMS = ['7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe', '4d5a'];

async function isProgram(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    const { buffer, bytesRead } = await file.read(new Uint8Array(4)).finally(() => file.close());
    const head = Buffer.from(buffer.subarray(0, bytesRead)).toString('hex');
    return PROGRAMS.some((magic) => head.startsWith(magic));
  } catch {
    return false;
  }
}
