import { spawn } from 'node:child_process';

/** Shows an address in the user's browser. That there is none is no error: the address is on the terminal too. */
export function openBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [command, ...args] = [...launcherOf(platform), url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

/** The system's own opener, as a list of arguments: no shell reads the address. */
export function launcherOf(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
