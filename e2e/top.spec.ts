import { expect, test } from '@playwright/test';
import { namesIn, openProfile, pathOf, proflens, rowsOf, total } from './profiles.ts';

/** A row of `-top`. */
const ROW = /^ *(\S+) +(\S+%) +(\S+%) +(\S+) +(\S+%) {2}(.*)$/;

for (const [file, type] of [
  ['recorded/cpu.service.pb.gz', 'cpu'],
  ['recorded/heap.service.pb.gz', 'alloc_space'],
  ['recorded/mutex.service.pb.gz', 'contentions'],
  ['recorded/goroutine.night.pb.gz', 'goroutine'],
  ['corners/types.four_with_default.pb.gz', 'inuse_objects'],
]) {
  test(`Top of ${file}, ${type}, has the numbers that the command prints`, async ({ page }) => {
    const printed = rowsIn(proflens('-top', `-sample_index=${type}`, pathOf(`testdata/${file}`)));
    const all = rowsIn(proflens('-top', '-nodefraction=0', `-sample_index=${type}`, pathOf(`testdata/${file}`)));
    await openProfile(page, file, `#/top?si=${type}`);
    const rows = await rowsOf(page, 'Top');
    // The command leaves out what has less than 0.5 % with its callees, so up to there the order is the same.
    const heavy = printed.filter((cells) => Number.parseFloat(cells[1]) > 0.5).slice(0, rows.length);
    expect(heavy.length).toBeGreaterThan(1);
    expect(rows.slice(0, heavy.length)).toEqual(heavy);
    await expect(page.getByRole('grid', { name: 'Top' })).toHaveAttribute('aria-rowcount', String(all.length + 1));
  });
}

function rowsIn(text: string): string[][] {
  return text.split('\n').flatMap((line) => (ROW.test(line) ? [ROW.exec(line)?.slice(1) ?? []] : []));
}

test('the total is pprof’s sentence', async ({ page }) => {
  const printed = proflens('-top', '-focus=shop', pathOf('testdata/corners/plain.pb.gz')).split('\n');
  await openProfile(page, 'corners/plain.pb.gz', '#/top?f=shop');
  await expect(total(page)).toHaveText(printed.find((line) => line.startsWith('Showing nodes')) ?? '');
});

test('every column sorts, one press the natural way, the next the other', async ({ page }) => {
  await openProfile(page, 'corners/plain.pb.gz');
  const byFlat = await namesIn(page);
  for (const [title, first] of [
    ['Flat', 'ascending'],
    ['Flat %', 'descending'],
    ['Sum %', 'ascending'],
    ['Cum', 'descending'],
    ['Cum %', 'descending'],
    ['Name', 'ascending'],
  ]) {
    const header = page.getByRole('columnheader', { name: title, exact: true });
    await header.getByRole('button').click();
    await expect(header).toHaveAttribute('aria-sort', first);
    const once = await namesIn(page);
    await header.getByRole('button').click();
    await expect(header).toHaveAttribute('aria-sort', first === 'ascending' ? 'descending' : 'ascending');
    expect(await namesIn(page)).toEqual(once.toReversed());
    if (title === 'Name') expect(once).toEqual(once.toSorted());
    if (title === 'Sum %') expect(once).toEqual(byFlat);
  }
});

test('sum% runs in the order shown', async ({ page }) => {
  await openProfile(page, 'corners/plain.pb.gz');
  await page.getByRole('button', { name: 'Name' }).click();
  const rows = await rowsOf(page, 'Top');
  expect(rows.at(-1)?.[2]).toBe('100%');
  expect(rows[0][2]).toBe(rows[0][1]);
});

test('Find leaves what it finds, says how many, and Escape gives all back', async ({ page }) => {
  await openProfile(page, 'recorded/cpu.service.pb.gz');
  await page.keyboard.press('/');
  await page.keyboard.type('json');
  await expect(page.getByText(/^\d+ of \d+$/)).toBeVisible();
  const found = await rowsOf(page, 'Top');
  expect(found.length).toBeGreaterThan(0);
  await page.getByRole('searchbox', { name: 'Find' }).fill('re:^main[.]|[^a-z]main$');
  await expect.poll(() => namesIn(page)).not.toContain('runtime.mallocgc');
  await page.getByRole('searchbox', { name: 'Find' }).fill('nothing has this in its name');
  await expect(page.getByText('No function has this in its name or file.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox', { name: 'Find' })).toHaveValue('');
  expect((await rowsOf(page, 'Top')).length).toBeGreaterThan(found.length);
});

test('the keyboard moves and selects', async ({ page }) => {
  await openProfile(page, 'recorded/cpu.service.pb.gz');
  const grid = page.getByRole('grid', { name: 'Top' });
  await grid.focus();
  const selected = grid.getByRole('row', { selected: true });
  await page.keyboard.press('Space');
  await expect(selected).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(selected).toHaveCount(3);
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('3 selected');
  await page.keyboard.press('End');
  const last = await grid.getAttribute('aria-rowcount');
  await expect(grid.locator(`[aria-rowindex="${last}"]`)).toBeInViewport();
  await page.keyboard.press('Home');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageUp');
  await expect(grid.locator('[aria-rowindex="2"]')).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(selected).toHaveCount(0);
});

test('the inspector has the row’s numbers, of the total and of what is shown', async ({ page }) => {
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/top?f=json');
  const [cells] = await rowsOf(page, 'Top');
  await page.getByRole('grid', { name: 'Top' }).getByRole('row').nth(1).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText(cells[0]);
  await expect(inspector).toContainText(`${cells[1]} of total`);
  await expect(inspector).toContainText('of shown');
});

test('names are shown as they are, and what cannot be seen is spelt out', async ({ page }) => {
  await openProfile(page, 'corners/names.odd.pb.gz');
  const names = await namesIn(page);
  expect(names).toEqual(expect.arrayContaining(['bad\\xff\\xc3utf8', 'two\\nlines', '<b>bold</b> & <script>', '\\u{202e}left\\u{202c}', '__proto__']));
  expect(await page.locator('body').innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});

test('what is selected stays so in every view, and is in sight when one comes back', async ({ page }) => {
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/top?f=json');
  const grid = page.getByRole('grid', { name: 'Top' });
  await grid.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Space');
  const name = (await namesIn(page)).at(-1) ?? '';
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText(name);
  for (const view of ['Flame graph', 'Graph']) {
    await page.getByRole('tab', { name: view, exact: true }).click();
    await expect(page.getByRole('tab', { name: view, exact: true })).toHaveAttribute('aria-selected', 'true');
    await expect(inspector).toContainText(name);
  }
  await page.keyboard.press('3');
  await expect(grid.getByRole('row', { selected: true })).toBeInViewport();
});
