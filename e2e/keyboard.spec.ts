import { expect, test, type Locator, type Page } from '@playwright/test';
import { namesIn, openAnother, openProfile, rowsOf, total } from './profiles.ts';

const CPU = 'recorded/cpu.service.pb.gz';
const chips = (page: Page) => page.getByRole('list', { name: 'Refinements' }).getByRole('listitem');
const view = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

/** What somebody without a mouse does: Tab until it is there. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there');
}

test.describe('by keyboard alone', () => {
  test('an example is opened from the empty page', async ({ page }) => {
    await page.goto('/');
    await tabTo(page, page.getByRole('region', { name: 'Examples' }).getByRole('button').first());
    await page.keyboard.press('Enter');
    await expect(total(page)).toContainText('Showing nodes accounting for');
  });

  test('views are changed, by digits and by arrows', async ({ page }) => {
    await openProfile(page, CPU);
    await page.keyboard.press('1');
    await expect(view(page, 'Flame graph')).toHaveAttribute('aria-selected', 'true');
    await tabTo(page, view(page, 'Flame graph'));
    await page.keyboard.press('ArrowRight');
    await expect(view(page, 'Graph')).toHaveAttribute('aria-selected', 'true');
  });

  test('a function is found and focused on', async ({ page }) => {
    await openProfile(page, CPU);
    await page.keyboard.press('/');
    await page.keyboard.type('json decode');
    await page.keyboard.press('Control+Enter');
    await expect(chips(page)).toHaveText([/focus/]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('searchbox', { name: 'Find' })).toHaveValue('');
  });

  test('a refinement is edited and removed', async ({ page }) => {
    await openProfile(page, CPU, '#/top?f=json');
    await tabTo(page, page.getByRole('button', { name: /^focus/ }));
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('compress');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/f=compress/);
    await tabTo(page, chips(page).getByRole('button', { name: 'Remove' }));
    await page.keyboard.press('Enter');
    await expect(chips(page)).toHaveCount(0);
  });

  test('two rows are selected, hidden, and brought back', async ({ page }) => {
    await openProfile(page, CPU);
    const names = (await namesIn(page)).slice(0, 2);
    await tabTo(page, page.getByRole('grid', { name: 'Top' }));
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('h');
    await expect(chips(page)).toHaveText([/hide/]);
    for (const name of names) await expect.poll(() => namesIn(page)).not.toContain(name);
    await page.keyboard.press('z');
    await expect.poll(() => namesIn(page)).toEqual(expect.arrayContaining(names));
  });

  test('a table is sorted by another column', async ({ page }) => {
    await openProfile(page, CPU);
    const header = page.getByRole('columnheader', { name: 'Cum', exact: true });
    await tabTo(page, header.getByRole('button'));
    await page.keyboard.press('Enter');
    await expect(header).toHaveAttribute('aria-sort', 'descending');
    const cums = (await rowsOf(page, 'Top')).slice(0, 5).map((cells) => Number.parseFloat(cells[4]));
    expect(cums).toEqual(cums.toSorted((a, b) => b - a));
  });

  test('the sample type is chosen by its name', async ({ page }) => {
    await openProfile(page, 'recorded/heap.service.pb.gz');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('sample alloc_space');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/si=alloc_space/);
  });

  test('frames are walked, zoomed into and left', async ({ page }) => {
    await openProfile(page, CPU, '#/flame');
    const tree = page.getByRole('tree', { name: 'Flame graph frames' });
    await expect(tree.getByRole('treeitem').first()).toBeAttached();
    const picture = page.getByRole('img', { name: 'Flame graph' });
    const host = page.locator('[tabindex="0"]', { has: picture }).or(tree).first();
    await tabTo(page, host);
    const whole = await tree.getByRole('treeitem').first().textContent();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => tree.getByRole('treeitem').count()).toBeGreaterThan(1);
    await page.keyboard.press('Backspace');
    await expect(tree.getByRole('treeitem').first()).toHaveText(whole ?? '');
  });

  test('a node of the graph is reached and its menu opened', async ({ page }) => {
    await openProfile(page, 'corners/plain.pb.gz', '#/graph');
    await expect(page.getByRole('img', { name: 'Call graph' })).toBeVisible();
    await tabTo(page, page.getByRole('tree', { name: 'Call graph nodes' }));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('x');
    await expect(page.getByRole('menuitem', { name: 'Focus' })).toBeVisible();
    await page.keyboard.press('f');
    await expect(chips(page)).toHaveText([/focus/]);
  });

  test('an option is set', async ({ page }) => {
    await openProfile(page, CPU);
    await page.keyboard.press('p');
    await tabTo(page, page.getByRole('dialog', { name: 'Options' }).getByLabel('No inlined calls'));
    await page.keyboard.press('Space');
    await expect(page).toHaveURL(/noinlines=/);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Options' })).toHaveCount(0);
  });

  test('a base is chosen among the open files', async ({ page }) => {
    await openProfile(page, 'recorded/heap.leak.t0.pb.gz', '#/top?unit=kB');
    await openAnother(page, 'recorded/heap.leak.t2.pb.gz');
    await page.keyboard.press('v');
    await tabTo(page, page.getByRole('combobox', { name: 'Base' }));
    await page.keyboard.press('ArrowDown');
    await expect(page).toHaveURL(/diff_base=heap\.leak\.t0\.pb\.gz/);
  });

  test('a file is closed', async ({ page }) => {
    await openProfile(page, CPU);
    await tabTo(page, page.getByRole('tab', { name: 'cpu.service.pb.gz' }));
    await page.keyboard.press('Delete');
    await expect(page.getByRole('region', { name: 'Examples' })).toBeVisible();
  });

  test('the keys are listed', async ({ page }) => {
    await openProfile(page, CPU);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Undo the last step; take it again');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toHaveCount(0);
  });
});
