import { expect, test, type Locator, type Page } from '@playwright/test';
import { openProfile } from './profiles.ts';

test.use({ hasTouch: true, viewport: { width: 360, height: 700 } });
test.skip(({ browserName }) => browserName !== 'chromium', 'fingers are moved by the protocol of Chromium');

/** Two fingers that move apart, to three times their distance. */
async function pinch(page: Page, on: Locator): Promise<void> {
  const box = await on.boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  const session = await page.context().newCDPSession(page);
  const at = (half: number) => [
    { x: x - half, y, id: 0 },
    { x: x + half, y, id: 1 },
  ];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(30) });
  for (let half = 35; half <= 90; half += 5) await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(half) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

test('two fingers stretch the flame graph, and are no press', async ({ page }) => {
  await openProfile(page, 'recorded/allocs.service.pb.gz', '#/flame');
  const mark = page.getByRole('img', { name: 'Minimap' }).locator('div');
  const map = await page.getByRole('img', { name: 'Minimap' }).boundingBox();
  await pinch(page, page.getByRole('img', { name: 'Flame graph' }));
  await expect.poll(async () => (await mark.boundingBox())?.width ?? Infinity).toBeLessThan((map?.width ?? 0) * 0.5);
  await expect(page.getByRole('navigation', { name: 'Callers' })).toHaveCount(0);
});

test('a tap zooms', async ({ page }) => {
  await openProfile(page, 'recorded/allocs.service.pb.gz', '#/flame');
  await page.getByRole('img', { name: 'Flame graph' }).tap({ position: { x: 60, y: 2 * 18 + 9 } });
  await expect(page.getByRole('navigation', { name: 'Callers' }).getByRole('listitem')).toHaveCount(3);
});

test('two fingers make the graph larger', async ({ page }) => {
  await openProfile(page, 'corners/plain.pb.gz', '#/graph');
  const graph = page.getByRole('img', { name: 'Call graph' }).or(page.getByRole('application', { name: 'Call graph' }));
  await expect(graph).toBeVisible();
  const content = graph.locator('g[transform]').first();
  const scale = async () => Number(/scale\(([\d.]+)/.exec((await content.getAttribute('transform')) ?? '')?.[1]);
  await expect.poll(scale).toBeGreaterThan(0);
  const before = await scale();
  await pinch(page, graph);
  await expect.poll(scale).toBeGreaterThan(1.5 * before);
});

for (const [title, hash] of [['the flame graph', '#/flame'], ['a pivot', '#/flame?p=mallocgc']]) {
  test(`${title} fits a screen of 320 pixels`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await openProfile(page, 'recorded/cpu.service.pb.gz', hash);
    await expect(page.getByRole('img', { name: 'Flame graph' })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    for (const name of ['Flame graph options', 'Root at the bottom']) await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
    await page.getByRole('button', { name: 'Flame graph options' }).tap();
    await expect(page.getByRole('dialog', { name: 'Flame graph options' })).toBeInViewport({ ratio: 1 });
  });
}
