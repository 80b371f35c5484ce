import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { thumbnailOf } from './thumbnails.ts';

const folder = 'public/examples';
const examples: readonly { readonly file: string }[] = JSON.parse(readFileSync(`${folder}/index.json`, 'utf8'));
const thumbnails: Record<string, unknown> = JSON.parse(readFileSync(`${folder}/thumbnails.json`, 'utf8'));

test.each(examples)('the thumbnail of $file is that of the file (node scripts/thumbnails.mjs draws it anew)', async ({ file }) => {
  expect(thumbnails[file]).toEqual(await thumbnailOf(file, new Blob([readFileSync(`${folder}/${file}`)])));
});
