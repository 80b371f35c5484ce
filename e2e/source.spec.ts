import { expect, test, type Page } from '@playwright/test';
import { openProfile, pathOf, proflens, rowsOf } from './profiles.ts';

const CPU = 'recorded/cpu.service.pb.gz';
const listing = (page: Page) => page.getByRole('treegrid', { name: 'Source' });
const listBox = (page: Page) => page.getByRole('textbox', { name: 'List' });
const give = (page: Page, folder: string) => page.getByLabel('Folder of sources').setInputFiles(pathOf(folder));
const rowIn = (page: Page, text: string | RegExp) => listing(page).getByRole('row').filter({ hasText: text }).first();

/** All rows, from the first to the last, each as its kind and the texts of its cells. */
async function rowsIn(page: Page): Promise<Row[]> {
  await listing(page).focus();
  await page.keyboard.press('Home');
  const rows = new Map<number, Row>();
  const count = Number(await listing(page).getAttribute('aria-rowcount'));
  for (let next = 0; rows.size < count; ) {
    for (const row of await drawn(page)) if (row.kind !== undefined) rows.set(row.at, row);
    if (rows.has(next)) while (rows.has(next)) next++;
    else await page.keyboard.press('PageDown');
  }
  return [...rows.values()].sort((a, b) => a.at - b.at);
}

interface Row {
  readonly at: number;
  readonly kind: string | undefined;
  readonly cells: readonly string[];
}

function drawn(page: Page): Promise<Row[]> {
  return listing(page).evaluate((grid) =>
    [...grid.querySelectorAll<HTMLElement>('[role=row]')].map((row) => ({
      at: Number(row.dataset['line']),
      kind: row.querySelector<HTMLElement>('[data-kind]')?.dataset['kind'],
      cells: [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent ?? ''),
    })),
  );
}

/** What `-list` prints, a line each: "fn flat cum number text", and of a function "fn flat cum". */
function printed(...args: readonly string[]): string[] {
  let fn = '';
  return proflens(...args)
    .split('\n')
    .flatMap((line) => {
      fn = /^ROUTINE =+ (.*) in /.exec(line)?.[1] ?? fn;
      const [, flat, cum, rest] = /^ *(\S+) +(\S+) (\(flat, cum\)| *\d+:.*)/.exec(line) ?? [];
      if (rest === undefined || fn === '') return [];
      const [, number = '', text = ''] = /^ *(\d+):(.*)$/.exec(rest) ?? [];
      const cost = (value: string) => (value === '0' ? '.' : value);
      return [`${fn} ${cost(flat)} ${cost(cum)} ${number} ${text.trim()}`.trim()];
    });
}

/** The same of what the page shows. */
function shown(rows: readonly Row[]): string[] {
  let fn = '';
  return rows.flatMap(({ kind, cells: [flat, cum, number, text] }) => {
    if (kind === 'file') return [];
    if (kind === 'function') fn = text;
    return [`${fn} ${flat} ${cum} ${number} ${kind === 'function' ? '' : text.trim()}`.trim()];
  });
}

for (const [file, pattern, folder, ...flags] of [
  [CPU, 'parcels.example/(ledger|routing)', 'testdata/src/parcels'],
  ['recorded/heap.service.pb.gz', 'parcels.example/ledger', 'testdata/src/parcels', '-sample_index=alloc_space'],
  ['corners/inlined.three_deep.pb.gz', 'shop\\.', 'testdata/src/shop'],
  ['corners/values.negative.pb.gz', 'shop\\.', 'testdata/src/shop'],
] as const) {
  test(`Source of ${pattern} in ${file} has the lines and numbers of -list`, async ({ page }) => {
    await openProfile(page, file, flags.length === 0 ? '#/source' : '#/source?si=alloc_space');
    await listBox(page).fill(`^${pattern}`);
    await give(page, folder);
    await expect(page.getByRole('status', { name: 'Source text' })).toContainText('Text from');
    // The command looks below a folder of the name that paths begin with, the page below any.
    const trimmed = folder.endsWith('parcels') ? ['-trim_path=parcels.example', `-source_path=${pathOf(folder)}`] : [`-source_path=${pathOf('testdata/src')}`];
    const wanted = printed(`-list=^${pattern}`, ...trimmed, ...flags, pathOf(`testdata/${file}`));
    expect(wanted.length).toBeGreaterThan(10);
    expect(shown(await rowsIn(page)).sort()).toEqual(wanted.sort());
  });
}

