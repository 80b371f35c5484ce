/** A file in a zip: read when it is asked for. */
export interface ZipEntry {
  /** As the zip says it; a label, never a place to write to. */
  readonly path: string;
  /** @throws Error where it cannot be read */
  read(): Promise<Uint8Array>;
}

/** Bytes of the list of files, and of a file, that are read. */
const MOST_LIST = 64 << 20;
const MOST_BYTES = 16 << 20;

/**
 * The files that a zip lists. Format: PKWARE, APPNOTE.TXT, 4.3.
 * @throws Error with a sentence for the user
 */
export async function readZip(zip: Blob): Promise<ZipEntry[]> {
  const { count, offset, length } = await endOf(zip);
  if (offset + length > zip.size || length > MOST_LIST) throw new Error('The zip is damaged: its list of files lies outside.');
  const bytes = await bytesOf(zip, offset, offset + length);
  const view = new DataView(bytes.buffer);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let row = 0; row < count; row++) {
    if (at + LISTED > length || view.getUint32(at, true) !== SIGNATURE.listed) throw new Error(`The zip is damaged: file ${row + 1} of ${count} is not listed.`);
    const u16 = (field: number) => view.getUint16(at + field, true);
    const u32 = (field: number) => view.getUint32(at + field, true);
    const isEncrypted = (u16(8) & 1) === 1;
    const of = { method: u16(10), size: u32(20), start: u32(42), isEncrypted };
    const path = new TextDecoder().decode(bytes.subarray(at + LISTED, at + LISTED + u16(28)));
    if (!path.endsWith('/')) entries.push({ path, read: () => contentOf(zip, of) });
    at += LISTED + u16(28) + u16(30) + u16(32);
  }
  return entries;
}

const SIGNATURE = { end: 0x06054b50, listed: 0x02014b50, file: 0x04034b50 } as const;
/** Bytes of these, before what has no fixed length. */
const END = 22;
const LISTED = 46;
const FILE = 30;
/** A comment may follow the end. */
const LONGEST_COMMENT = 0xffff;

async function endOf(zip: Blob): Promise<{ count: number; offset: number; length: number }> {
  const bytes = await bytesOf(zip, Math.max(0, zip.size - END - LONGEST_COMMENT), zip.size);
  const view = new DataView(bytes.buffer);
  for (let at = bytes.length - END; at >= 0; at--) {
    if (view.getUint32(at, true) !== SIGNATURE.end || at + END + view.getUint16(at + 20, true) !== bytes.length) continue;
    const [count, length, offset] = [view.getUint16(at + 10, true), view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    if (count === 0xffff || offset === 0xffffffff) throw new Error('The zip has more than 65,534 files or 4 GB. Unpack it and choose the folder.');
    return { count, length, offset };
  }
  throw new Error('This is no zip file, or the end of it is missing.');
}

interface Listed {
  readonly method: number;
  readonly size: number;
  readonly start: number;
  readonly isEncrypted: boolean;
}

async function contentOf(zip: Blob, { method, size, start, isEncrypted }: Listed): Promise<Uint8Array> {
  if (isEncrypted) throw new Error('The file is encrypted.');
  const head = new DataView((await bytesOf(zip, start, start + FILE)).buffer);
  if (head.byteLength < FILE || head.getUint32(0, true) !== SIGNATURE.file) throw new Error('The zip is damaged: a file is not where it is said to be.');
  const begin = start + FILE + head.getUint16(26, true) + head.getUint16(28, true);
  const packed = zip.slice(begin, begin + size);
  if (method === 0) return limited(packed.stream());
  if (method === 8) return limited(packed.stream().pipeThrough(new DecompressionStream('deflate-raw')));
  throw new Error(`The file is packed in a way (${method}) that is not known here.`);
}

/** A few bytes may claim to be gigabytes: no more is taken than a source file may have. */
async function limited(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > MOST_BYTES) {
      await reader.cancel();
      throw new Error('The file is too large for source.');
    }
    chunks.push(new Uint8Array(next.value));
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

async function bytesOf(blob: Blob, begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(begin, end).arrayBuffer());
}
