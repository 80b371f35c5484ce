// Draws the examples of the welcome page anew: public/examples/thumbnails.json. To be run when an example has changed.
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'vite';

const folder = 'public/examples';
const vite = await createServer({ configFile: false, server: { middlewareMode: true }, appType: 'custom', logLevel: 'error' });
try {
  const { thumbnailOf } = await vite.ssrLoadModule('/src/engine/thumbnails.ts');
  const examples = JSON.parse(await readFile(`${folder}/index.json`, 'utf8'));
  const entries = [];
  for (const { file } of examples) entries.push([file, await thumbnailOf(file, new Blob([await readFile(`${folder}/${file}`)]))]);
  await writeFile(`${folder}/thumbnails.json`, `{\n${entries.map(([file, boxes]) => `  ${JSON.stringify(file)}: ${JSON.stringify(boxes)}`).join(',\n')}\n}\n`);
} finally {
  await vite.close();
}