test('without text the lines that cost are there, with their numbers, and a text may be pasted', async ({ page }) => {
  await openProfile(page, 'corners/plain.pb.gz', '#/source');
  await expect(page.getByRole('status', { name: 'Source text' })).toContainText('was not found');
  await listBox(page).fill('^shop\\.price$');
  await expect(page.getByText('1 file, 1 function')).toBeVisible();
  const rows = await rowsIn(page);
  expect(rows.filter(({ kind }) => kind === 'line').every(({ cells }) => cells[3] === '' && Number(cells[2]) > 0 && cells[1] !== '.')).toBe(true);
  await page.getByRole('button', { name: 'Paste it' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await listing(page).press('Home');
  await listing(page).press('Enter');
  await page.getByRole('textbox', { name: /^The text of .*price\.go/ }).fill(Array.from({ length: 60 }, (_, i) => `pasted ${i + 1}`).join('\n'));
  await page.getByRole('button', { name: 'Use it' }).click();
  const [first] = rows.filter(({ kind }) => kind === 'line');
  await expect(rowIn(page, new RegExp(`pasted ${first.cells[2]}$`))).toContainText(first.cells[1]);
});

/** A zip of one file, stored as it is; of the fields only those that are read. */
function zipOf(path: string, text: string): Buffer {
  const [name, bytes] = [Buffer.from(path), Buffer.from(text)];
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(bytes.length, 0);
  sizes.writeUInt32LE(bytes.length, 4);
  sizes.writeUInt16LE(name.length, 8);
  const file = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(14), sizes, name, bytes]);
  const listed = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.alloc(16), sizes, Buffer.alloc(14), name]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(file.length, 12);
  return Buffer.concat([file, listed, Buffer.from('PK\x05\x06'), end]);
}

