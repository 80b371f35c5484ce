// node bench/large.mjs OUT.pb.gz [SAMPLES]: a CPU profile as of a Go service, the same bytes for the same arguments. Stacks come
// from a call tree that grows where it is already thick, so that few paths hold most of the weight.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';

const FUNCTIONS = 6000;
const MAX_DEPTH = 70;

export async function makeLarge(path, samples) {
  const random = generator(42);
  const strings = stringTable();
  const gzip = createGzip({ level: 6 });
  const file = gzip.pipe(createWriteStream(path));
  const write = async (bytes) => {
    if (!gzip.write(bytes)) await once(gzip, 'drain');
  };
  for (const [type, unit] of [['samples', 'count'], ['cpu', 'nanoseconds']]) await write(field(1, [...number(1, strings.row(type)), ...number(2, strings.row(unit))]));
  const paths = callTree(random, Math.max(1000, samples / 3));
  let block = [];
  for (let sample = 0; sample < samples; sample++) {
    const stack = paths(random);
    const count = 1 + Math.floor(10 * random() ** 4);
    block.push(...field(2, [...packed(1, stack), ...packed(2, [count, count * 10_000_000])]));
    if (block.length > 1 << 16) {
      await write(Uint8Array.from(block));
      block = [];
    }
  }
  await write(Uint8Array.from(block));
  await write(Uint8Array.from(tables(strings)));
  gzip.end();
  await once(file, 'finish');
}

/** Mulberry32: small, and the same everywhere. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Picks stacks, leaf first, of a tree of so many nodes. A function has two places it is called from. */
function callTree(random, nodes) {
  const parent = new Int32Array(nodes).fill(-1);
  const depth = new Int32Array(nodes);
  const location = new Int32Array(nodes);
  for (let node = 1; node < nodes; node++) {
    // Where a node is, another is likely to be added: the older half is chosen more often.
    let above = Math.floor(node * random() ** 1.6);
    while (depth[above] >= MAX_DEPTH) above = parent[above];
    // Chains are common: most calls go on from the newest node.
    if (random() < 0.7 && depth[node - 1] < MAX_DEPTH) above = node - 1;
    parent[node] = above;
    depth[node] = depth[above] + 1;
    location[node] = 1 + Math.floor(2 * FUNCTIONS * random() ** 2);
  }
  return (pick) => {
    const stack = [];
    for (let node = 1 + Math.floor((nodes - 1) * pick() ** 1.3); node > 0; node = parent[node]) stack.push(location[node]);
    return stack;
  };
}

function tables(strings) {
  const bytes = [];
  const file = strings.row('/srv/app/server');
  bytes.push(...field(3, [...number(1, 1), ...number(2, 0x400000), ...number(3, 0x4000000), ...number(5, file), ...number(7, 1)]));
  for (let location = 1; location <= 2 * FUNCTIONS + 1; location++) {
    const fn = 1 + (location >> 1);
    const line = [...number(1, fn), ...number(2, location % 400)];
    const inlined = location % 5 === 0 ? field(4, [...number(1, 1 + ((location * 7) % FUNCTIONS)), ...number(2, 12)]) : [];
    bytes.push(...field(4, [...number(1, location), ...number(2, 1), ...number(3, 0x400000 + location * 16), ...inlined, ...field(4, line)]));
  }
  for (let fn = 1; fn <= FUNCTIONS + 1; fn++) {
    const name = strings.row(`example.org/app/pkg${fn % 97}.(*Type${fn % 13}).Method${fn}`);
    bytes.push(...field(5, [...number(1, fn), ...number(2, name), ...number(3, name), ...number(4, strings.row(`example.org/app/pkg${fn % 97}/file${fn % 11}.go`))]));
  }
  for (const text of strings.all) bytes.push(...field(6, [...Buffer.from(text)]));
  return bytes;
}

function stringTable() {
  const all = [''];
  const rows = new Map([['', 0]]);
  const row = (text) => {
    if (!rows.has(text)) rows.set(text, all.push(text) - 1);
    return rows.get(text);
  };
  return { all, row };
}

function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  bytes.push(rest);
  return bytes;
}

const number = (tag, value) => [...varint(tag << 3), ...varint(value)];
const field = (tag, bytes) => [...varint((tag << 3) | 2), ...varint(bytes.length), ...bytes];
const packed = (tag, values) => field(tag, values.flatMap(varint));

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeLarge(process.argv[2], Number(process.argv[3] ?? 1_000_000));
