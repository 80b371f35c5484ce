import { expect, test, type Page } from '@playwright/test';
import { openProfile, pathOf, proflens } from './profiles.ts';

const CPU = 'recorded/cpu.service.pb.gz';
const listing = (page: Page) => page.getByRole('treegrid', { name: 'Disassembly' });
const box = (page: Page) => page.getByRole('textbox', { name: 'Disassemble' });
const cells = (page: Page) => listing(page).evaluate((grid) => [...grid.querySelectorAll('[role=row]')].map((row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent ?? '')));

test('addresses of a function have the numbers that the command prints by addresses', async ({ page }) => {
  await openProfile(page, CPU, '#/disasm');
  await expect(page.getByText(/^The hottest 50 of \d+ functions$/)).toBeVisible();
  await expect(page.getByText('proflens PROGRAM FILE')).toBeVisible();
  await box(page).fill('routing.\\(\\*Network\\).Shortest$');
  await expect(page.getByText('1 function', { exact: true })).toBeVisible();
  const printed = proflens('-top', '-addresses', '-noinlines', '-unit=ms', '-nodefraction=0', '-nodecount=1000', pathOf(`testdata/${CPU}`))
    .split('\n')
    .flatMap((line) => {
      const [, flat, cum, address, place] = /^ *(\S+) +\S+ +\S+ +(\S+) +\S+ +0*([\da-f]+) \S*routing\.\(\*Network\)\.Shortest (\S+)$/.exec(line) ?? [];
      return address === undefined ? [] : [`${address} ${flat} ${cum} ${place.replace(/^.*\//, '')}`];
    });
  expect(printed.length).toBeGreaterThan(5);
  const [, ...rows] = await cells(page);
  let place = '';
  const shown = rows.map(([flat, cum, address, , at]) => `${address} ${flat === '.' ? '0' : flat} ${cum} ${(place = at || place)}`);
  expect(shown.toSorted()).toEqual(printed.toSorted());
});

test('what is selected elsewhere is shown, keys go to the hottest address, and the menu leads to the source', async ({ page }) => {
  await openProfile(page, CPU, '#/top');
  await page.getByRole('grid', { name: 'Top' }).getByRole('row').nth(1).click();
  await page.keyboard.press('6');
  await expect(page.getByText('1 function', { exact: true })).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByText(/^Hot address 1 of \d+$/)).toBeVisible();
  await listing(page).focus();
  await page.keyboard.press('x');
  await page.getByRole('menuitem', { name: 'Source' }).click();
  await expect(page.getByRole('treegrid', { name: 'Source' })).toBeVisible();
});

test('a profile without addresses says so, and an expression that is none is told', async ({ page }) => {
  await openProfile(page, 'corners/folded.txt', '#/disasm');
  await expect(page.getByText('The profile has no addresses.')).toBeVisible();
  await box(page).fill('a(');
  await expect(page.getByRole('alert')).toContainText('missing closing )');
});

test('Find marks names, addresses and places, and goes from one to the next', async ({ page }) => {
  await openProfile(page, CPU, '#/disasm?f=routing');
  const find = page.getByRole('searchbox', { name: 'Find' });
  await find.fill('.go:');
  const count = page.getByRole('search').getByRole('status');
  await expect(count).toHaveText(/^\d+$/);
  const found = Number(await count.textContent());
  expect(found).toBeGreaterThanOrEqual(await listing(page).locator('[role=row]:has(mark)').count());
  await find.press('Enter');
  await expect(count).toHaveText(`1 of ${found}`);
  const [, address] = (await cells(page)).find((row) => row.length === 5)?.slice(1) ?? [];
  await find.fill(address ?? '');
  await expect(listing(page).locator('mark', { hasText: address })).not.toHaveCount(0);
  await find.fill('re:(');
  await expect(count).toHaveText('not a pattern');
});
