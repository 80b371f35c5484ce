import { expect, test } from 'vitest';
import { lookOf } from './look.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['<!DOCTYPE html><title>Sign in</title>', 'this is a web page (titled "Sign in"), not a profile; perhaps a login stands before the profile\'s address'],
  ['\n<html><body>hello', 'this is a web page (HTML), not a profile; perhaps a login stands before the profile\'s address'],
  ['{"error":"unauthorized"}\n', String.raw`this is JSON, not a profile: "{\"error\":\"unauthorized\"}"`],
  ['version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n', 'this is a Git LFS pointer, not the file itself; "git lfs pull" fetches that'],
  ['Unknown profile\n', 'this is text of no known form: "Unknown profile"'],
  ['go 1.22 trace\0\0\0', 'this is a Go execution trace; this version opens profiles, and "go tool trace" opens traces'],
  ['PERFILE2\0', 'this is a perf.data file; convert it with perf_to_profile, or open what "perf script" prints of it'],
  ['PK\x03\x04', 'this is a zip archive; unpack it and open the profile in it'],
  ['\x7fELF\x02', 'this is a program (ELF), not a profile of one'],
])('of %j', (text, sentence) => {
  expect(lookOf(bytesOf(text))).toBe(sentence);
});

test.each([
  ['a gzip file, as one layer is off already', [0x1f, 0x8b, 8], 'this file was gzipped twice; gunzip it once and open that'],
  ['a picture', [0x89, 0x50, 0x4e, 0x47], 'this is a picture (PNG), not a profile'],
  ['text of PowerShell', [0xff, 0xfe, 0x67, 0], 'this is text in UTF-16, as PowerShell saves it; save it as UTF-8, with "curl -o FILE" for one'],
])('of %s', (_, bytes, sentence) => {
  expect(lookOf(Uint8Array.from(bytes))).toBe(sentence);
});

test('a long first line is cut', () => {
  expect(lookOf(bytesOf('x'.repeat(500)))).toBe(`this is text of no known form: "${'x'.repeat(120)}…"`);
});

test.each([
  ['nothing', []],
  ['a blank line', [0x0a]],
  ['bytes that are no UTF-8', [0xff, 0x41, 0xff]],
  ['control characters', [0x41, 0x01]],
])('of %s there is none', (_, bytes) => {
  expect(lookOf(Uint8Array.from(bytes))).toBeUndefined();
});
