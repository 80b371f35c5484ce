import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareBytes, decodeText, encodeText, padLeft } from './text.ts';

test('any bytes come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect([...encodeText(decodeText(bytes))]).toEqual([...bytes]);
    }),
  );
});

test('UTF-8 is read as what it says, and a stray byte is an escape', () => {
  expect(decodeText(new TextEncoder().encode('größe 😀'))).toBe('größe 😀');
  expect(decodeText(Uint8Array.of(0x61, 0xff, 0x62))).toBe('a\udcffb');
});

test('texts are in the order of their bytes, beyond the basic plane and for stray bytes too', () => {
  const texts = fc.uint8Array({ maxLength: 6 }).map(decodeText);
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Math.sign(Buffer.compare(encodeText(a), encodeText(b))));
    }),
  );
});

test('padding counts characters, not halves of them', () => {
  expect(padLeft('😀', 3)).toBe('  😀');
});
