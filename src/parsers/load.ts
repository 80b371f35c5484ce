import type { Profile } from '#model/profile.ts';
import type { ParseOptions } from './formats.ts';
import { gunzip, isGzip, sizeHint } from './gunzip.ts';
import { Intake } from './intake.ts';

export interface LoadOptions extends ParseOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Inflates in a thread of its own, so that decoding need not wait for it; without, the platform's inflater does, in this one. */
  readonly inflate?: Inflate;
}

/** A gzipped file's bytes, inflated, in pieces; `onRead` hears how many bytes of the file that took so far. */
export type Inflate = (file: Blob, onRead: (bytes: number) => void) => ReadableStream<Uint8Array>;

export interface LoadProgress {
  /** Bytes of the file as it lies on disk. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** 0 … 1 of the whole. */
  readonly done: number;
  readonly samples: number;
}

/**
 * Reads a file, gzipped or not, of any form we know. It pauses for other events every few milliseconds.
 * @throws ParseError, and the signal's reason when it is aborted
 */
export async function load(file: Blob, { signal, onProgress, inflate = inflateHere, ...options }: LoadOptions): Promise<Profile> {
  const breathe = pacemaker(signal);
  let furthest = 0;
  const pause = async (bytesRead: number, intake: Intake) => {
    furthest = Math.max(furthest, bytesRead);
    onProgress?.({ bytesRead: furthest, bytesTotal: file.size, done: (0.95 * furthest) / Math.max(1, file.size), samples: intake.samples });
    await breathe();
  };
  const isPacked = isGzip(await bytesOf(file.slice(0, 2)));
  const intake = isPacked ? ((await inflateByPlatform(file, inflate, pause)) ?? (await inflateByPako(file, pause))) : await readPlain(file, pause);
  return intake.finish(options);
}

type Pause = (bytesRead: number, intake: Intake) => Promise<void>;

async function readPlain(file: Blob, pause: Pause): Promise<Intake> {
  const intake = new Intake(file.size, file.size);
  await drain(file.stream(), (chunk) => {
    intake.push(chunk);
    return pause(intake.length, intake);
  });
  return intake;
}

/** Undefined where the platform has no inflater or it gives up, which it does without a reason, and on files that are fine. */
async function inflateByPlatform(file: Blob, inflate: Inflate, pause: Pause): Promise<Intake | undefined> {
  if (typeof DecompressionStream === 'undefined') return undefined;
  const size = sizeHint(await bytesOf(file.slice(-TRAILER)));
  const intake = new Intake(size, file.size);
  let read = 0;
  let isOurs = false;
  try {
    await drain(inflate(file, (bytes) => (read = bytes)), async (chunk) => {
      isOurs = true;
      intake.push(chunk);
      await pause(read, intake);
      isOurs = false;
    });
  } catch (error) {
    if (isOurs) throw error;
    return undefined;
  }
  // Some platforms pass over what stands behind the first member.
  return intake.length % 2 ** 32 === size ? intake : undefined;
}

/** By the platform's inflater, in this thread. */
export const inflateHere: Inflate = (file, onRead) => {
  let read = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      onRead((read += chunk.length));
      controller.enqueue(chunk);
    },
  });
  return file.stream().pipeThrough(counter).pipeThrough(new DecompressionStream('gzip'));
};

/** Bytes at the end of a file that tell what it inflates to, and as many as make sure that there is a header too. */
const TRAILER = 20;

async function inflateByPako(file: Blob, pause: Pause): Promise<Intake> {
  const bytes = await bytesOf(file);
  const intake = new Intake(sizeHint(bytes), bytes.length);
  await gunzip(
    bytes,
    (chunk) => intake.push(chunk),
    (read) => pause(read, intake),
  );
  return intake;
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

async function drain(stream: ReadableStream<Uint8Array>, take: (chunk: Uint8Array) => Promise<void>): Promise<void> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) await take(next.value);
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Milliseconds of work between two pauses. */
const STRETCH = 12;

/** A pause for other events, taken when it is due; a timer would wait 4 ms each time. */
function pacemaker(signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < STRETCH) return;
    await new Promise<void>((resume) => {
      const { port1, port2 } = new MessageChannel();
      const onmessage = () => {
        port1.close();
        resume();
      };
      // Not by assignment, which the types of a page allow and those of a command do not.
      Object.assign(port1, { onmessage });
      port2.postMessage(null);
    });
    signal?.throwIfAborted();
    last = performance.now();
  };
}
