// Writes down what a running program answers, byte for byte: node record.mjs ADDRESS FOLDER
// ANSWERS.tsv there has a row for each: path with query, status, content type, file. A path that stands twice was asked
// before and after the program forgot parcels.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [address, folder] = process.argv.slice(2);

/** Paths below the address, and the files for what they answer. */
const ASKED = [
  ['/debug/pprof/', 'index.html'],
  ['/debug/pprof/cmdline', 'cmdline.txt'],
  ['/debug/pprof/symbol', 'symbol.txt'],
  ['/debug/pprof/profile?seconds=1', 'profile.pb.gz'],
  ['/debug/pprof/heap', 'heap.pb.gz'],
  ['/debug/pprof/heap?gc=1', 'heap.gc.pb.gz'],
  ['/debug/pprof/heap?debug=1', 'heap.debug1.txt'],
  ['/debug/pprof/heap?seconds=1', 'heap.delta.pb.gz'],
  ['/debug/pprof/allocs', 'allocs.pb.gz'],
  ['/debug/pprof/goroutine', 'goroutine.pb.gz'],
  ['/debug/pprof/goroutine?debug=2', 'goroutine.debug2.txt'],
  ['/debug/pprof/goroutineleak', 'goroutineleak.pb.gz'],
  ['/debug/pprof/block', 'block.pb.gz'],
  ['/debug/pprof/mutex', 'mutex.pb.gz'],
  ['/debug/pprof/mutex?seconds=1', 'mutex.delta.pb.gz'],
  ['/debug/pprof/threadcreate', 'threadcreate.pb.gz'],
  ['/debug/pprof/parcels.open_shops', 'parcels.open_shops.pb.gz'],
  ['/debug/pprof/trace?seconds=1', 'trace.out'],
  ['/debug/vars', 'vars.json'],
  ['/debug/pprof/nothing', 'unknown.txt'],
  ['/office/debug/pprof/', 'office.txt'],
];
const ASKED_AGAIN = [
  ['/debug/pprof/', 'index.later.html'],
  ['/debug/pprof/heap', 'heap.later.pb.gz'],
  ['/debug/pprof/goroutine', 'goroutine.later.pb.gz'],
  ['/debug/vars', 'vars.later.json'],
];

mkdirSync(folder, { recursive: true });
const rows = [];
for (const [path, file] of ASKED) await write(path, file);
await whileProfiled(() => write('/debug/pprof/profile?seconds=1', 'profile.busy.txt'));
await fetch(new URL('/forget?parcels=20000', address), { method: 'POST' });
for (const [path, file] of ASKED_AGAIN) await write(path, file);
writeFileSync(join(folder, 'ANSWERS.tsv'), `path\tstatus\ttype\tfile\n${rows.map((row) => `${row.join('\t')}\n`).join('')}`);

async function write(path, file) {
  const response = await fetch(new URL(path, address));
  writeFileSync(join(folder, file), Buffer.from(await response.arrayBuffer()));
  rows.push([path, response.status, response.headers.get('content-type') ?? '', file]);
}

/** Does something while another one has the CPU profiler. */
async function whileProfiled(act) {
  const other = fetch(new URL('/debug/pprof/profile?seconds=3', address)).then((response) => response.arrayBuffer());
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await act();
  await other;
}
