import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { pathOf, total } from './profiles.ts';

/** Malformed and hostile files, where they are at hand: profiles cut short, bombs, pages, pictures, traces. */
const FOLDER = process.env['PROFLENS_CORPUS'] ?? pathOf('../shared/corpus');
const BROKEN = join(FOLDER, 'broken');
const files = existsSync(BROKEN) ? readdirSync(BROKEN).filter((name) => !/\.(py|tsv)$/.test(name)) : [];

const choose = (page: Page, path: string) => page.getByLabel('Open files').setInputFiles(path);

test('every broken file opens or is told why not, and the page goes on', async ({ page }) => {
  test.skip(files.length === 0, 'the files are not here');
  test.setTimeout(300_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto('/#/top');
  for (const file of files) {
    await choose(page, join(BROKEN, file));
    const tab = page.getByRole('tab', { name: file });
    await expect(tab, file).toBeVisible();
    const told = page.getByRole('alert').or(total(page).getByText('Showing nodes accounting for'));
    await expect(told.first(), file).toBeVisible({ timeout: 60_000 });
    await expect(told.first(), file).not.toBeEmpty();
    await tab.press('Delete');
  }
  await choose(page, pathOf('testdata/corners/plain.pb.gz'));
  await expect(total(page)).toContainText('Showing nodes accounting for');
  expect(errors).toEqual([]);
});
