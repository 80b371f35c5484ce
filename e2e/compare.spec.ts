import { expect, test, type Page } from '@playwright/test';
import { openProfile, pathOf, proflens, rowsOf, total } from './profiles.ts';

const OLD = pathOf('testdata/recorded/heap.leak.t0.pb.gz');
const NEW = pathOf('testdata/recorded/heap.leak.t2.pb.gz');

async function openBoth(page: Page): Promise<void> {
  await openProfile(page, 'recorded/heap.leak.t2.pb.gz', '#/top?unit=kB');
  await page.getByRole('button', { name: /^Compare/ }).click();
  await page.getByLabel('Open a base').setInputFiles(OLD);
  await expect(page.getByRole('combobox', { name: 'Base' })).toHaveValue(/\d+/);
}

/** Of a table that has all rows, as the page's has; in a unit that does not hang on the least of them. */
function sentence(flags: readonly string[], file = NEW): string {
  return proflens('-top', '-unit=kB', '-nodefraction=0', ...flags, file).split('\n').find((line) => line.startsWith('Showing nodes')) ?? '';
}

test('a base that is opened gives what the command prints of the difference', async ({ page }) => {
  await openBoth(page);
  await expect(total(page)).toHaveText(sentence([`-diff_base=${OLD}`]));
  const printed = proflens('-top', '-unit=kB', '-nodefraction=0', `-diff_base=${OLD}`, NEW).split('\n').filter((line) => /^ *-?\d\S* +\S+% /.test(line));
  const rows = await rowsOf(page, 'Top');
  // Shares have their sign on the screen; where nothing is its own, the order is by name there and here.
  const plain = rows.map(([flat, share, sum, cum, cumShare, name]) => [flat, share.replace(/^[+-]/, ''), sum, cum, cumShare.replace(/^[+-]/, ''), name].join(' '));
  expect(plain.slice(0, 4)).toEqual(printed.slice(0, 4).map((line) => line.trim().replaceAll(/ +/g, ' ')));
  expect(rows.some(([, share]) => share.startsWith('-'))).toBe(true);
});

test('it may be subtracted, normalized, swapped and taken away', async ({ page }) => {
  await openBoth(page);
  await page.getByRole('radio', { name: 'Subtract' }).check();
  await expect(total(page)).toHaveText(sentence([`-base=${OLD}`]));
  await page.getByRole('checkbox', { name: 'Normalize', exact: true }).check();
  await expect(total(page)).toHaveText(sentence([`-base=${OLD}`, '-normalize']));
  await page.getByRole('checkbox', { name: 'Normalize', exact: true }).uncheck();
  await page.getByRole('checkbox', { name: 'Growth only', exact: true }).check();
  await expect(total(page)).toHaveText(sentence([`-base=${OLD}`, '-drop_negative']));
  await page.getByRole('checkbox', { name: 'Growth only', exact: true }).uncheck();
  await page.getByRole('button', { name: 'Swap' }).click();
  await expect(page.getByRole('tab', { name: 'heap.leak.t0.pb.gz' })).toHaveAttribute('aria-selected', 'true');
  await expect(total(page)).toHaveText(sentence([`-base=${NEW}`], OLD));
  await page.getByRole('combobox', { name: 'Base' }).selectOption('none');
  await expect(total(page)).toHaveText(sentence([], OLD));
});

test('Back takes a comparison back, and its address says it', async ({ page }) => {
  await openBoth(page);
  await expect(page).toHaveURL(/diff_base=heap\.leak\.t0\.pb\.gz/);
  await page.goBack();
  await expect(total(page)).toHaveText(sentence([]));
  await page.goForward();
  await expect(total(page)).toHaveText(sentence([`-diff_base=${OLD}`]));
});

test('a link that compares asks for the base, and has it once it is open', async ({ page }) => {
  await openProfile(page, 'recorded/heap.leak.t2.pb.gz', '#/top?diff_base=heap.leak.t0.pb.gz&unit=kB');
  await expect(page.getByText('This was compared with heap.leak.t0.pb.gz')).toBeVisible();
  await page.getByLabel('Open files').setInputFiles(OLD);
  await page.getByRole('tab', { name: 'heap.leak.t2.pb.gz' }).click();
  await expect(total(page)).toHaveText(sentence([`-diff_base=${OLD}`]));
});

test('all views show the difference', async ({ page }) => {
  await openBoth(page);
  await page.keyboard.press('Escape');
  for (const view of ['Flame graph', 'Graph']) {
    await page.getByRole('tab', { name: view, exact: true }).click();
    await expect(page.getByRole('img', { name: view === 'Graph' ? 'Call graph' : view })).toBeVisible();
    await expect(total(page)).toContainText('Showing nodes accounting for');
  }
});
