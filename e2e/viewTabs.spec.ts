import { expect, test } from '@playwright/test';
import { openProfile } from './profiles.ts';

for (const width of [360, 800, 1400]) {
  test(`every view is reached by its tab at ${width} pixels, and the chosen one is in sight`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await openProfile(page, 'corners/plain.pb.gz', '#/top');
    const tabs = page.getByRole('tablist', { name: 'Views' }).getByRole('tab');
    const names = await tabs.allTextContents();
    expect(names).toEqual(['Flame graph', 'Graph', 'Top', 'Peek', 'Source', 'Disassemble', 'Labels', 'Tree', 'Traces', 'Raw', 'Comments']);
    await tabs.first().focus();
    await tabs.first().click();
    for (const name of names) {
      const tab = page.getByRole('tab', { name, exact: true });
      await expect(tab).toHaveAttribute('aria-selected', 'true');
      await expect(tab).toBeInViewport({ ratio: 1 });
      await expect(page.getByRole('tabpanel', { name, exact: true })).toBeVisible();
      await page.keyboard.press('ArrowRight');
    }
  });
}
