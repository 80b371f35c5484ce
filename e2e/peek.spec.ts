import { expect, test, type Page } from '@playwright/test';
import { entriesIn } from './entries.ts';
import { openProfile, pathOf, proflens, rowsOf } from './profiles.ts';

const CPU = 'recorded/cpu.service.pb.gz';
const peekAt = (page: Page) => page.getByRole('textbox', { name: 'Peek at' });
const entry = (page: Page) => page.getByRole('grid', { name: 'Peek' }).getByRole('row').filter({ hasNotText: /called by|calls / }).nth(1);

for (const [file, pattern, ...flags] of [
  ['corners/plain.pb.gz', 'shop'],
  ['corners/recursion.indirect.pb.gz', '.'],
  ['corners/inlined.three_deep.pb.gz', '.'],
  ['corners/values.negative.pb.gz', '.'],
  [CPU, 'compress/flate.\\(\\*Writer\\)'],
  ['recorded/heap.service.pb.gz', 'ledger', '-sample_index=alloc_space'],
] as const) {
  test(`Peek of ${pattern} in ${file} has the numbers that the command prints, by lines and by functions`, async ({ page }) => {
    const index = flags.length === 0 ? '' : '?si=alloc_space';
    await openProfile(page, file, `#/peek${index}`);
    await peekAt(page).fill(pattern);
    const lines = entriesIn(proflens(`-peek=${pattern}`, '-lines', ...flags, pathOf(`testdata/${file}`)));
    expect(lines.length).toBeGreaterThan(1);
    await expect.poll(() => firstRows(page, lines.length)).toEqual(lines.slice(0, 20));
    await page.getByLabel('By').selectOption('functions');
    const functions = entriesIn(proflens(`-peek=${pattern}`, ...flags, pathOf(`testdata/${file}`)));
    await expect.poll(() => firstRows(page, functions.length)).toEqual(functions.slice(0, 20));
    await expect(page).toHaveURL(/g=functions/);
  });
}

/** Once there are as many as expected; shares without the sign that pprof leaves out. */
async function firstRows(page: Page, count: number): Promise<string[][]> {
  const grid = page.getByRole('grid', { name: 'Peek' });
  if ((await grid.getAttribute('aria-rowcount')) !== String(count + 1)) return [];
  await grid.evaluate((element) => element.scrollTo(0, 0));
  return (await rowsOf(page, 'Peek')).slice(0, 20).map((cells) => cells.map((cell) => cell.replace(/^[+-](?=.*%$)/, '')));
}

test('a press on a caller moves there, the trail and Escape go back', async ({ page }) => {
  await openProfile(page, 'corners/plain.pb.gz', '#/peek?g=functions');
  const first = await entry(page).textContent();
  const caller = page.getByRole('row', { name: /called by/ }).first();
  const name = ((await caller.getByRole('gridcell').last().textContent()) ?? '').replace('called by ', '');
  await caller.click();
  await expect(entry(page)).toContainText(name);
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText(name);
  await page.getByRole('navigation', { name: 'Trail' }).getByRole('button').click();
  await expect(entry(page)).toHaveText(first ?? '');
  await page.getByRole('grid', { name: 'Peek' }).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(entry(page)).not.toHaveText(first ?? '');
  await page.keyboard.press('Escape');
  await expect(entry(page)).toHaveText(first ?? '');
});

test('what is selected in another view, or focused on, is what one peeks at', async ({ page }) => {
  await openProfile(page, CPU, '#/top');
  await page.getByRole('grid', { name: 'Top' }).getByRole('row').nth(3).click();
  const name = (await rowsOf(page, 'Top'))[2][5];
  await page.keyboard.press('4');
  await expect(page.getByRole('tab', { name: 'Peek' })).toHaveAttribute('aria-selected', 'true');
  await expect(entry(page)).toContainText(name);
  await page.keyboard.press('Escape');
  await openProfile(page, CPU, '#/peek?f=unquoteBytes');
  const printed = entriesIn(proflens('-peek=unquoteBytes', '-focus=unquoteBytes', '-lines', pathOf(`testdata/${CPU}`)));
  await expect.poll(() => firstRows(page, printed.length)).toEqual(printed.slice(0, 20));
});

test('Find marks and steps, a menu refines, and an expression that is none is told', async ({ page }) => {
  await openProfile(page, CPU, '#/peek?g=functions');
  await page.keyboard.press('/');
  await page.keyboard.type('json');
  await expect(page.getByText(/^\d+$/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^\d+ of \d+$/)).toBeVisible();
  await page.getByRole('row', { name: /called by/ }).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Ignore' }).click();
  await expect(page).toHaveURL(/i=/);
  await peekAt(page).fill('a(');
  await expect(page.getByRole('alert')).toContainText('missing closing )');
  await peekAt(page).fill('nothing has this name');
  await expect(page.getByRole('alert')).toContainText('o matches found for regexp: nothing has this name');
});
