/**
 * The buffers of the typed arrays in plain data, each once, to move instead of copy. An array over a part of a larger
 * buffer stays out: the rest of that buffer is somebody else's.
 */
export function buffersOf(data: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const left: unknown[] = [data];
  while (left.length > 0) {
    const value = left.pop();
    if (ArrayBuffer.isView(value)) {
      const { buffer } = value;
      if (buffer instanceof ArrayBuffer && value.byteLength === buffer.byteLength) buffers.add(buffer);
    } else if (Array.isArray(value)) {
      // A list of texts or numbers is left at its first entry.
      if (typeof value[0] === 'object') for (const entry of value) left.push(entry);
    } else if (typeof value === 'object' && value !== null) left.push(...Object.values(value));
  }
  return [...buffers];
}
