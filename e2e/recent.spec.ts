import { expect, test, type Page } from '@playwright/test';
import { openProfile, total } from './profiles.ts';

const keep = (page: Page) => page.getByRole('checkbox', { name: /^Keep files that I open/ });
const recent = (page: Page) => page.getByRole('list', { name: 'Recent files' }).getByRole('listitem');

/** What the browser has stored of ours. */
const stored = (page: Page) => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));

/** Names of the files that are stored, the newest first. */
const names = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const opening = indexedDB.open('proflens');
        opening.onsuccess = () => {
          const all = opening.result.transaction('files').objectStore('files').getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result.sort((a, b) => b.time - a.time).map(({ name }) => name));
          };
        };
      }),
  );

test('nothing is kept unless one says so', async ({ page }) => {
  await openProfile(page, 'corners/plain.pb.gz');
  await page.goto('/');
  await page.reload();
  await expect(keep(page)).not.toBeChecked();
  await expect(recent(page)).toHaveCount(0);
  expect(await stored(page)).toEqual([]);
});

test('files are kept, opened again by a press, and removed by one', async ({ page }) => {
  await page.goto('/');
  await keep(page).check();
  await page.reload();
  for (const file of ['corners/plain.pb.gz', 'recorded/cpu.tiny.pb.gz', 'corners/plain.pb.gz']) await openProfile(page, file);
  await expect.poll(() => names(page)).toEqual(['plain.pb.gz', 'cpu.tiny.pb.gz']);
  await page.goto('about:blank');
  await page.goto('/#/top');
  await expect(keep(page)).toBeChecked();
  await expect(recent(page)).toHaveText([/^plain\.pb\.gz/, /^cpu\.tiny\.pb\.gz/]);
  await recent(page).first().getByRole('button', { name: /^plain\.pb\.gz/ }).click();
  await expect(total(page)).toContainText('Showing nodes accounting for');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'plain.pb.gz' }).focus();
  await page.keyboard.press('Delete');
  await recent(page).first().getByRole('button', { name: 'Remove plain.pb.gz' }).click();
  await expect(recent(page)).toHaveText([/^cpu\.tiny\.pb\.gz/]);
  await keep(page).uncheck();
  await expect(recent(page)).toHaveCount(0);
  await keep(page).check();
  await expect(recent(page)).toHaveCount(0);
});
