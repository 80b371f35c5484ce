import { NO_CALLER, ProfileBuilder } from '#model/builder.ts';
import type { Profile } from '#model/profile.ts';
import type { JsonForm } from './jsonForm.ts';
import { countOf, isObject, listOf, objectOf, type JsonObject } from './jsonValue.ts';
import { frameOf, isRoot, v8Locations } from './v8Frames.ts';

/**
 * V8's sampling heap profiles: what Chrome's DevTools save and `node --heap-prof` writes. A tree of calls with the bytes
 * that each allocated itself and that are still in use, as V8 estimates them from its samples; newer files tell how many
 * samples those were.
 * Sources: V8, include/js_protocol.pdl (HeapProfiler.SamplingHeapProfile) and src/profiler/sampling-heap-profiler.cc.
 */
export const heapProfile: JsonForm = {
  name: 'V8 heap profiles (.heapprofile)',
  understands: (file) => isObject(file) && isObject(file.head) && 'selfSize' in file.head,
  profileOf: (file) => profileOfTree(objectOf(file, () => 'the file')),
};

const SAMPLES = { type: 'samples', unit: 'count' };
const SPACE = { type: 'space', unit: 'bytes' };

function profileOfTree({ head, samples }: JsonObject): Profile {
  const counts = samples === undefined ? undefined : countsOf(listOf(samples, () => 'samples'));
  const builder = new ProfileBuilder('V8 heap profile', counts === undefined ? [SPACE] : [SAMPLES, SPACE]);
  const locate = v8Locations(builder);
  // Nodes that are still to be read, by what they are called by; `number` is for messages.
  const open = [{ value: head, caller: NO_CALLER }];
  for (let number = 0; ; number++) {
    const next = open.pop();
    if (next === undefined) break;
    const place = () => (number === 0 ? 'head' : `node ${number} below head`);
    const node = objectOf(next.value, place);
    const frame = frameOf(node, place);
    const stack = number === 0 && isRoot(frame) ? NO_CALLER : builder.stack(next.caller, locate(frame));
    const size = countOf(node.selfSize, () => `${place()}.selfSize`);
    const count = counts?.get(node.id) ?? 0;
    if (size > 0 || count > 0) builder.sampleOf(stack, counts === undefined ? [size] : [count, size]);
    const children = listOf(node.children ?? [], () => `${place()}.children`);
    for (let i = children.length - 1; i >= 0; i--) open.push({ value: children[i], caller: stack });
  }
  return builder.finish({ defaultSampleType: SPACE.type, periodType: SPACE });
}

/** How many samples were taken in each node. One that V8 took while it wrote the file may be of a node that is not in it. */
function countsOf(samples: readonly unknown[]): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>();
  samples.forEach((sample, i) => {
    const { nodeId } = objectOf(sample, () => `samples[${i}]`);
    counts.set(nodeId, (counts.get(nodeId) ?? 0) + 1);
  });
  return counts;
}
