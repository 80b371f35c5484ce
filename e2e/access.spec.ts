import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import { VIEWS } from '#state/address.ts';
import { openProfile, pathOf } from './profiles.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong, a line each. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe;
    return (await run.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the welcome page has no barriers', async ({ page }) => {
      await page.goto('/');
      await expect(page.getByRole('region', { name: 'Examples' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('Top with refinements and a selection has none', async ({ page }) => {
      await openProfile(page, 'recorded/cpu.service.pb.gz', '#/top?f=json&i=nothing_has_this_name');
      await page.getByRole('grid', { name: 'Top' }).getByRole('row').nth(2).click();
      expect(await violations(page)).toEqual([]);
    });

    for (const view of ['Flame graph', 'Graph', 'Peek', 'Source', 'Disassemble', 'Labels', 'Tree', 'Traces', 'Raw', 'Comments']) {
      test(`${view} has none`, async ({ page }) => {
        await openProfile(page, 'recorded/cpu.labels.pb.gz', '#/top?f=routing');
        await page.getByRole('tab', { name: view, exact: true }).click();
        await expect(page.getByRole('tabpanel', { name: view, exact: true })).toBeVisible();
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
        expect(await violations(page)).toEqual([]);
      });
    }

    test('Goroutines with an open stack has none', async ({ page }) => {
      await openProfile(page, 'recorded/goroutine.evening.labels.debug2.txt', '#/goroutines');
      await page.getByRole('treegrid', { name: 'Goroutines' }).getByRole('row', { expanded: false }).first().click();
      await expect(page.getByRole('row', { level: 2 }).first()).toBeVisible();
      await page.getByRole('group', { name: 'States' }).getByRole('button').first().click();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      expect(await violations(page)).toEqual([]);
    });

    test('nor has a flame graph around a pivot, with its options', async ({ page }) => {
      await openProfile(page, 'recorded/cpu.labels.pb.gz', '#/flame?p=routing');
      await expect(page.getByRole('status', { name: 'Pivot' })).toBeVisible();
      await page.getByRole('button', { name: 'Flame graph options' }).click();
      await expect(page.getByRole('dialog', { name: 'Flame graph options' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('functions by a label, and the configs have none', async ({ page }) => {
      await openProfile(page, 'recorded/cpu.labels.pb.gz', '#/labels');
      await page.getByRole('grid', { name: 'Labels' }).getByRole('row', { name: /carrier/ }).click();
      await expect(page.getByRole('grid', { name: 'Functions by carrier' })).toBeVisible();
      await page.getByRole('button', { name: 'Config' }).click();
      await page.getByRole('textbox', { name: 'Save as' }).fill('mine');
      await page.keyboard.press('Enter');
      expect(await violations(page)).toEqual([]);
    });

    test('nor have the refine form, the facts, the keys and a menu', async ({ page }) => {
      await openProfile(page, 'corners/header.comments_and_doc.pb.gz');
      await page.getByRole('button', { name: 'Refine' }).click();
      await page.getByRole('textbox', { name: 'Show', exact: true }).fill('(');
      await page.getByText('More').click();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Facts' }).click();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('grid', { name: 'Top' }).getByRole('row').nth(1).click({ button: 'right' });
      expect(await violations(page)).toEqual([]);
    });

    test('nor have the options, the comparison, the exports and the palette', async ({ page }) => {
      await openProfile(page, 'recorded/heap.leak.t2.pb.gz');
      await page.keyboard.press('p');
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('v');
      await page.getByLabel('Open a base').setInputFiles(pathOf('testdata/recorded/heap.leak.t0.pb.gz'));
      await expect(page.getByRole('combobox', { name: 'Base' })).toHaveValue(/\d+/);
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('e');
      await expect(page.getByRole('menu', { name: 'Export' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      expect(await violations(page)).toEqual([]);
    });

    test('nor has an error', async ({ page }) => {
      await page.goto('/');
      await page.getByLabel('Open files').setInputFiles({ name: 'broken.pb', mimeType: '', buffer: Buffer.from('\n\x7fnonsense') });
      await expect(page.getByRole('alert')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  });
}

test('at 320 pixels nothing is wider than the window', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'Examples' })).toBeVisible();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/top?f=json&h=runtime');
  expect(await overflow()).toBeLessThanOrEqual(0);
  const grid = page.getByRole('grid', { name: 'Top' });
  expect(await grid.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
});

test('at 320 pixels no view is wider than the window', async ({ page }) => {
  test.setTimeout(90_000);
  await page.setViewportSize({ width: 320, height: 640 });
  await openProfile(page, 'recorded/goroutine.evening.labels.debug2.txt', '#/flame');
  for (const view of VIEWS) {
    await page.goto(`/#/${view}`);
    await expect(page.getByRole('tabpanel')).toBeVisible();
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    expect([view, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([view, 0]);
  }
});

test('the page runs under its own policy without a complaint', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await openProfile(page, 'recorded/cpu.service.pb.gz');
  await page.getByRole('button', { name: 'Facts' }).click();
  expect(complaints).toEqual([]);
});
