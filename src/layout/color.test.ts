import { describe, expect, test } from 'vitest';
import { greyColor, inLightness, oklch, packageColor, packageHue } from './color.ts';

describe('oklch', () => {
  test.each([
    [1, 0, 0, '#ffffff'],
    [0, 0, 0, '#000000'],
    [0.627955, 0.257683, 29.2339, '#ff0000'],
    [0.519752, 0.176858, 142.4953, '#008000'],
  ])('%d %d %d is %s', (lightness, chroma, hue, hex) => expect(oklch(lightness, chroma, hue)).toBe(hex));
  test('gives way in chroma where sRGB has no such colour', () => expect(oklch(0.99, 0.3, 142)).not.toMatch(/NaN|-/));
  test('and back is the same colour', () => expect(inLightness('#008000', 0.519752, 1)).toBe('#008000'));
});

describe('a package', () => {
  test('has its colour for ever', () => {
    expect(packageColor('net/http', false, false)).toBe(packageColor('net/http', false, false));
    expect(Math.round(packageHue('main'))).toBe(279);
  });

  test('that differs in a letter is not a neighbour', () => {
    expect(Math.abs(packageHue('shop/cart1') - packageHue('shop/cart2'))).toBeGreaterThan(10);
  });

  test('of the system is grey, and so is none', () => {
    expect(packageColor('runtime', true, false)).toBe(greyColor(false));
    expect(packageColor('', false, true)).toBe(greyColor(true));
  });
});

/** Contrast as WCAG has it. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const value = Number.parseInt(hex.slice(1), 16);
  const [r, g, b] = [value >> 16, (value >> 8) & 255, value & 255].map((channel) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test.each([
  ['light', false, oklch(0.26, 0.015, 265), oklch(0.42, 0.015, 265)],
  ['dark', true, oklch(0.92, 0.006, 265), oklch(0.83, 0.01, 265)],
])('text and muted text can be read on every package’s ground, %s', (_, dark, ink, muted) => {
  for (const name of ['main', 'net/http', 'encoding/json', 'sort', 'sync', 'bufio', 'fmt', 'io', 'os', 'a', 'b', 'c', 'd']) {
    expect(contrast(ink, packageColor(name, false, dark))).toBeGreaterThan(4.5);
    expect(contrast(muted, packageColor(name, false, dark))).toBeGreaterThan(4.5);
  }
  expect(contrast(muted, greyColor(dark))).toBeGreaterThan(4.5);
});
