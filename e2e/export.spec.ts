import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test, type Locator, type Page, type TestInfo } from '@playwright/test';
import { openAnother, openProfile, pathOf, proflens } from './profiles.ts';

/** What is saved by an entry of the menu, and what it is called. */
async function saved(page: Page, entry: string): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** What the command writes, as bytes. */
function written(info: TestInfo, ...args: readonly string[]): Buffer {
  const path = info.outputPath('written');
  proflens(`-output=${path}`, ...args);
  return readFileSync(path);
}

test.use({ timezoneId: 'UTC' });

const CPU = 'recorded/cpu.labels.pb.gz';
const FILTERED = ['-focus=routing', '-sample_index=samples'];

for (const [view, entry, name, flags] of [
  ['top', 'Table as CSV', 'top.csv', ['-csv', '-nodefraction=0']],
  ['top', 'Table as JSON', 'top.json', ['-json', '-nodefraction=0']],
  ['top', 'Table as Markdown', 'top.md', ['-markdown', '-nodefraction=0']],
  ['graph', 'Graph as SVG', 'graph.svg', ['-svg']],
  ['graph', 'Graph as DOT', 'graph.dot', ['-dot']],
  ['labels', 'Labels as text', 'labels.txt', ['-tags']],
  ['tree', 'Tree as text', 'tree.txt', ['-tree']],
  ['traces', 'Traces as text', 'traces.txt', ['-traces']],
  ['raw', 'Raw as text', 'raw.txt', ['-raw']],
  ['comments', 'Folded stacks', 'folded.txt', ['-folded']],
  ['flame', 'Flame graph as a page', 'flame.html', ['-flamegraph']],
] as const) {
  test(`${entry} of a filtered profile is what the command writes`, async ({ page }, info) => {
    await openProfile(page, CPU, `#/${view}?f=routing&si=samples`);
    const file = await saved(page, entry);
    expect(file.name).toBe(`cpu.labels.${name}`);
    expect(file.bytes.toString('latin1')).toBe(written(info, ...flags, ...FILTERED, pathOf(`testdata/${CPU}`)).toString('latin1'));
    await expect(page.getByRole('status', { name: 'Exported' })).toHaveText(`Saved cpu.labels.${name}`);
  });
}

test('what Peek shows is saved as the command writes it', async ({ page }, info) => {
  await openProfile(page, CPU, '#/peek?f=routing&si=samples');
  const { name, bytes } = await saved(page, 'Peek as text');
  expect(name).toBe('cpu.labels.peek.txt');
  expect(bytes.toString()).toBe(written(info, '-peek=routing', '-lines', ...FILTERED, pathOf(`testdata/${CPU}`)).toString());
});

test('what Source shows is saved with the texts that it has', async ({ page }) => {
  await openProfile(page, 'corners/plain.pb.gz', '#/source?f=.');
  await page.getByLabel('Folder of sources').setInputFiles(pathOf('testdata/src/shop'));
  await expect(page.getByText('text not found')).toHaveCount(1);
  const { name, bytes } = await saved(page, 'Source as text');
  expect(name).toBe('plain.source.txt');
  const lines = linesOfCost(bytes.toString());
  expect(lines.length).toBeGreaterThan(3);
  expect(lines).toEqual(linesOfCost(proflens('-list=.', `-source_path=${pathOf('testdata/src/shop')}`, pathOf('testdata/corners/plain.pb.gz'))));
});

/** Lines with a text that cost something, in the order of their text: a page has the hottest file first, the command goes by name. */
function linesOfCost(text: string): string[] {
  return text.split('\n').filter((line) => /^ +(\d[\w.]*|\.) +\d[\w.]* +\d+:./.test(line)).sort();
}

test('what Disassemble shows is saved', async ({ page }) => {
  await openProfile(page, CPU, '#/disasm?f=routing');
  const { name, bytes } = await saved(page, 'Addresses as text');
  expect(name).toBe('cpu.labels.disasm.txt');
  const routines = bytes.toString().split('ROUTINE ').slice(1);
  await expect(page.getByText(`${routines.length} functions`, { exact: true })).toBeVisible();
  for (const routine of routines) expect(routine).toMatch(/\n +(\d[\w.]*|\.) +\d[\w.]* +[0-9a-f]+: /);
});

test('a profile is saved as filters leave it, and opens again', async ({ page }, info) => {
  await openProfile(page, CPU, '#/top?f=routing&h=runtime');
  const { name, bytes } = await saved(page, 'Profile as filtered');
  expect(name).toBe('cpu.labels.filtered.pb.gz');
  const wanted = written(info, '-proto', '-focus=routing', '-hide=runtime', pathOf(`testdata/${CPU}`));
  expect(gunzipSync(bytes).equals(gunzipSync(wanted))).toBe(true);
  await page.getByLabel('Open files').setInputFiles({ name, mimeType: '', buffer: bytes });
  await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
});

test('goroutines, and their text', async ({ page }, info) => {
  const file = 'recorded/goroutine.evening.labels.debug2.txt';
  await openProfile(page, file, '#/goroutines');
  const { name, bytes } = await saved(page, 'Goroutines as text');
  expect(name).toBe('goroutine.evening.labels.goroutines.txt');
  expect(bytes.toString()).toBe(written(info, '-goroutines', pathOf(`testdata/${file}`)).toString());
});

