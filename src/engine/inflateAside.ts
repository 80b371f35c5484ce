import { inflateHere, type Inflate } from '#parsers/load.ts';

export interface ToInflater {
  /** The file, once. */
  readonly file?: Blob;
  /** So many pieces more may be posted. */
  readonly pieces: number;
}

export type FromInflater =
  | { readonly kind: 'piece'; readonly bytes: Uint8Array; readonly read: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly message: string };

/** Pieces that may wait to be decoded. */
const AHEAD = 12;
/** Below so many bytes a thread of its own takes longer to start than it saves. */
const WORTHWHILE = 2 ** 21;

/** Inflates in a thread of its own, which `start` starts. */
export function inflateAside(start: () => Worker): Inflate {
  return (file, onRead) => (file.size < WORTHWHILE ? inflateHere(file, onRead) : piecesOf(start(), file, onRead));
}

function piecesOf(worker: Worker, file: Blob, onRead: (bytes: number) => void): ReadableStream<Uint8Array> {
  const arrived: FromInflater[] = [];
  let wake: () => void = () => undefined;
  const take = (message: FromInflater) => {
    arrived.push(message);
    wake();
  };
  worker.onmessage = ({ data }: MessageEvent<FromInflater>) => take(data);
  worker.onerror = () => take({ kind: 'failed', message: 'the inflating thread ended' });
  const tell = (message: ToInflater) => worker.postMessage(message);
  tell({ file, pieces: AHEAD });
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const next = arrived.shift();
        if (next?.kind === 'piece') {
          tell({ pieces: 1 });
          onRead(next.read);
          controller.enqueue(next.bytes);
          return;
        }
        worker.terminate();
        if (next?.kind === 'failed') controller.error(new TypeError(next.message));
        else controller.close();
      },
      cancel: () => worker.terminate(),
    },
    // Pieces wait here, where they are counted, and not in the stream as well.
    { highWaterMark: 0 },
  );
}
