// node bench/companion.mjs [ROUNDS]: how long the command takes until the page can be opened, and how much memory it takes while it
// serves: idle, after a page was fetched, and after a program was asked as long as a monitor asks in a quarter of an hour. It reports
// and judges nothing. Memory is read from /proc, and so on Linux alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { buildIfNeeded, ROOT } from '../scripts/prepare.mjs';
import { median } from './processes.mjs';

const rounds = Number(process.argv[2] ?? 9);
/** A monitor's questions: as many as in a quarter of an hour at one a second. */
const QUESTIONS = 900;

buildIfNeeded();
const runs = [];
for (let round = 0; round < rounds; round++) runs.push(await measure());
const row = (name, key, unit) => {
  const values = runs.map((run) => run[key]);
  console.log(`${name.padEnd(34)} ${median(values).toFixed(0)} ${unit} (${Math.min(...values).toFixed(0)} … ${Math.max(...values).toFixed(0)})`);
};
row('Node alone, to its first line', 'bare', 'ms');
row('the command, to its address', 'printed', 'ms');
row('the command, to its first answer', 'answered', 'ms');
row('processor time until then', 'busy', 'ms');
row('memory, idle', 'idle', 'MB');
row('memory, once the page was fetched', 'afterPage', 'MB');
row(`memory, after ${QUESTIONS} questions`, 'afterQuestions', 'MB');

async function measure() {
  const bare = await lineOf(['-e', 'console.log(0)']);
  const { child, line, took } = await lineOf([join(ROOT, 'dist/cli/proflens.js'), '-http=localhost:', '-no_browser']);
  const { origin, hash } = new URL(line);
  const started = performance.now();
  await (await fetch(`${origin}/healthz`)).text();
  const answered = took + performance.now() - started;
  const busy = busyOf(child);
  // What is left of the start is collected when there is time.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const idle = residentOf(child);
  const page = await (await fetch(origin)).text();
  for (const [, path] of page.matchAll(/(?:src|href)="\.?(\/[^"]+)"/g)) await (await fetch(origin + path)).arrayBuffer();
  const afterPage = residentOf(child);
  await monitor(origin, hash.slice('#c='.length));
  const afterQuestions = residentOf(child);
  child.kill();
  await once(child, 'exit');
  bare.child.kill();
  return { bare: bare.took, printed: took, answered, busy, idle, afterPage, afterQuestions };
}

/** Milliseconds to the first line of a Node process. */
async function lineOf(args) {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { child, line: String(line).trim(), took: performance.now() - started };
}

/** Asks a program, through the companion, for what it says of its memory. */
async function monitor(origin, code) {
  const heap = readFileSync(join(ROOT, 'testdata/recorded/heap.leak.t2.debug1.txt'));
  const program = createServer((_, response) => response.end(heap)).listen(0, '127.0.0.1');
  await once(program, 'listening');
  const post = (path, body, headers) => fetch(origin + path, { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: origin, ...headers }, body: JSON.stringify(body) });
  const { token } = await (await post('/api/session', { code })).json();
  const question = { url: `http://127.0.0.1:${program.address().port}/debug/pprof/heap?debug=1`, kind: 'profile' };
  for (let i = 0; i < QUESTIONS; i++) await (await post('/api/fetch', question, { 'X-Proflens-Token': token })).arrayBuffer();
  program.close();
}

/** Milliseconds that the process has had of processors, which a busy machine does not lengthen; NaN where that is not told. */
function busyOf({ pid }) {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return Number.NaN;
  const [, , ...fields] = readFileSync(path, 'utf8').replace(/\(.*\)/, '-').split(' ');
  // Its own and the system's, in hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Megabytes that are in memory now; NaN where that is not told. */
function residentOf({ pid }) {
  const path = `/proc/${pid}/status`;
  return existsSync(path) ? Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(path, 'utf8'))?.[1]) / 1000 : Number.NaN;
}
