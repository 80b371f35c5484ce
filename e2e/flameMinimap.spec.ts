import { expect, test, type Page } from '@playwright/test';
import { openProfile } from './profiles.ts';

const WIDE = 'recorded/allocs.service.pb.gz';

const picture = (page: Page) => page.getByRole('img', { name: 'Flame graph' });
const minimap = (page: Page) => page.getByRole('img', { name: 'Minimap' });
const hoverLine = (page: Page) => page.getByRole('contentinfo');

/** The name of the frame in the middle of a row. */
async function nameAt(page: Page, row: number): Promise<string> {
  const box = await picture(page).boundingBox();
  await picture(page).hover({ position: { x: (box?.width ?? 0) / 2, y: row * 18 + 9 } });
  return (await hoverLine(page).textContent()) ?? '';
}

/** How wide the mark of what one sees is, as a share of the map; 1 where there is none. */
function marked(page: Page): Promise<number> {
  return minimap(page).evaluate((map) => {
    const mark = map.querySelector('div');
    return mark === null || mark.hidden ? 1 : mark.getBoundingClientRect().width / map.getBoundingClientRect().width;
  });
}

async function stretch(page: Page): Promise<void> {
  const box = await picture(page).boundingBox();
  await picture(page).hover({ position: { x: (box?.width ?? 0) * 0.2, y: 60 } });
  await page.keyboard.down('Control');
  for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
}

test('a wide graph has a map that marks what one sees, and goes where one presses', async ({ page }) => {
  await openProfile(page, WIDE, '#/flame');
  await expect(minimap(page)).toBeVisible();
  expect(await marked(page)).toBeCloseTo(1, 1);
  await stretch(page);
  await expect.poll(() => marked(page)).toBeLessThan(0.4);
  const before = await nameAt(page, 2);
  const box = await minimap(page).boundingBox();
  await minimap(page).click({ position: { x: (box?.width ?? 0) * 0.9, y: 8 } });
  await expect.poll(() => nameAt(page, 2)).not.toBe(before);
  await page.keyboard.press('Escape');
  await expect.poll(() => marked(page)).toBeCloseTo(1, 1);
});

test('what is zoomed to is marked, and a press beside it leaves the zoom', async ({ page }) => {
  await openProfile(page, WIDE, '#/flame');
  const box = await picture(page).boundingBox();
  const callers = page.getByRole('navigation', { name: 'Callers' });
  await picture(page).click({ position: { x: (box?.width ?? 0) * 0.1, y: 5 * 18 + 9 } });
  await expect(callers).toBeVisible();
  await expect.poll(() => marked(page)).toBeLessThan(0.9);
  const map = await minimap(page).boundingBox();
  await minimap(page).click({ position: { x: (map?.width ?? 0) - 4, y: 8 } });
  await expect(callers).toHaveCount(0);
});

test('a small graph has no map, and none has where one does not want it', async ({ page }) => {
  await openProfile(page, 'corners/plain.pb.gz', '#/flame');
  await expect(picture(page)).toBeVisible();
  await expect(minimap(page)).toHaveCount(0);
  await openProfile(page, WIDE, '#/flame');
  await expect(minimap(page)).toBeVisible();
  await page.keyboard.press('m');
  await page.getByRole('checkbox', { name: 'Minimap' }).uncheck();
  await expect(minimap(page)).toHaveCount(0);
  await page.reload();
  await openProfile(page, WIDE, '#/flame');
  await expect(picture(page)).toBeVisible();
  await expect(minimap(page)).toHaveCount(0);
});
