import type { Profile } from '#model/profile.ts';
import { parseWhole, type ParseOptions } from './formats.ts';
import { gunzip, isGzip, sizeHint } from './gunzip.ts';
import { Intake } from './intake.ts';
import { ParseError } from './parseError.ts';

export interface LoadOptions extends ParseOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LoadProgress) => void;
}

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
export async function load(file: Blob, { signal, onProgress, ...options }: LoadOptions): Promise<Profile> {
  const tail = new Uint8Array(await file.slice(-20).arrayBuffer());
  const gzipped = isGzip(new Uint8Array(await file.slice(0, 2).arrayBuffer()));
  const pause = pacemaker(signal);
  const report = (bytesRead: number, intake: Intake) => {
    onProgress?.({ bytesRead, bytesTotal: file.size, done: (0.95 * bytesRead) / Math.max(1, file.size), samples: intake.samples });
  };
  const intake = new Intake(gzipped ? sizeHint(tail) : file.size, file.size);
  let read = 0;
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (chunk, controller) => {
        read += chunk.length;
        controller.enqueue(chunk);
      },
    }),
  );
  if (!gzipped) return (await filled(counted, intake)).finish(options);
  try {
    return (await filled(counted.pipeThrough(new DecompressionStream('gzip')), intake)).finish(options);
  } catch (error) {
    // The browser's inflater says TypeError of several members, which are fine, and of damage, without a reason.
    if (!(error instanceof TypeError)) throw error;
    return loadSlowly(new Uint8Array(await file.arrayBuffer()), options, pause);
  }

  async function filled(stream: ReadableStream<Uint8Array>, into: Intake): Promise<Intake> {
    const reader = stream.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        into.push(next.value);
        report(read, into);
        await pause();
      }
    } finally {
      reader.cancel().catch(() => undefined);
    }
    return into;
  }
}

async function loadSlowly(bytes: Uint8Array, options: ParseOptions, pause: () => Promise<void>): Promise<Profile> {
  const intake = new Intake(sizeHint(bytes), bytes.length);
  await gunzip(bytes, (chunk) => intake.push(chunk), pause);
  return intake.finish(options);
}

/** What inflates a whole file at once, as node's zlib does: what came out, and how many bytes it took for that. */
export type Gunzip = (bytes: Uint8Array) => { readonly inflated: Uint8Array; readonly read: number };

/**
 * The same without pauses, for a command that has nothing else to do.
 * @throws ParseError
 */
export function loadSync(bytes: Uint8Array, inflate: Gunzip, options: ParseOptions): Profile {
  if (!isGzip(bytes)) return parseWhole(bytes, options);
  const { inflated, read } = inflateAll(bytes, inflate);
  if (read < bytes.length) throw new ParseError(`gzip: bytes that are no gzip stand behind its end (at byte ${read})`, { final: true });
  return parseWhole(inflated, options);
}

function inflateAll(bytes: Uint8Array, inflate: Gunzip) {
  try {
    return inflate(bytes);
  } catch (error) {
    throw new ParseError(`gzip: ${error instanceof Error ? error.message : String(error)}`, { final: true });
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
