import cyrillic from '@fontsource/tinos/files/tinos-cyrillic-400-normal.woff?inline';
import cyrillicExtended from '@fontsource/tinos/files/tinos-cyrillic-ext-400-normal.woff?inline';
import greek from '@fontsource/tinos/files/tinos-greek-400-normal.woff?inline';
import greekExtended from '@fontsource/tinos/files/tinos-greek-ext-400-normal.woff?inline';
import latin from '@fontsource/tinos/files/tinos-latin-400-normal.woff?inline';
import latinExtended from '@fontsource/tinos/files/tinos-latin-ext-400-normal.woff?inline';
import vietnamese from '@fontsource/tinos/files/tinos-vietnamese-400-normal.woff?inline';
import { readFont, type Font, type Inflate } from './font.ts';

/**
 * Tinos, whose letters are as wide as those of Times, for which Graphviz lays out: Latin, Cyrillic and Greek in parts, the
 * most usual first. Its licence is the SIL Open Font License, which goes along with the built command.
 */
export function tinos(inflate: Inflate): Font[] {
  return [latin, latinExtended, cyrillic, greek, vietnamese, cyrillicExtended, greekExtended].map((address) => {
    const binary = atob(address.slice(address.indexOf(',') + 1));
    return readFont(Uint8Array.from(binary, (byte) => byte.charCodeAt(0)), inflate);
  });
}
