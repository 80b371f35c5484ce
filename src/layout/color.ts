/**
 * Colours of code. A package has one hue, always the same; all hues have one lightness and one chroma, so that none
 * shouts. What is not the user's own code (runtime, system, kernel) is grey.
 */

/** 0 … 360 by the package's name; fixed, so that a package looks the same in every file and every version. */
export function packageHue(name: string): number {
  // FNV-1a, with its bits mixed once more: names that differ in their last letter must not be neighbours.
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return ((hash >>> 0) / 2 ** 32) * 360;
}

/** What the ground of a frame is made of; `hue` is undefined for grey. */
export interface Tint {
  readonly lightness: number;
  readonly chroma: number;
}

const LIGHT: Tint = { lightness: 0.868, chroma: 0.064 };
const DARK: Tint = { lightness: 0.43, chroma: 0.062 };
const LIGHT_GREY: Tint = { lightness: 0.895, chroma: 0.004 };
const DARK_GREY: Tint = { lightness: 0.345, chroma: 0.008 };
/** Of the interface's greys. */
const GREY_HUE = 265;

/** The ground of a package's frames; grey for what has no package of its own. */
export function packageColor(name: string, isGrey: boolean, dark: boolean): string {
  if (isGrey || name === '') return greyColor(dark);
  const { lightness, chroma } = dark ? DARK : LIGHT;
  return oklch(lightness, chroma, packageHue(name));
}

export function greyColor(dark: boolean): string {
  const { lightness, chroma } = dark ? DARK_GREY : LIGHT_GREY;
  return oklch(lightness, chroma, GREY_HUE);
}

/** `#rrggbb`; chroma gives way where sRGB has no such colour. */
export function oklch(lightness: number, chroma: number, hue: number): string {
  let low = 0;
  let high = chroma;
  if (!isInGamut(linearRgb(lightness, chroma, hue))) {
    for (let step = 0; step < 12; step++) {
      const middle = (low + high) / 2;
      if (isInGamut(linearRgb(lightness, middle, hue))) low = middle;
      else high = middle;
    }
  } else low = chroma;
  const [r, g, b] = linearRgb(lightness, low, hue).map((channel) => Math.round(255 * encoded(Math.max(0, Math.min(1, channel)))));
  return `#${((r << 16) | (g << 8) | b).toString(16).padStart(6, '0')}`;
}

/** `#rrggbb` in another lightness, its hue as it is; a colour for a light ground thus serves a dark one. */
export function inLightness(color: string, lightness: number, chromaFactor: number): string {
  const { chroma, hue } = lightnessAndChroma(color);
  return oklch(lightness, chroma * chromaFactor, hue);
}

/** The three of `oklch`, of `#rrggbb`. */
function lightnessAndChroma(color: string): { readonly lightness: number; readonly chroma: number; readonly hue: number } {
  const value = Number.parseInt(color.slice(1), 16);
  const [r, g, b] = [value >> 16, (value >> 8) & 255, value & 255].map((channel) => decoded(channel / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const greenRed = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const blueYellow = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(greenRed, blueYellow),
    hue: (Math.atan2(blueYellow, greenRed) * 180) / Math.PI,
  };
}

type Rgb = readonly [r: number, g: number, b: number];

/** Björn Ottosson, "A perceptual color space for image processing" (2020). */
function linearRgb(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s, -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s];
}

function isInGamut(rgb: Rgb): boolean {
  return rgb.every((channel) => channel >= -0.0001 && channel <= 1.0001);
}

/** sRGB's curve. */
function encoded(channel: number): number {
  return channel <= 0.0031308 ? 12.92 * channel : 1.055 * channel ** (1 / 2.4) - 0.055;
}

function decoded(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** Less is blue and more is orange, as one tells them apart whatever colours one sees; between them lies grey. */
const LESS_HUE = 250;
const MORE_HUE = 58;

/**
 * The ground of what changed.
 * @param change −1, all of it is gone, … 1, all of it is new; what is 0 came to the same
 */
export function changeColor(change: number, dark: boolean): string {
  const strength = Math.min(1, Math.abs(change)) ** 0.6;
  const [from, to] = dark ? [DARK_GREY, { lightness: 0.5, chroma: 0.105 }] : [LIGHT_GREY, { lightness: 0.8, chroma: 0.115 }];
  const between = (a: number, b: number) => a + (b - a) * strength;
  return oklch(between(from.lightness, to.lightness), between(from.chroma, to.chroma), change < 0 ? LESS_HUE : MORE_HUE);
}

/** The ground of what costs: the more of its own, the deeper, from grey on. */
const HEAT_HUE = 40;

/** @param heat 0 … 1 of the hottest */
export function heatColor(heat: number, dark: boolean): string {
  const strength = Math.sqrt(Math.max(0, Math.min(1, heat)));
  const [from, to] = dark ? [DARK_GREY, { lightness: 0.52, chroma: 0.13 }] : [LIGHT_GREY, { lightness: 0.74, chroma: 0.15 }];
  const between = (a: number, b: number) => a + (b - a) * strength;
  return oklch(between(from.lightness, to.lightness), between(from.chroma, to.chroma), HEAT_HUE);
}

/** A colour of pprof's graph in the hue of its sign: pprof's are red and green. */
export function inHueOfSign(color: string, score: number): string {
  const { lightness, chroma } = lightnessAndChroma(color);
  return oklch(lightness, chroma, score < 0 ? LESS_HUE : MORE_HUE);
}
