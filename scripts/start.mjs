// npm start [-- FILE … FLAGS]: installs and builds what is missing, then opens the page. --no-open leaves the browser alone.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfNeeded, installIfNeeded, ROOT } from './prepare.mjs';

/** Where the page is served; a taken port moves to the next. */
const ADDRESS = 'localhost:7070+';

installIfNeeded();
buildIfNeeded();
const words = process.argv.slice(2).map((word) => (word === '--no-open' ? '-no_browser' : word));
const command = spawn(process.execPath, [join(ROOT, 'dist/cli/proflens.js'), ...words], {
  stdio: 'inherit',
  env: { PROFLENS_HTTP: ADDRESS, ...process.env },
  // npm moves to the project's folder; files are meant from where it was called.
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
// Ctrl-C reaches the command too, which ends by itself.
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of ENDINGS) process.on(signal, () => command.kill(signal));
command.on('exit', (code, signal) => process.exit(code ?? (ENDINGS.includes(signal) ? 0 : 1)));