test('a table for a ticket is on the clipboard, with the heaviest rows', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/flame');
  await page.keyboard.press('e');
  await page.keyboard.press('End');
  await page.getByRole('menuitem', { name: 'Copy as Markdown' }).click();
  await expect(page.getByRole('status', { name: 'Exported' })).toHaveText('Copied as Markdown');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(proflens('-markdown', '-nodecount=20', pathOf('testdata/recorded/cpu.service.pb.gz')));
});

test('what cannot be made is told', async ({ page }) => {
  await page.goto(`/#/top?f=${encodeURIComponent('(')}`);
  await page.getByLabel('Open files').setInputFiles(pathOf(`testdata/${CPU}`));
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.keyboard.press('e');
  await page.getByRole('menuitem', { name: 'Table as CSV' }).click();
  await expect(page.getByText(/Table as CSV was not made: parsing focus regexp/)).toBeVisible();
});

test('of several files it is what they are together', async ({ page }, info) => {
  const [base, source] = ['recorded/heap.leak.t0.pb.gz', 'recorded/heap.leak.t2.pb.gz'];
  await openProfile(page, base, '#/top');
  await openAnother(page, source);
  await page.keyboard.press('v');
  await page.getByRole('combobox', { name: 'Base' }).selectOption({ label: 'heap.leak.t0.pb.gz' });
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/diff_base=/);
  const { bytes } = await saved(page, 'Folded stacks');
  expect(bytes.toString()).toBe(written(info, '-folded', `-diff_base=${pathOf(`testdata/${base}`)}`, pathOf(`testdata/${source}`)).toString());
});

test('the graph as an image is the one that the command draws', async ({ page }, info) => {
  await openProfile(page, 'corners/plain.pb.gz', '#/graph');
  const { name, bytes } = await saved(page, 'Graph as PNG');
  expect(name).toBe('plain.graph.png');
  expect(await pixelsOf(page, bytes)).toEqual(await pixelsOf(page, written(info, '-png', pathOf('testdata/corners/plain.pb.gz'))));
});

/** Size and colours of an image, as the browser reads it. */
function pixelsOf(page: Page, png: Buffer): Promise<{ width: number; height: number; sum: number }> {
  return page.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const { data } = context?.getImageData(0, 0, bitmap.width, bitmap.height) ?? { data: new Uint8ClampedArray(0) };
    let sum = 0;
    for (let at = 0; at < data.length; at++) sum = (sum * 31 + data[at]) % 1_000_000_007;
    return { width: bitmap.width, height: bitmap.height, sum };
  }, png.toString('base64'));
}

test('the flame graph is a picture, with all frames that are wide enough', async ({ page, context }, info) => {
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/flame');
  const svg = await saved(page, 'Flame graph as SVG');
  expect(svg.name).toBe('cpu.service.flame.svg');
  const path = info.outputPath('flame.svg');
  writeFileSync(path, svg.bytes);
  const other = await context.newPage();
  await other.goto(`file://${path}`);
  await expect(other.getByText('Showing nodes accounting for 2.61s, 100% of 2.61s total')).toBeVisible();
  const serve = other.locator('g', { has: other.locator('title', { hasText: /^net\/http\.\(\*conn\)\.serve\n/ }) }).first();
  const width = async (locator: Locator) => Number(await locator.locator('polygon, rect').first().getAttribute('width'));
  expect((await width(serve)) / (await width(other.locator('g', { has: other.locator('title', { hasText: /^root\n/ }) }).first()))).toBeCloseTo(1.82 / 2.61, 2);
  const png = await saved(page, 'Flame graph as PNG');
  const { width: pixels, height } = await pixelsOf(page, png.bytes);
  expect(pixels).toBeGreaterThan(1500);
  expect(height).toBeGreaterThan(300);
});

test('a pivot is taken away as it is drawn: its callers above it', async ({ page }) => {
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/flame?p=^runtime.mallocgc$');
  const svg = (await saved(page, 'Flame graph as SVG')).bytes.toString('utf8');
  const tops = [...svg.matchAll(/<title>([^\n]+)\n[^<]*<\/title><rect x="[\d.]+" y="([\d.]+)"/g)].map(([, name, y]) => ({ name, y: Number(y) }));
  const pivot = tops.filter(({ name }) => name === 'runtime.mallocgc');
  expect(pivot).toHaveLength(1);
  expect(tops.some(({ name, y }) => name === 'runtime.newobject' && y < pivot[0].y)).toBe(true);
  expect(tops.every(({ name }) => name !== 'root')).toBe(true);
});

test('the page of a flame graph runs by itself', async ({ page, context }, info) => {
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/flame');
  const { bytes } = await saved(page, 'Flame graph as a page');
  const path = info.outputPath('flame.html');
  writeFileSync(path, bytes);
  const other = await context.newPage();
  const problems: string[] = [];
  other.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await other.goto(`file://${path}`);
  await expect(other.getByRole('status', { name: 'Total' })).toHaveText('Showing nodes accounting for 2.61s, 100% of 2.61s total');
  await expect(other.locator('.frame').first()).toBeVisible();
  expect(problems).toEqual([]);
});
