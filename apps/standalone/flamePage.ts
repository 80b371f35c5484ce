import type { FlameFile } from '#reports/flameFile.ts';
import tokens, { digest as tokensDigest } from '#web/tokens.css?text';
import style, { digest as styleDigest } from './flame.css?text';
import page from './flame.html?text';
import script, { digest as scriptDigest } from './flame.ts?bundle';

/**
 * A page that shows a flame graph and asks nobody for anything: its script, its style and its data are in it, and nothing
 * else may run.
 */
export function flamePage({ title, signed, packed }: FlameFile): string {
  return filled(page, {
    policy: `default-src 'none'; script-src '${scriptDigest}'; style-src '${tokensDigest}' '${styleDigest}'`,
    title: escaped(title),
    tokens,
    style,
    signed: String(signed),
    // In JSON a "<" is in a text, where it may be written otherwise: nothing ends the element.
    profile: packed.replaceAll('<', '\\u003c'),
    script,
  });
}

function filled(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => parts[name] ?? whole);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
