/** What a file that is no profile looks like, as a sentence for whoever dropped it; undefined when it looks like nothing. */
export function lookOf(bytes: Uint8Array): string | undefined {
  const known = SIGNATURES.find(({ magic }) => magic.every((byte, i) => byte === undefined || bytes[i] === byte));
  if (known !== undefined) return known.sentence;
  const head = textHead(bytes);
  return head === '' ? undefined : lookOfText(head);
}

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

const SIGNATURES: readonly { readonly magic: readonly (number | undefined)[]; readonly sentence: string }[] = [
  { magic: [0x1f, 0x8b], sentence: 'this file was gzipped twice; gunzip it once and open that' },
  { magic: ascii('go 1.'), sentence: 'this is a Go execution trace; this version opens profiles, and "go tool trace" opens traces' },
  { magic: ascii('PERFILE2'), sentence: 'this is a perf.data file; convert it with perf_to_profile, or open what "perf script" prints of it' },
  { magic: [0x89, ...ascii('PNG')], sentence: 'this is a picture (PNG), not a profile' },
  { magic: [0xff, 0xd8, 0xff], sentence: 'this is a picture (JPEG), not a profile' },
  { magic: ascii('GIF8'), sentence: 'this is a picture (GIF), not a profile' },
  { magic: ascii('%PDF'), sentence: 'this is a PDF document, not a profile' },
  { magic: ascii('PK\x03\x04'), sentence: 'this is a zip archive; unpack it and open the profile in it' },
  { magic: [0x7f, ...ascii('ELF')], sentence: 'this is a program (ELF), not a profile of one' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], sentence: 'this file is compressed (zstd); unpack it with "zstd -d" and open what is in it' },
  { magic: ascii('BZh'), sentence: 'this file is compressed (bzip2); unpack it with "bunzip2" and open what is in it' },
  { magic: [0xfd, ...ascii('7zXZ')], sentence: 'this file is compressed (xz); unpack it with "unxz" and open what is in it' },
  { magic: [0xff, 0xfe], sentence: 'this is text in UTF-16, as PowerShell saves it; save it as UTF-8, with "curl -o FILE" for one' },
  { magic: ascii('FLR\0'), sentence: 'this is a Java flight recording (JFR), which this version does not open' },
];

/** The beginning as text; empty where it is not text. */
function textHead(bytes: Uint8Array): string {
  const head = bytes.subarray(0, 2048);
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return '';
  try {
    // As of a stream, whose last character may be cut.
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }).trim();
  } catch {
    return '';
  }
}

function lookOfText(text: string): string {
  if (/^<(!doctype|html|\?xml|head|body)/i.test(text)) return `this is a web page (${titleOf(text)}), not a profile; perhaps a login stands before the profile's address`;
  if (text.startsWith('version https://git-lfs.github.com/')) return 'this is a Git LFS pointer, not the file itself; "git lfs pull" fetches that';
  if (/^[[{]/.test(text)) return `this is JSON, not a profile: ${quoted(text)}`;
  return `this is text of no known form: ${quoted(text)}`;
}

function titleOf(page: string): string {
  const title = /<title[^>]*>([^<]{1,100})/i.exec(page)?.[1]?.trim();
  return title === undefined || title === '' ? 'HTML' : `titled "${title}"`;
}

function quoted(text: string): string {
  const line = text.split('\n', 1)[0];
  return JSON.stringify(line.length > 120 ? `${line.slice(0, 120)}…` : line);
}
