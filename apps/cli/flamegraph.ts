import { createHash } from 'node:crypto';
import { hasNegative } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { visibleText } from '#model/visibleText.ts';
import { flameTree } from '#reports/flame.ts';
import { packedFlame, widestFrames } from '#reports/flameFile.ts';
import { programName } from '#reports/legend.ts';
import type { Subject } from '#reports/subject.ts';
import style from '#standalone/flame.css?raw';
import page from '#standalone/flame.html?raw';
import script from '#standalone/flame.ts?bundle';
import tokens from '#web/tokens.css?raw';

/**
 * A page that shows a flame graph and asks nobody for anything: its script, its style and its data are in it, and nothing
 * else may run.
 */
export function flamegraph(subject: Subject, options: Options): string {
  const { profile, measure } = subject;
  const styles = tokens + style;
  return filled(page, {
    policy: `default-src 'none'; script-src '${digest(script)}'; style-src '${digest(styles)}'`,
    title: escaped(visibleText(programName(profile) || 'Flame graph')),
    style: styles,
    signed: String(hasNegative(profile.samples.values[measure.column])),
    // In JSON a "<" is in a text, where it may be written otherwise: nothing ends the element.
    profile: packedFlame(widestFrames(flameTree(subject, options))).replaceAll('<', '\\u003c'),
    script,
  });
}

function filled(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => parts[name] ?? whole);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** What names an inline script or style in a policy. */
function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
