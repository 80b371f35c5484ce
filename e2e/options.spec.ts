import { expect, test } from '@playwright/test';
import { openProfile, pathOf, proflens, rowsOf, total } from './profiles.ts';

const FILE = 'recorded/heap.service.pb.gz';

const sentence = (...flags: string[]) => proflens('-top', '-nodefraction=0', ...flags, pathOf(`testdata/${FILE}`)).split('\n').find((line) => line.startsWith('Showing nodes')) ?? '';

test('options are chosen on the screen, hold at once and stand in the address', async ({ page }) => {
  await openProfile(page, FILE);
  await page.keyboard.press('p');
  const options = page.getByRole('dialog', { name: 'Options' });
  await options.getByLabel('Unit').selectOption('MB');
  await expect(total(page)).toHaveText(sentence('-unit=MB'));
  await options.getByLabel('Granularity').selectOption('lines');
  await expect(total(page)).toHaveText(sentence('-unit=MB', '-lines'));
  await options.getByLabel('Divide by').fill('4');
  await options.getByLabel('Divide by').press('Enter');
  await expect(total(page)).toHaveText(sentence('-unit=MB', '-lines', '-divide_by=4'));
  await expect(page).toHaveURL(/#\/top\?divide_by=4&g=lines&unit=MB$/);
  await options.getByRole('button', { name: 'Reset these' }).click();
  await expect(page).toHaveURL(/#\/top$/);
});

test('what cannot be is said, and changes nothing', async ({ page }) => {
  await openProfile(page, FILE);
  await page.keyboard.press('p');
  const field = page.getByRole('dialog', { name: 'Options' }).getByLabel('Most nodes');
  await field.fill('many');
  await field.press('Enter');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(page).toHaveURL(/#\/top$/);
  await field.fill('3');
  await field.press('Enter');
  await expect.poll(async () => (await rowsOf(page, 'Top')).length).toBe(3);
});