test('a zip of sources, chosen or opened like a profile, gives the text; one that is none says so', async ({ page }) => {
  const text = Array.from({ length: 60 }, (_, i) => `zipped ${i + 1}`).join('\n');
  await openProfile(page, 'corners/plain.pb.gz', '#/top');
  await page.getByLabel('Open files').setInputFiles({ name: 'shop.zip', mimeType: 'application/zip', buffer: zipOf('shop-1.0/shop/price.go', text) });
  await expect(page).toHaveURL(/#\/source/);
  await expect(page.getByRole('tablist', { name: 'Files' }).getByRole('tab')).toHaveText(['plain.pb.gz']);
  await listBox(page).fill('^shop\\.price$');
  await expect(rowIn(page, /zipped \d+$/)).toBeVisible();
  await expect(page.getByRole('status', { name: 'Source text' })).toHaveText('Text from shop.zip (1 file)');
  await page.getByLabel('Zip of sources').setInputFiles({ name: 'none.zip', mimeType: 'application/zip', buffer: Buffer.from('none') });
  await expect(page.getByRole('status', { name: 'Source text' })).toContainText('none.zip: This is no zip file');
});

test('what was inlined at a line stands below it once that is opened, by pointer and by keys', async ({ page }) => {
  await openProfile(page, 'corners/inlined.three_deep.pb.gz', '#/source');
  await listBox(page).fill('^shop\\.serve$');
  const line = listing(page).locator('[role=row][aria-expanded]').first();
  await expect(line).toHaveAttribute('aria-expanded', 'false');
  await line.getByRole('button', { name: 'Inlined calls' }).click();
  await expect(line).toHaveAttribute('aria-expanded', 'true');
  await expect(rowIn(page, 'price.go:34')).toContainText('shop.price');
  await expect(rowIn(page, 'price.go:52')).toContainText('120ms');
  await listing(page).press('ArrowLeft');
  await expect(line).toHaveAttribute('aria-expanded', 'false');
  await listing(page).press('ArrowRight');
  await expect(rowIn(page, 'price.go:52')).toContainText('shop.round');
});

test('what is selected elsewhere is listed; a function that is pressed here is selected, and the listing stays', async ({ page }) => {
  await openProfile(page, CPU, '#/top');
  await page.getByRole('grid', { name: 'Top' }).getByRole('row').nth(3).click();
  const name = (await rowsOf(page, 'Top'))[2][5];
  await page.keyboard.press('5');
  await expect(page.getByText('1 file, 1 function')).toBeVisible();
  await expect(rowIn(page, name)).toHaveAttribute('aria-selected', 'true');
  await listing(page).press('Escape');
  await expect(page.getByText(/^The hottest 50 of \d+ files/)).toBeVisible();
  const fn = listing(page).locator('[data-kind=function] button').first();
  const other = await fn.textContent();
  await fn.click();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText(other ?? '');
  await expect(page.getByText(/^The hottest 50 of \d+ files/)).toBeVisible();
});

test('a menu leads from any view to the source of its function', async ({ page }) => {
  await openProfile(page, CPU, '#/top');
  await page.getByRole('grid', { name: 'Top' }).getByRole('row').nth(2).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Source' }).click();
  await expect(page).toHaveURL(/#\/source/);
  await expect(page.getByText('1 file, 1 function')).toBeVisible();
});

test('keys go from the hottest line to the next, Find from one match to the next', async ({ page }) => {
  await openProfile(page, CPU, '#/source');
  await give(page, 'testdata/src/parcels');
  await listBox(page).fill('parcels');
  await expect(rowIn(page, 'func ')).toBeVisible();
  await listing(page).focus();
  const active = () => listing(page).locator('[data-active] [role=gridcell]').first().textContent();
  await page.keyboard.press('j');
  await expect(page.getByText(/^Hot line 1 of \d+$/)).toBeVisible();
  const lines = printed('-list=parcels', pathOf(`testdata/${CPU}`), '-trim_path=parcels.example', `-source_path=${pathOf('testdata/src/parcels')}`).map((line) => line.split(' ')).filter(([, , , number]) => number !== undefined);
  const flats = lines.map(([, flat]) => Number.parseInt(flat, 10) || 0).sort((a, b) => b - a);
  await expect.poll(active).toBe(`${flats[0]}ms`);
  await page.keyboard.press('j');
  await expect.poll(active).toBe(`${flats[1]}ms`);
  await page.keyboard.press('k');
  await expect(page.getByText(/^Hot line 1 of \d+$/)).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('heap.Push');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 1');
  await expect(listing(page).locator('[data-active]')).toContainText('heap.Push(open');
});

test('an expression that is none is told, and one that names nothing', async ({ page }) => {
  await openProfile(page, CPU, '#/source');
  await listBox(page).fill('a(');
  await expect(page.getByRole('alert')).toContainText('missing closing )');
  await listBox(page).fill('nothing has this name');
  await expect(page.getByRole('alert')).toContainText('o matches found for regexp: nothing has this name');
});

test('a difference has signs, and what became less another colour', async ({ page }) => {
  const [before, after] = ['t0', 't2'].map((time) => pathOf(`testdata/recorded/heap.leak.${time}.pb.gz`));
  await openProfile(page, 'recorded/heap.leak.t2.pb.gz', '#/source?unit=kB');
  await page.getByRole('button', { name: /^Compare/ }).click();
  await page.getByLabel('Open a base').setInputFiles(before);
  await expect(page.getByRole('combobox', { name: 'Base' })).toHaveValue(/\d+/);
  await page.keyboard.press('Escape');
  await listBox(page).fill('tracking');
  await give(page, 'testdata/src/parcels');
  await expect(rowIn(page, 'func ')).toBeVisible();
  const wanted = printed('-list=tracking', '-unit=kB', '-trim_path=parcels.example', `-source_path=${pathOf('testdata/src/parcels')}`, `-diff_base=${before}`, after);
  expect(wanted.some((line) => line.includes(' -'))).toBe(true);
  expect(shown(await rowsIn(page)).sort()).toEqual(wanted.sort());
  expect(await listing(page).locator('[data-less]').count()).toBeGreaterThan(0);
});
