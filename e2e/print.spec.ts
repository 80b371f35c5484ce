import { expect, test } from '@playwright/test';
import { openProfile } from './profiles.ts';

/** As when one prints: the page is told, and then takes the rules for paper. */
for (const [view, shown, hidden] of [
  ['flame', 'svg:has(polygon)', 'canvas'],
  ['graph', 'svg:has([data-node])[viewBox]', 'svg[role=img]'],
] as const) {
  test(`${view} prints as a picture as wide as the sheet, and is on the screen as before`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await openProfile(page, 'recorded/cpu.tiny.pb.gz', `#/${view}`);
    await expect(page.locator(hidden).first()).toBeVisible();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const picture = page.locator('main').locator(shown);
    await expect(picture).toBeVisible();
    await expect(page.locator('main').locator(hidden).first()).toBeHidden();
    const { width, height } = (await picture.boundingBox()) ?? { width: 0, height: 0 };
    expect(width).toBeGreaterThan(1300);
    expect(height).toBeGreaterThan(60);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await expect(picture).toHaveCount(0);
    await expect(page.locator(hidden).first()).toBeVisible();
  });
}

test('tables print with all their rows, and without what is for the screen alone', async ({ page }) => {
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/top');
  const grid = page.getByRole('grid', { name: 'Top' });
  const all = Number(await grid.getAttribute('aria-rowcount'));
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await expect(grid.getByRole('row')).toHaveCount(all);
  await expect(page.getByRole('tablist', { name: 'Views' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Config' })).toBeHidden();
});
